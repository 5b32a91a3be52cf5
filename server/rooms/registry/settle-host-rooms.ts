import type { AnyApplication } from '../../contract/application.ts'
import type { CataloguedRoom, RoomCatalogue } from '../log/room-catalogue.ts'
import type { RoomRecord } from '../ports.ts'
import { optionsOf } from '../room/lifecycle.ts'
import { checkRecord } from './check-record.ts'
import { sameJson } from './same-json.ts'

/** How many rooms are read at once. */
const STRETCH = 500

/** What became of the host's rooms at a start: their ids. */
export interface SettledRooms {
  readonly made: readonly string[]
  /** With what of each is another thing now, such as `name`. */
  readonly changed: readonly { readonly id: string; readonly what: readonly string[] }[]
  /** The code names them again. */
  readonly restored: readonly string[]
  /** The code does not name them any more. */
  readonly archived: readonly string[]
}

/** What of a room its host may change at any time. */
const FREE = ['name', 'users', 'owner', 'moderators', 'players', 'watch'] as const

interface Plan {
  readonly make: RoomRecord[]
  readonly update: RoomRecord[]
  readonly settled: {
    made: string[]
    changed: { id: string; what: string[] }[]
    restored: string[]
    archived: string[]
  }
}

/**
 * Makes the host's rooms what its code says: those that are missing are made, those that are there are changed, and those
 * that are not named are archived. Nothing is written before all of it was found to be possible; a start that ends in the
 * middle is made good by the next one.
 * @throws TypeError for a room that can't be, an id that is another room's, and options of a room that has begun with others
 */
export async function settleHostRooms(
  named: readonly RoomRecord[],
  catalogue: RoomCatalogue,
  applicationOf: (name: string) => AnyApplication | undefined,
): Promise<SettledRooms> {
  const wanted = new Map<string, RoomRecord>()
  for (const record of named) {
    const application = applicationOf(record.application)
    if (!application)
      throw new TypeError(`room ${record.id}: there is no application ${JSON.stringify(record.application)}`)
    checkRecord(application, record)
    if (wanted.has(record.id)) throw new TypeError(`two rooms have the id ${record.id}`)
    wanted.set(record.id, withKeepers(record))
  }
  const { make, update, settled } = await plan(wanted, catalogue, applicationOf)
  await catalogue.ensure(make, 'host')
  await catalogue.update(update)
  await catalogue.archive(settled.archived)
  return settled
}

async function plan(
  wanted: ReadonlyMap<string, RoomRecord>,
  catalogue: RoomCatalogue,
  applicationOf: (name: string) => AnyApplication | undefined,
): Promise<Plan> {
  const { make, update, settled }: Plan = {
    make: [],
    update: [],
    settled: { made: [], changed: [], restored: [], archived: [] },
  }
  const there = new Set<string>()
  for await (const found of hostRooms(catalogue)) {
    const { id, application } = found.record
    const record = wanted.get(id)
    there.add(id)
    if (!record) {
      if (!found.archived) settled.archived.push(id)
      continue
    }
    const what = changes(found, record, applicationOf(application))
    if (what.length > 0) settled.changed.push({ id, what })
    if (found.archived) settled.restored.push(id)
    if (what.length > 0 || found.archived) update.push(withKept(record, found.record))
  }
  for (const record of wanted.values()) {
    if (there.has(record.id)) continue
    if (await catalogue.find(record.id)) throw new TypeError(`there is a room ${record.id} already, made by people`)
    make.push(record)
    settled.made.push(record.id)
  }
  return { make, update, settled }
}

async function* hostRooms(catalogue: RoomCatalogue): AsyncIterable<CataloguedRoom> {
  for (let after = 0; ; ) {
    const rooms = await catalogue.list({ origin: 'host', after, limit: STRETCH })
    yield* rooms
    if (rooms.length < STRETCH) return
    after = rooms.at(-1)?.position ?? after
  }
}

/** What of a room is to become another thing. @throws TypeError for what can't */
function changes({ record, standing }: CataloguedRoom, wanted: RoomRecord, application?: AnyApplication): string[] {
  const { id } = record
  if (record.application !== wanted.application || !application) {
    throw new TypeError(
      `there is a room ${id} already, of ${record.application}: a room of ${wanted.application} needs another id`,
    )
  }
  const what: string[] = FREE.filter((key) => !sameJson(comparable(record)[key], comparable(wanted)[key]))
  if (sameJson(record.options, wanted.options)) return what
  // They are given to `initialise`, once: later ones would change nothing but what people read of the room.
  if (standing.status !== 'waiting' && !sameOptions(application, record, wanted)) {
    const begun = record.options === undefined ? 'none' : JSON.stringify(record.options)
    throw new TypeError(
      `room ${id}: its options can’t change any more, it has begun with ${begun}: a room with others needs another id`,
    )
  }
  return [...what, 'options']
}

/** Who is kept out of a room its code does not say: that stays. */
function withKept(record: RoomRecord, { bans, revision }: RoomRecord): RoomRecord {
  return { ...record, ...(bans && { bans }), ...(revision !== undefined && { revision: revision + 1 }) }
}

/** Whoever sees to a room may enter it, without being said once more. */
function withKeepers(record: RoomRecord): RoomRecord {
  const { users, owner, moderators = [] } = record
  if (!users) return record
  return { ...record, users: [...new Set([...users, ...(owner === undefined ? [] : [owner]), ...moderators])] }
}

/** Who may enter, and who sees to a room, has no order. */
function comparable({ users, moderators, ...record }: RoomRecord): RoomRecord {
  return { ...record, ...(users && { users: sorted(users) }), ...(moderators && { moderators: sorted(moderators) }) }
}

function sorted(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].sort()
}

/** Whether two rooms' options come to the same, as their application takes them today. */
function sameOptions(application: AnyApplication, one: RoomRecord, other: RoomRecord): boolean {
  try {
    return sameJson(optionsOf(application, one), optionsOf(application, other))
  } catch {
    // What it took once, it does not take any more.
    return false
  }
}
