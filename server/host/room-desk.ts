import type { AnyApplication } from '../contract/application.ts'
import type { Asker, RoomDesk } from '../http/room-desk.ts'
import { SocDrawError } from '../protocol/errors.ts'
import type { Role } from '../protocol/roles.ts'
import type { User as Person } from '../protocol/room-document.ts'
import type { InvitedRequest, PeopleAnswer, RoomDetail } from '../protocol/rooms-messages.ts'
import type { PlayNow } from '../rooms/keeping/play-now.ts'
import type { RoomKeeper } from '../rooms/keeping/room-keeper.ts'
import type { CataloguedRoom } from '../rooms/log/room-catalogue.ts'
import type { Ban, RoomRecord } from '../rooms/ports.ts'
import type { RoomRegistry } from '../rooms/registry/room-registry.ts'
import { playersOf } from '../rooms/room/listing-of.ts'
import { listAllRooms, listRooms } from './list-rooms.ts'
import type { RoomReach } from './room-reach.ts'
import { schemaOf } from './schema-of.ts'
import { watchersOf } from './watchers-of.ts'

/** What is asked of the built-in accounts. */
interface People {
  /** The id of the user who signs in with this name. */
  idOf(username: string): Promise<string | undefined>
  unknownUsers(ids: readonly string[]): Promise<readonly string[]>
  namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>>
}

/** How many characters of a mark a room’s id is made of: 132 bits, so that nobody guesses it. */
const LONG_ENOUGH = 22

interface Parts {
  readonly keeper: RoomKeeper
  readonly playNow: PlayNow
  readonly registry: RoomRegistry
  readonly reach: Pick<RoomReach, 'reach'>
  readonly applications: readonly AnyApplication[]
  /** Absent where the host signs its users in by itself: then they have their ids only, and each can be. */
  readonly people: People | undefined
  readonly mayMake: (by: Asker) => boolean
  readonly seesOthers: (by: Asker) => boolean
  /** Whether somebody may see all rooms, whoever’s. */
  readonly seesAll: (by: Asker) => boolean
  readonly now: () => number
}

