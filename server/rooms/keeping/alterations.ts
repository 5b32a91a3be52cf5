import { SocDrawError } from '../../protocol/errors.ts'
import type { Role } from '../../protocol/roles.ts'
import type { Json } from '../../state/json.ts'
import type { CataloguedRoom } from '../log/room-catalogue.ts'
import type { Ban, RoomRecord } from '../ports.ts'
import type { BanTerms, RoomEdit } from './ports.ts'

/** What whoever is removed is told. */
const REMOVED = 'You were removed from this room.'

/** What becomes of a room. */
export interface Alteration {
  readonly record: RoomRecord
  readonly archived?: boolean
  /** The id of whom is to be put out of it, and what they are told. */
  readonly removed?: { readonly user: string; readonly words: string }
  readonly details?: Json
  /** How it is noted, where that is not the operation's name; and the id of whom it is done to, where nobody said it. */
  readonly noted?: { readonly as: string; readonly user: string }
}

/** What makes a room another one; undefined where it is so already. @throws SocDrawError for what can't be */
export type Alter = (found: CataloguedRoom) => Alteration | undefined

export function edited({ name, private: closed, players, watch, options }: RoomEdit): Alter {
  return ({ record, standing }) => {
    // They are given to `initialise`, once: later ones would change nothing but what people read of the room.
    if (options !== undefined && standing.status !== 'waiting')
      throw new SocDrawError('INVALID_MESSAGE', 'A room’s options can’t change any more when it has begun.')
    const changed: RoomRecord = {
      ...without(record, [
        ...(closed === undefined ? [] : (['users'] as const)),
        ...(players === undefined ? [] : (['players'] as const)),
        ...(watch === undefined ? [] : (['watch'] as const)),
        ...(options === undefined ? [] : (['options'] as const)),
      ]),
      ...(name !== undefined && { name: name.trim() }),
      ...(closed && { users: record.users ?? keepersOf(record) }),
      ...(players && { players: boundsOf(players) }),
      ...(watch && { watch }),
      ...(options !== undefined && options !== null && { options }),
    }
    return { record: changed, details: { changed: changesOf({ name, private: closed, players, watch, options }) } }
  }
}

export const archived: Alter = ({ record, archived }) => (archived ? undefined : { record, archived: true })

export const restored: Alter = ({ record, archived }) => (archived ? { record, archived: false } : undefined)

/** Nothing of its record: what goes on in it is over. @throws SocDrawError `ROOM_ARCHIVED` */
export const closed: Alter = ({ record, standing, archived }) => {
  if (archived) throw new SocDrawError('ROOM_ARCHIVED')
  return standing.status === 'closed' ? undefined : { record }
}

export function deleted(now: number): Alter {
  return ({ record }) => (record.deletedAt === undefined ? { record: { ...record, deletedAt: now } } : undefined)
}

export const recovered: Alter = ({ record }) =>
  record.deletedAt === undefined ? undefined : { record: without(record, ['deletedAt']) }

/** There is one owner: who was it before is a moderator then. */
export function withRole(user: string, role: Role, now: number): Alter {
  return ({ record }) => {
    const { owner, moderators = [] } = record
    if (roleIn(record, user) === role) return undefined
    if (role !== 'member') mustNotBeBanned(record, user, now)
    if (owner === user)
      throw new SocDrawError('FORBIDDEN', 'A room has an owner: it is another’s as soon as somebody else is made that.')
    const others = moderators.filter((each) => each !== user)
    const seers = role === 'moderator' ? [...others, user] : others
    const changed =
      role === 'owner'
        ? { ...record, owner: user, moderators: owner === undefined ? others : [...others, owner] }
        : { ...record, moderators: seers }
    return { record: role === 'member' ? changed : letIn(changed, user), details: { role } }
  }
}

/** Out of the room, and no longer invited. */
export function removed(user: string): Alter {
  return (found) => ({ record: withoutUser(found, user), removed: { user, words: REMOVED } })
}

export function banned(
  user: string,
  { until, reason }: BanTerms,
  { by, now, timeInWords }: { readonly by: string; readonly now: number; timeInWords(at: number): string },
): Alter {
  return (found) => {
    const { record } = found
    const ban: Ban = { user, by, at: now, until, reason }
    const bans = [...(record.bans ?? []).filter((each) => each.user !== user && isInForce(each, now)), ban]
    const put = { user, words: banInWords(ban, timeInWords) }
    return { record: { ...withoutUser(found, user), bans }, removed: put, details: { until, reason } }
  }
}

/** What somebody is told who was put out of a room that is this one now. */
export function putOutInWords(
  user: string,
  { bans = [] }: RoomRecord,
  { now, timeInWords }: { readonly now: number; timeInWords(at: number): string },
): string {
  const ban = bans.find((each) => each.user === user && isInForce(each, now))
  return ban ? banInWords(ban, timeInWords) : REMOVED
}

