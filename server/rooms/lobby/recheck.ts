import type { AnyApplication } from '../../contract/application.ts'
import { SocDrawError } from '../../protocol/errors.ts'
import type { Access, Account, RoomRecord } from '../ports.ts'
import type { Amendment } from '../registry/room-host.ts'
import type { RoomRegistry } from '../registry/room-registry.ts'
import type { Room } from '../room/room.ts'
import type { Listings } from './listings.ts'
import type { Entry, Visitor } from './visitor.ts'

/** Whose rights have changed, and where: all that is not said is everybody's, and everywhere. */
export interface Concerned {
  /** A room's id. */
  readonly room?: string
  /** A user's id. */
  readonly user?: string
}

export interface RecheckParts {
  readonly application: AnyApplication
  readonly access: Access
  readonly registry: RoomRegistry
  readonly listings: Listings
  /** Everybody who is connected to the lobby. */
  visitors(): Iterable<Visitor>
}

/**
 * [P10] Asks for everybody's rights anew. Whoever may not be where they are is out of it in this very step, and the others
 * act by the role that they have now; then their lists are brought up to date, both ways. Resolves when the log holds that,
 * and all are told.
 */
export async function recheck(concerned: Concerned, parts: RecheckParts): Promise<void> {
  const visitors = [...parts.visitors()].filter(
    ({ connection }) => connection.user.id === (concerned.user ?? connection.user.id),
  )
  const removals = visitors.flatMap((visitor) => putOut(visitor, concerned, parts))
  const reviews = [...roomsOf(visitors, concerned, parts)].map((room) => room.review(concerned.user))
  await Promise.all([...removals, ...reviews, tellAnew(visitors, concerned, parts)])
}

/**
 * [P10] Puts everybody out of a room who may not be in it as it is now, and whom it was said that they are to go; the seat
 * is free of whoever is away. All in this step; what is returned resolves when those are told.
 */
export function putOutOfAmended(
  { found, removed }: Amendment,
  visitors: readonly Visitor[],
  parts: Omit<RecheckParts, 'visitors'>,
): Promise<void>[] {
  const { id } = found.record
  const room = parts.registry.opened(id)
  if (!room) return []
  const told = visitors
    .filter(({ rooms }) => rooms.has(id))
    .flatMap((visitor) => {
      const { connection } = visitor
      if (connection.user.id !== removed?.user) return putOut(visitor, { room: id }, parts)
      const as = visitor.rooms.get(id) ?? 'enter'
      const refusal = refusalOf(connection.user, as, room.record, parts)
      const code = refusal?.code === 'ROOM_NOT_FOUND' ? 'ROOM_NOT_FOUND' : 'FORBIDDEN'
      return [visitor.putOut(id, room.putOut(connection, new SocDrawError(code, removed.words)))]
    })
  if (removed) room.dismiss(removed.user)
  return told
}

/** Why a user may not be in a room, as far as they may know; undefined when they may. */
export function refusalOf(
  user: Account,
  as: Entry,
  record: RoomRecord,
  { access, listings, registry }: Pick<RecheckParts, 'access' | 'listings' | 'registry'>,
): SocDrawError | undefined {
  const seated = registry.opened(record.id)?.isSeated(user.id) ?? false
  if (access.may(user, as, record, { seated })) return undefined
  if (!listings.sees(user, record)) return new SocDrawError('ROOM_NOT_FOUND')
  return new SocDrawError(as === 'spectate' && record.watch === 'nobody' ? 'NO_SPECTATORS' : 'FORBIDDEN')
}

function putOut(visitor: Visitor, { room: only }: Concerned, parts: Omit<RecheckParts, 'visitors'>): Promise<void>[] {
  const { connection, rooms } = visitor
  const removals: Promise<void>[] = []
  for (const [roomId, as] of rooms) {
    const room = only === undefined || only === roomId ? parts.registry.opened(roomId) : undefined
    const refusal = room && refusalOf(connection.user, as, room.record, parts)
    if (!room || !refusal) continue
    removals.push(visitor.putOut(roomId, room.putOut(connection, refusal)))
    if (refusal.code === 'ROOM_NOT_FOUND') parts.listings.withdraw(connection, roomId)
  }
  return removals
}

/** The rooms in which they are. */
function roomsOf(visitors: readonly Visitor[], { room: only }: Concerned, { registry }: RecheckParts): Set<Room> {
  const ids = new Set(visitors.flatMap(({ rooms }) => [...rooms.keys()]))
  const concerned = [...ids].filter((id) => only === undefined || only === id)
  return new Set(concerned.flatMap((id) => registry.opened(id) ?? []))
}

async function tellAnew(visitors: readonly Visitor[], { room }: Concerned, parts: RecheckParts): Promise<void> {
  const { listings, registry, application } = parts
  const own = visitors.filter(({ guest }) => !guest)
  if (room === undefined) {
    for (const { connection } of own) listings.welcome(connection)
    return
  }
  const found = await registry.find(room)
  if (found?.record.application !== application.name) return
  for (const { connection } of own) listings.reconsider(connection, found)
}