/** What HTTP asks of the rooms: the keeper's word on each, told as one user may see it. */
export function roomDesk({
  keeper,
  playNow,
  registry,
  reach,
  applications,
  people,
  mayMake,
  seesOthers,
  seesAll,
  now,
}: Parts): RoomDesk {
  const applicationOf = (name: string) => applications.find((each) => each.name === name)
  /** Of whom nobody knows what they are called, the id is told. */
  const namesOf = async (ids: readonly string[], known: readonly Person[] = []) => {
    const names = ids.length > 0 ? await people?.namesOf([...new Set(ids)]) : undefined
    return (id: string): Person => ({ id, name: names?.get(id) ?? known.find((each) => each.id === id)?.name ?? id })
  }
  const shown = async (by: Asker, found: CataloguedRoom): Promise<RoomDetail> => {
    const { record } = found
    const application = applicationOf(record.application)
    const may = keeper.mayOf(by, found)
    const { owner, madeAt = null, deletedAt = null, revision = 0, watch = 'entrants', options = null } = record
    return {
      ...{ id: record.id, name: record.name, application: record.application, private: record.users !== undefined },
      players: application
        ? playersOf(application, record)
        : { min: record.players?.min ?? 1, max: record.players?.max ?? 1 },
      watch: application?.spectators ? watch : null,
      options: may.includes('edit') ? options : null,
      owner: owner === undefined ? null : (await namesOf([owner], [by]))(owner),
      role: roleIn(record, by.id),
      ...{ origin: found.origin, status: found.standing.status, watchers: watchersOf(found, registry) },
      archived: found.archived,
      ...{ deletedAt, madeAt, revision, may },
    }
  }
  /** @throws SocDrawError `NOT_FOUND` for somebody of whom the built-in accounts know nothing */
  const mustBeKnown = async (user: string): Promise<void> => {
    if (people && (await people.unknownUsers([user])).length > 0) throw nobody()
  }
  const idOf = async (whom: InvitedRequest): Promise<string> => {
    if ('username' in whom) return (await people?.idOf(whom.username)) ?? fail(nobody())
    await mustBeKnown(whom.user)
    return whom.user
  }
  /** Who has a seat: a room in which none is taken is not opened for that. */
  const seated = async (found: CataloguedRoom): Promise<PeopleAnswer['members']> => {
    if (found.standing.members === 0) return []
    const { members } = await (await reach.reach(found.record.id)).read()
    return members.map(({ id, name, connected }) => ({ id, name, connected }))
  }
  return {
    async check(by, roomId, operation) {
      if (roomId === null || operation === 'make' || operation === 'seeAll') {
        if (!(operation === 'seeAll' ? seesAll : mayMake)(by)) throw new SocDrawError('FORBIDDEN')
        return
      }
      const found = await keeper.find(by, roomId)
      if (!keeper.mayOf(by, found).includes(operation)) throw new SocDrawError('FORBIDDEN')
    },
    make: async (by, room, mark) => shown(by, await keeper.make(by, room, mark?.slice(0, LONG_ENOUGH))),
    play: async (by, application) => shown(by, await playNow.play(by, application)),
    list: (by, query) => listRooms(by, query, { keeper, registry, applications, seesOthers }),
    async listAll(by, query) {
      if (!seesAll(by)) throw new SocDrawError('FORBIDDEN')
      return listAllRooms(by, query, { keeper, registry, applications, namesOf })
    },
    show: async (by, roomId) => shown(by, await keeper.find(by, roomId)),
    async people(by, roomId) {
      const found = await keeper.find(by, roomId)
      const may = keeper.mayOf(by, found)
      const { owner, moderators = [], users, bans = [] } = found.record
      const invited = may.includes('seeInvited') ? users : undefined
      const banned = may.includes('seeBans') ? bans.filter((ban) => isInForce(ban, now())) : undefined
      const named = [...moderators, ...(invited ?? []), ...(banned ?? []).flatMap((ban) => [ban.user, ban.by])]
      const members = await seated(found)
      const of = await namesOf(owner === undefined ? named : [owner, ...named], [by, ...members])
      return {
        owner: owner === undefined ? null : of(owner),
        moderators: moderators.map(of),
        members,
        invited: invited?.map(of) ?? null,
        bans: banned?.map((ban) => ({ ...ban, user: of(ban.user), by: of(ban.by) })) ?? null,
      }
    },
    edit: async (by, roomId, change, revision) => shown(by, await keeper.edit(by, roomId, change, revision)),
    archive: async (by, roomId, revision) => shown(by, await keeper.archive(by, roomId, revision)),
    restore: async (by, roomId, revision) => shown(by, await keeper.restore(by, roomId, revision)),
    delete: async (by, roomId, revision) => shown(by, await keeper.delete(by, roomId, revision)),
    recover: async (by, roomId) => shown(by, await keeper.recover(by, roomId)),
    close: async (by, roomId, revision) => shown(by, await keeper.close(by, roomId, revision)),
    async setRole(by, roomId, user, role) {
      if (role !== 'member') await mustBeKnown(user)
      return shown(by, await keeper.setRole(by, roomId, user, role))
    },
    remove: async (by, roomId, user) => shown(by, await keeper.remove(by, roomId, user)),
    async ban(by, roomId, user, terms) {
      await mustBeKnown(user)
      return shown(by, await keeper.ban(by, roomId, user, terms))
    },
    lift: async (by, roomId, user) => shown(by, await keeper.lift(by, roomId, user)),
    invite: async (by, roomId, whom) => shown(by, await keeper.invite(by, roomId, await idOf(whom))),
    uninvite: async (by, roomId, user) => shown(by, await keeper.uninvite(by, roomId, user)),
    application(name) {
      const application = applicationOf(name)
      if (!application) return undefined
      const { options, players, spectators } = application
      const { min, max } = players
      return {
        options: options !== undefined,
        schema: options ? schemaOf(options) : null,
        players: { min, max },
        spectators,
      }
    },
  }
}

function roleIn({ owner, moderators = [] }: RoomRecord, user: string): Role {
  if (user === owner) return 'owner'
  return moderators.includes(user) ? 'moderator' : 'member'
}

function isInForce({ until }: Ban, now: number): boolean {
  return until === null || until > now
}

function nobody(): SocDrawError {
  return new SocDrawError('NOT_FOUND', 'There is no such user.')
}

function fail(error: SocDrawError): never {
  throw error
}
