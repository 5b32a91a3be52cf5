import type { RoomOperation, Watch } from '../protocol/room-operations.ts'
import { isAdministrator, isGuest, type RightsHolder } from './rights-holder.ts'

/** What rights depend on of a room. */
export interface RoomOfRights {
  /** The ids of the users who may enter; everyone may, when it is absent. */
  readonly users?: readonly string[]
  readonly owner?: string
  readonly moderators?: readonly string[]
  readonly bans?: readonly { readonly user: string; readonly until: number | null }[]
  /** Whoever may enter may watch, unless it says otherwise. */
  readonly watch?: Watch
  /** Present: it was deleted. */
  readonly deletedAt?: number
}

/** A room, and what of it is no part of its record. */
export interface RoomAsItIs extends RoomOfRights {
  /** Whether a host's code names it. */
  readonly hosted?: boolean
  /** Whether the user has a seat in it, or gave one up to watch. */
  readonly seated?: boolean
}

/** The least that somebody has to be in a room; `visitor`: whoever may enter it. */
export type Least = 'visitor' | 'member' | 'moderator' | 'owner' | 'administrator'

/** Who may do what in rooms that people made. Each may do all that those below may. */
export const RIGHTS: Readonly<Record<RoomOperation, Least>> = {
  see: 'visitor',
  enter: 'visitor',
  watch: 'visitor',
  act: 'visitor',
  leave: 'visitor',
  seeInvited: 'moderator',
  seeBans: 'moderator',
  invite: 'moderator',
  uninvite: 'moderator',
  links: 'moderator',
  answerKnocks: 'moderator',
  remove: 'moderator',
  ban: 'moderator',
  lift: 'moderator',
  edit: 'owner',
  setRole: 'owner',
  transfer: 'owner',
  archive: 'owner',
  restore: 'owner',
  delete: 'owner',
  recover: 'owner',
  // What its people have going on is nobody’s to end who is one of them, unless its application has them do it.
  close: 'administrator',
}

/**
 * In a room that a host's code names, that says what the room is and who is what in it. Nobody changes that; what is
 * somebody's there only as an administrator stands here too.
 */
export const RIGHTS_IN_HOST_ROOMS: Readonly<Partial<Record<RoomOperation, Least>>> = {
  see: 'visitor',
  enter: 'visitor',
  watch: 'visitor',
  act: 'visitor',
  leave: 'visitor',
  seeInvited: 'moderator',
  seeBans: 'moderator',
  remove: 'moderator',
  ban: 'moderator',
  lift: 'moderator',
  archive: 'administrator',
  restore: 'administrator',
  close: 'administrator',
}

const RANKS: readonly Least[] = ['visitor', 'member', 'moderator', 'owner', 'administrator']

/** Who may make rooms: `everyone` who has an account; `guests` too. */
export type RoomMakers = 'guests' | 'everyone' | 'moderators' | 'administrators'

/** [P10] Whether the user may make a room. */
export function mayMakeRooms({ roles = [] }: RightsHolder, makers: RoomMakers): boolean {
  if (isGuest({ roles })) return makers === 'guests'
  if (makers === 'guests' || makers === 'everyone' || roles.includes('administrator')) return true
  return makers === 'moderators' && roles.includes('moderator')
}

/**
 * [P10] Whether the user may do this with the room, at this time in milliseconds. What somebody has to be for it stands in
 * `RIGHTS`. Whether they may do it to another user says `mayActOn` too.
 */
export function mayInRoom(user: RightsHolder, operation: RoomOperation, room: RoomAsItIs, now: number): boolean {
  const least = (room.hosted ? RIGHTS_IN_HOST_ROOMS : RIGHTS)[operation]
  if (least === undefined || !existsFor(user, operation, room)) return false
  // Who is in it may go, whatever they may do otherwise.
  if (operation === 'leave' || isAdministrator(user)) return true
  if (isBanned(user.id, room, now)) return false
  if (least !== 'visitor') return RANKS.indexOf(rankIn(user.id, room)) >= RANKS.indexOf(least)
  if (operation === 'watch') return mayWatch(user.id, room)
  return isLetIn(user.id, room) || (operation === 'see' && mayWatch(user.id, room))
}

/** Whether a moderator, or whoever is more, may remove or ban this user: those who see to a room are nobody's but its owner's to remove. */
export function mayActOn(
  user: RightsHolder,
  target: string,
  room: RoomOfRights & { readonly hosted?: boolean },
): boolean {
  if (target === user.id || room.owner === target) return false
  return rankIn(target, room) === 'member' || room.owner === user.id || isAdministrator(user)
}

/** [P10] Whether the user may ask to be let in: into a private room that they may not enter, unless they are banned there. */
export function mayKnock({ id }: RightsHolder, room: RoomOfRights, now: number): boolean {
  return room.users !== undefined && room.deletedAt === undefined && !isBanned(id, room, now) && !isLetIn(id, room)
}

/** Whether a ban that is in force at this time keeps the user out. */
export function isBanned(userId: string, { bans = [] }: RoomOfRights, now: number): boolean {
  return bans.some(({ user, until }) => user === userId && (until === null || until > now))
}

/** Whether every user may see the room at this time. */
export function isForEveryone({ users, bans = [], watch, deletedAt }: RoomOfRights, now: number): boolean {
  const open = users === undefined || watch === 'everybody'
  return open && deletedAt === undefined && !bans.some(({ until }) => until === null || until > now)
}

/** To those who may not recover it, a room that was deleted is none. */
function existsFor(user: RightsHolder, operation: RoomOperation, { deletedAt, owner }: RoomOfRights): boolean {
  if (deletedAt === undefined) return operation !== 'recover'
  const mayRecover = user.id === owner || isAdministrator(user)
  return operation === 'leave' || (mayRecover && (operation === 'see' || operation === 'recover'))
}

function isLetIn(userId: string, room: RoomOfRights): boolean {
  return room.users === undefined || room.users.includes(userId) || rankIn(userId, room) !== 'member'
}

function mayWatch(userId: string, room: RoomAsItIs): boolean {
  switch (room.watch) {
    case 'nobody':
      return false
    case 'members':
      // Everybody is let into a public room: what makes one of its members there is a role or a seat.
      return (
        isLetIn(userId, room) && (room.users !== undefined || room.seated === true || rankIn(userId, room) !== 'member')
      )
    case 'everybody':
      return true
    default:
      return isLetIn(userId, room)
  }
}

function rankIn(userId: string, { owner, moderators }: RoomOfRights): Least {
  if (userId === owner) return 'owner'
  return moderators?.includes(userId) ? 'moderator' : 'member'
}
