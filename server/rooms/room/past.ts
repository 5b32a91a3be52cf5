import type { AnyApplication } from '../../contract/application.ts'
import type { HistoryRule, KeptAction } from '../../contract/history.ts'
import { validate } from '../../contract/validate.ts'
import { SocDrawError } from '../../protocol/errors.ts'
import type { HistoryPage, HistoryRequest, PastAction } from '../../protocol/events.ts'
import type { User } from '../../protocol/room-document.ts'
import { writeJson } from '../../protocol/write-json.ts'
import type { RoomLog, StoredAction } from '../log/room-log.ts'
import type { NamesOf, Report } from '../ports.ts'
import { SYSTEM_USER } from '../system-user.ts'

/** How many past actions a page holds, unless it was asked for fewer or more. */
const PAGE = 50
/** How many actions are looked at for one page, where most are hidden from whoever asks. */
const MOST_READ = 1000
/** How large a page may grow, in characters of its payloads' JSON. */
const MOST_TOLD = 256 * 1024

export interface PastParts {
  readonly roomId: string
  readonly application: AnyApplication
  readonly log: RoomLog
  readonly report: Report
  /** See `RegistryParts.namesOf`. */
  readonly namesOf?: NamesOf | undefined
}

/**
 * Pages back through the actions that the application keeps, newest first, as the viewer may see them, each by who did it as they
 * are called by now. It reads the log only, so it tells of nothing that is not durable.
 * @throws SocDrawError `ROOM_UNAVAILABLE` when the log can't be read
 */
export async function readPast(
  parts: PastParts,
  viewer: User,
  { before = Number.MAX_SAFE_INTEGER, limit = PAGE }: HistoryRequest,
): Promise<HistoryPage> {
  const names = Object.keys(parts.application.history)
  if (names.length === 0) return { actions: [], before: null }
  const actions: PastAction[] = []
  let size = 0
  let reached = before
  // Where nearly all is hidden, reading as few as were asked for would be one question for each.
  const stretch = Math.max(limit, PAGE)
  for (let read = 0; read < MOST_READ; ) {
    const stored = await readLog(parts, { names, before: reached, limit: stretch })
    for (const action of stored) {
      if (actions.length >= limit || size > MOST_TOLD) return { actions, before: reached }
      reached = action.version
      size += action.payload.length
      const shown = show(parts, viewer, action)
      if (shown) actions.push(shown)
    }
    if (stored.length < stretch) return { actions, before: null }
    read += stored.length
  }
  return { actions, before: reached }
}

/** As `readPast`, of every action that is kept, whole: what its host may see. @throws as `readPast` */
export function readWholePast(parts: PastParts, request: HistoryRequest): Promise<HistoryPage> {
  const { application } = parts
  const history = Object.fromEntries(Object.keys(application.history).map((name) => [name, true as const]))
  return readPast({ ...parts, application: { ...application, history } }, SYSTEM_USER, request)
}

async function readLog(
  { log, roomId, report, namesOf }: PastParts,
  query: { readonly names: readonly string[]; readonly before: number; readonly limit: number },
): Promise<readonly StoredAction[]> {
  try {
    const actions = await log.history(roomId, query)
    const names = actions.length > 0 ? await namesOf?.([...new Set(actions.map(({ user }) => user.id))]) : undefined
    if (!names) return actions
    return actions.map(({ user, ...action }) => ({
      ...action,
      user: { id: user.id, name: names.get(user.id) ?? user.name },
    }))
  } catch (error) {
    report(error, { room: roomId, doing: 'reading its history' })
    throw new SocDrawError('ROOM_UNAVAILABLE')
  }
}

/** What the viewer sees of an action; undefined for nothing, also where the author's rule fails: rather that than too much. */
function show(parts: PastParts, viewer: User, { name, payload, ...action }: StoredAction): PastAction | undefined {
  const { application, report } = parts
  const rule = Object.hasOwn(application.history, name) ? application.history[name] : undefined
  if (!rule) return undefined
  try {
    const given = validated(application, name, payload === '' ? undefined : JSON.parse(payload))
    const shown = apply(rule, { ...action, payload: given }, { id: viewer.id, name: viewer.name })
    // Only a function hides: shown to all, an action without payload is shown too.
    if (rule !== true && (shown ?? null) === null) return undefined
    const json = writeJson(shown, { digits: true })
    const { version, user, at } = action
    return { version, name, user, at, ...(json !== undefined && { payload: JSON.parse(json) }) }
  } catch (error) {
    report(error, { application: application.name, action: name, doing: 'history', room: parts.roomId })
    return undefined
  }
}

function apply(rule: HistoryRule, action: KeptAction, viewer: User): unknown {
  return rule === true ? action.payload : (rule as (action: KeptAction, viewer: User) => unknown)(action, viewer)
}

/** The payload as the action's schema gives it out; as it was sent, where today's schema no longer takes it. */
function validated({ actions }: AnyApplication, name: string, payload: unknown): unknown {
  const schema = Object.hasOwn(actions, name) ? actions[name]?.schema : undefined
  const result = schema && validate(schema, payload)
  return result?.ok ? result.value : payload
}
