import type { AnyApplication } from '../contract/application.ts'
import type { Asker } from '../http/room-desk.ts'
import { SocDrawError } from '../protocol/errors.ts'
import type { User as Person } from '../protocol/room-document.ts'
import { type AnyRoomFilter, suits } from '../protocol/room-filter.ts'
import {
  type AdministeredRoom,
  type AllRoomsAnswer,
  type AllRoomsQuery,
  MOST_ROOMS_AT_ONCE,
  ROOMS_AT_ONCE,
  type RoomInList,
  type RoomsAnswer,
  type RoomsQuery,
} from '../protocol/room-list-messages.ts'
import type { RoomKeeper } from '../rooms/keeping/room-keeper.ts'
import type { CataloguedRoom, FoundRoom } from '../rooms/log/room-catalogue.ts'
import type { RoomPlace } from '../rooms/log/room-search.ts'
import type { RoomRegistry } from '../rooms/registry/room-registry.ts'

/** The id of no user. */
const NOBODY = ''

interface Parts {
  readonly keeper: Pick<RoomKeeper, 'mayOf'>
  readonly registry: Pick<RoomRegistry, 'search' | 'reading' | 'listingOf'>
  readonly applications: readonly AnyApplication[]
}

/** [P10] The next rooms that somebody looks for and may see, each as it is now. @throws SocDrawError `INVALID_MESSAGE` for an `after` that is none */
export async function listRooms(
  by: Asker,
  query: RoomsQuery,
  /** `seesOthers`: whether the user may see rooms that are neither everyone's nor for them. */
  parts: Parts & { seesOthers(by: Asker): boolean },
): Promise<RoomsAnswer> {
  const asked = { ...query, all: parts.seesOthers(by) }
  return findRooms(by, asked, { ...parts, show: (room) => listed(room, parts.registry) })
}

/** [P10] As `listRooms`, of all rooms that there are, with their owners: for whoever may see them all. */
export async function listAllRooms(
  by: Asker,
  query: AllRoomsQuery,
  parts: Parts & { namesOf(ids: readonly string[]): Promise<(id: string) => Person> },
): Promise<AllRoomsAnswer> {
  const show = (room: CataloguedRoom) => ({ record: room.record, shown: listed(room, parts.registry) })
  const asked = { ...query, filter: query.filter ?? ('every' as const), all: true }
  const { rooms, next } = await findRooms(by, asked, { ...parts, show })
  const nameOf = await parts.namesOf(rooms.flatMap(({ record: { owner } }) => owner ?? []))
  const withOwner = ({ shown, record: { owner, madeAt } }: (typeof rooms)[number]): AdministeredRoom => ({
    ...shown,
    owner: owner === undefined ? null : nameOf(owner),
    madeAt: madeAt ?? null,
  })
  return { rooms: rooms.map(withOwner), next }
}

type Query = Omit<RoomsQuery, 'filter'> & {
  readonly filter?: AnyRoomFilter | undefined
  /** Whether those are found too that are neither everyone's nor the user's. */
  readonly all: boolean
}

/** The next rooms as `by` may see them, each shown in the step in which that is asked: null, the host's code, sees all. */
export async function findRooms<Shown>(
  by: Asker | null,
  { application, search = '', filter, after, all, limit: wanted = `${ROOMS_AT_ONCE}` }: Query,
  { keeper, registry, applications, show }: Parts & { show(room: CataloguedRoom): Shown },
): Promise<{ readonly rooms: readonly Shown[]; readonly next: string | null }> {
  const limit = Math.min(Math.max(1, Number(wanted)), MOST_ROOMS_AT_ONCE)
  const place = after === undefined ? undefined : placeOf(after)
  const reading = registry.reading()
  try {
    const found = await registry.search({
      ...{ application, user: by?.id ?? NOBODY, all, search, filter, limit },
      ...(place && { after: place }),
    })
    // One step from here to the answer: what a room is, and who may see it, is asked as it is then.
    const seen = found
      .map((room) => reading.now(room))
      .filter((room) => applications.some(({ name }) => name === room.record.application))
      .filter((room) => keeper.mayOf(by, room).includes('see') && isStill(room, filter, registry))
    return { rooms: seen.map(show), next: found.length < limit ? null : nextOf(found.at(-1)) }
  } finally {
    reading.end()
  }
}

function isStill(room: CataloguedRoom, wanted: Query['filter'], registry: Parts['registry']): boolean {
  if (wanted === 'every') return true
  if (wanted === 'deleted') return room.record.deletedAt !== undefined
  return room.record.deletedAt === undefined && suits(registry.listingOf(room), wanted)
}

function listed(room: CataloguedRoom, registry: Parts['registry']): RoomInList {
  const { record, origin, archived } = room
  const { id, name, status, members, watchers = 0, min, max } = registry.listingOf(room)
  return {
    ...{ id, application: record.application, name, private: record.users !== undefined, players: { min, max } },
    ...{ origin, status, members, watchers, archived, deletedAt: record.deletedAt ?? null },
  }
}

function nextOf(last: FoundRoom | undefined): string | null {
  return last ? `${last.rank}-${last.position}` : null
}

function placeOf(after: string): RoomPlace {
  const [, rank, position] = /^(\d{1,15})-(\d{1,15})$/.exec(after) ?? []
  if (rank === undefined || position === undefined) throw new SocDrawError('INVALID_MESSAGE', 'after: no such place')
  return { rank: Number(rank), position: Number(position) }
}
