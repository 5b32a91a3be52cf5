import type { Json } from './json.ts'
import type { Patch } from './patches.ts'
import type { Path } from './path.ts'

/**
 * Who is sent a top-level key of a state: `everyone`; nobody but the `server`; or, for a record by user id, each
 * user (`owner`) their own entry.
 */
export type Visibility = 'everyone' | 'server' | 'owner'

/** By top-level key. A key without a rule is for everyone. */
export type VisibilityRules = Readonly<Record<string, Visibility>>

/** The patches of one version range, as each viewer may see them. */
export interface SplitPatches {
  /** For every viewer who isn't in `owners`, and for those who are no user of the room. */
  readonly everyone: readonly Patch[]
  /** For each user whom a private patch concerns, by id: their complete list, to be sent instead of `everyone`. */
  readonly owners: ReadonlyMap<string, readonly Patch[]>
}

/**
 * What `viewer` (a user's id, or `null` for somebody who owns nothing) may see of a state. Keys keep their order;
 * `server` keys are absent; an `owner` key holds the viewer's own entry, or `null` where there is none, so that the
 * entry's coming and going never moves the key. The parts are shared with `state`, not copied.
 */
export function filterState(state: object, rules: VisibilityRules, viewer: string | null): Record<string, Json> {
  const visible: Record<string, Json> = {}
  for (const [key, value] of Object.entries(state)) {
    const visibility = visibilityOf(rules, key)
    if (visibility === 'everyone') visible[key] = value
    if (visibility === 'owner') visible[key] = entryOf(value, viewer)
  }
  return visible
}

/**
 * What `viewer` may see of `patches`: applied to what `filterState` gave for the state before, they make exactly what
 * it gives for the state after, the order of keys included.
 */
export function filterPatches(
  patches: readonly Patch[],
  rules: VisibilityRules,
  viewer: string | null,
): readonly Patch[] {
  return patches.map((patch) => filterPatch(patch, rules, viewer)).filter((patch) => patch !== null)
}

/**
 * Filters `patches` for all viewers at once: viewer `v` is to be sent `owners.get(v) ?? everyone`. Needs no list of
 * viewers: when a whole owner record is replaced, `everyone` empties the entry of those who aren't in the new one.
 */
export function splitPatches(patches: readonly Patch[], rules: VisibilityRules): SplitPatches {
  const owners = new Map<string, readonly Patch[]>()
  for (const patch of patches) {
    for (const user of usersOf(patch, rules)) {
      if (!owners.has(user)) owners.set(user, filterPatches(patches, rules, user))
    }
  }
  return { everyone: filterPatches(patches, rules, null), owners }
}

function filterPatch(patch: Patch, rules: VisibilityRules, viewer: string | null): Patch | null {
  const [kind, path] = patch
  const visibility = visibilityOf(rules, path[0])
  if (visibility === 'everyone') return patch
  if (visibility === 'server') return null
  if (path.length > 1) return path[1] === viewer ? filterEntryPatch(patch) : null
  if (kind === 'set') return ['set', path, entryOf(patch[2], viewer)]
  return kind === 'delete' ? patch : null
}

/** A patch to the viewer's own entry, or to something in it, in the paths of what they see. */
function filterEntryPatch(patch: Patch): Patch {
  const [kind, path] = patch
  const visible: Path = path.toSpliced(1, 1)
  if (kind === 'splice') return [kind, visible, patch[2], patch[3], patch[4]]
  if (kind === 'set') return [kind, visible, patch[2]]
  return visible.length === 1 ? ['set', visible, null] : [kind, visible]
}

function usersOf(patch: Patch, rules: VisibilityRules): readonly string[] {
  const [kind, [key, user]] = patch
  if (visibilityOf(rules, key) !== 'owner') return []
  if (user !== undefined) return typeof user === 'string' ? [user] : []
  return kind === 'set' && isRecord(patch[2]) ? Object.keys(patch[2]) : []
}

function entryOf(record: Json, viewer: string | null): Json {
  if (viewer === null || !isRecord(record) || !Object.hasOwn(record, viewer)) return null
  return record[viewer] ?? null
}

function visibilityOf(rules: VisibilityRules, key: string | number | undefined): Visibility {
  return key !== undefined && Object.hasOwn(rules, key) ? (rules[key] ?? 'everyone') : 'everyone'
}

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
