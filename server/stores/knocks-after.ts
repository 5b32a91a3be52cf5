import type { Knock } from '../rooms/log/room-doors.ts'
import type { RoomRecord } from '../rooms/ports.ts'

/** Who still asks to be let into a room that is this one by now: nobody who may enter, nobody who is banned. */
export function knocksAfter({ users, owner, moderators, bans, deletedAt }: RoomRecord, knocks: readonly Knock[]) {
  if (users === undefined || deletedAt !== undefined) return []
  const settled = new Set([...users, owner, ...(moderators ?? [])])
  /** One whose time was over when they knocked keeps nobody out. */
  const isBanned = ({ user, at }: Knock) =>
    bans?.some((ban) => ban.user === user.id && (ban.until === null || ban.until > at)) ?? false
  return knocks.filter((knock) => !settled.has(knock.user.id) && !isBanned(knock))
}