/** What whoever is banned is told. */
function banInWords({ until, reason }: Ban, timeInWords: (at: number) => string): string {
  const time = until === null ? '' : ` until ${timeInWords(until)}`
  return `You were banned from this room${time}${reason.trim() === '' ? '.' : `: ${reason.trim()}`}`
}

export function lifted(user: string, now: number): Alter {
  return ({ record }) => {
    const { bans = [] } = record
    if (!bans.some((ban) => ban.user === user)) return undefined
    return { record: { ...record, bans: bans.filter((ban) => ban.user !== user && isInForce(ban, now)) } }
  }
}

export function invited(user: string, now: number): Alter {
  return ({ record }) => {
    mustNotBeBanned(record, user, now)
    if (!record.users || record.users.includes(user)) return undefined
    return { record: letIn(record, user) }
  }
}

export function withoutInvited(user: string): Alter {
  return ({ record }) => {
    if (!record.users?.includes(user)) return undefined
    if (roleIn(record, user) !== 'member') throw new SocDrawError('FORBIDDEN', 'Whoever sees to a room may enter it.')
    return { record: uninvited(record, user) }
  }
}

/**
 * A user is no more: nothing of the room names them but who banned whom. It goes to the first of its heirs, and where there is none
 * to the archive, without an owner; who is over the number of rooms that one may have inherits all the same.
 */
export function departed(user: string, heirs: readonly string[]): Alter {
  return (found) => {
    const { record, archived } = found
    const left = withoutTrace(record, user)
    if (record.owner !== user) {
      return sameTraces(left, record) ? undefined : { record: left, noted: { as: 'forget', user } }
    }
    const { owner: _, ...ownerless } = left
    const [heir] = heirs
    const details = { owner: user }
    if (heir === undefined)
      return { record: ownerless, ...(!archived && { archived: true }), details, noted: { as: 'orphan', user } }
    const moderators = (left.moderators ?? []).filter((each) => each !== heir)
    const inherited = letIn({ ...ownerless, owner: heir, moderators }, heir)
    return { record: inherited, details, noted: { as: 'inherit', user: heir } }
  }
}

function withoutTrace(record: RoomRecord, user: string): RoomRecord {
  const { bans } = record
  const left = uninvited(demoted(record, user), user)
  return bans ? { ...left, bans: bans.filter((ban) => ban.user !== user) } : left
}

function sameTraces(one: RoomRecord, other: RoomRecord): boolean {
  return (['moderators', 'users', 'bans'] as const).every((key) => one[key]?.length === other[key]?.length)
}

/** Who may enter a host's room, and sees to it, its code says. */
function withoutUser({ record, origin }: CataloguedRoom, user: string): RoomRecord {
  return origin === 'host' ? record : uninvited(demoted(record, user), user)
}

/** @throws SocDrawError `FORBIDDEN` */
function mustNotBeBanned({ bans = [] }: RoomRecord, user: string, now: number): void {
  if (bans.some((ban) => ban.user === user && isInForce(ban, now)))
    throw new SocDrawError('FORBIDDEN', 'They are banned from this room: lift that first.')
}

function demoted(record: RoomRecord, user: string): RoomRecord {
  return record.moderators ? { ...record, moderators: record.moderators.filter((each) => each !== user) } : record
}

function uninvited(record: RoomRecord, user: string): RoomRecord {
  return record.users ? { ...record, users: record.users.filter((each) => each !== user) } : record
}

/** Who may enter a private room, one more; whoever is banned stays so. */
function letIn(record: RoomRecord, user: string): RoomRecord {
  return record.users ? { ...record, users: [...new Set([...record.users, user])] } : record
}

function roleIn({ owner, moderators = [] }: RoomRecord, user: string): Role {
  if (user === owner) return 'owner'
  return moderators.includes(user) ? 'moderator' : 'member'
}

export function keepersOf({ owner, moderators = [] }: RoomRecord): string[] {
  return [...new Set([...(owner === undefined ? [] : [owner]), ...moderators])]
}

function isInForce({ until }: Ban, now: number): boolean {
  return until === null || until > now
}

/** Only what is said of them. */
export function boundsOf({ min, max }: NonNullable<RoomEdit['players']>): { min?: number; max?: number } {
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) }
}

function without<Key extends keyof RoomRecord>(record: RoomRecord, keys: readonly Key[]): RoomRecord {
  const left = Object.entries(record).filter(([key]) => !keys.some((each) => each === key))
  return Object.fromEntries(left) as unknown as RoomRecord
}

/** What was asked for, as it is noted: not the options themselves, which may be long. */
function changesOf(edit: RoomEdit): string[] {
  return Object.entries(edit).flatMap(([key, value]) => (value === undefined ? [] : [key]))
}
