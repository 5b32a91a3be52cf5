import type { Asker, RoomDesk } from '../../server/http/room-desk.ts'
import { SocDrawError } from '../../server/protocol/errors.ts'
import type { AllRoomsAnswer, RoomsAnswer, RoomsQuery } from '../../server/protocol/room-list-messages.ts'
import type { RoomOperation } from '../../server/protocol/room-operations.ts'
import type {
  ApplicationAnswer,
  BanRequest,
  InvitedRequest,
  NewRoom,
  PeopleAnswer,
  RoomChange,
  RoomDetail,
} from '../../server/protocol/rooms-messages.ts'

/** Rooms in memory, for whoever asks by HTTP: everybody sees those that are not private, and their owners may all. */
export class DeskDouble implements RoomDesk {
  /** What was asked of it beyond looking, in order. */
  readonly done: unknown[][] = []
  readonly #rooms = new Map<string, RoomDetail>()

  async check(by: Asker, roomId: string | null, operation: RoomOperation | 'make' | 'seeAll'): Promise<void> {
    if (operation === 'seeAll') return this.#mustSeeAll(by)
    if (roomId !== null && operation !== 'see') this.#own(by, roomId)
    else if (roomId !== null) this.#seen(by, roomId)
    else if (by.roles.includes('guest')) throw new SocDrawError('FORBIDDEN')
  }

  async make(by: Asker, { application, name, private: closed = false, options = null }: NewRoom): Promise<RoomDetail> {
    const room: RoomDetail = {
      ...{ id: `made-${this.#rooms.size}`, application, name, private: closed, options, revision: 1 },
      ...{
        players: { min: 1, max: 2 },
        watch: null,
        owner: { id: by.id, name: by.name },
        role: 'owner',
        origin: 'people',
      },
      ...{ status: 'waiting', watchers: 0, archived: false, deletedAt: null, madeAt: 0, may: ['see', 'edit'] },
    }
    this.#rooms.set(room.id, room)
    return room
  }

  async list(by: Asker, { search = '', limit = '50' }: RoomsQuery): Promise<RoomsAnswer> {
    const seen = [...this.#rooms.values()].filter((room) => !room.private || room.owner?.id === by.id)
    const rooms = seen.filter(({ name }) => name.includes(search)).map((room) => ({ ...room, members: 0 }))
    return { rooms: rooms.slice(0, Number(limit)), next: null }
  }

  async listAll(by: Asker): Promise<AllRoomsAnswer> {
    this.#mustSeeAll(by)
    return { rooms: [...this.#rooms.values()].map((room) => ({ ...room, members: 0 })), next: null }
  }

  play = async (by: Asker, application: string): Promise<RoomDetail> => this.make(by, { application, name: 'Played' })

  show = async (by: Asker, roomId: string): Promise<RoomDetail> => this.#seen(by, roomId)

  async people(by: Asker, roomId: string): Promise<PeopleAnswer> {
    const { owner } = this.#seen(by, roomId)
    return { owner, moderators: [], members: [{ id: 'u', name: 'U', connected: true }], invited: null, bans: [] }
  }

  async edit(by: Asker, roomId: string, { name }: RoomChange, revision?: number): Promise<RoomDetail> {
    const { revision: now } = this.#own(by, roomId)
    if (revision !== undefined && revision !== now) throw new SocDrawError('CHANGED_MEANWHILE')
    return this.#change(by, roomId, ['edit'], name === undefined ? {} : { name })
  }

  archive = async (by: Asker, id: string, seen?: number) => this.#change(by, id, ['archive', seen], { archived: true })
  restore = async (by: Asker, id: string, seen?: number) => this.#change(by, id, ['restore', seen], { archived: false })
  delete = async (by: Asker, id: string, seen?: number) => this.#change(by, id, ['delete', seen], { deletedAt: 1 })
  recover = async (by: Asker, id: string) => this.#change(by, id, ['recover'], { deletedAt: null })
  close = async (by: Asker, id: string, seen?: number) => this.#change(by, id, ['close', seen], { status: 'closed' })
  setRole = async (by: Asker, id: string, user: string, role: string) => this.#change(by, id, ['setRole', user, role])
  remove = async (by: Asker, id: string, user: string) => this.#change(by, id, ['remove', user])
  ban = async (by: Asker, id: string, user: string, terms: BanRequest) => this.#change(by, id, ['ban', user, terms])
  lift = async (by: Asker, id: string, user: string) => this.#change(by, id, ['lift', user])
  invite = async (by: Asker, id: string, whom: InvitedRequest) => this.#change(by, id, ['invite', whom])
  uninvite = async (by: Asker, id: string, user: string) => this.#change(by, id, ['uninvite', user])

  application(name: string): ApplicationAnswer | undefined {
    if (name !== 'chat') return undefined
    const schema = { type: 'object', properties: { rounds: { type: 'integer' } } }
    return { options: true, schema, players: { min: 1, max: 2 }, spectators: false }
  }

  #change(by: Asker, roomId: string, what: readonly unknown[], change: Partial<RoomDetail> = {}): RoomDetail {
    const room = this.#own(by, roomId)
    this.done.push([...what])
    const changed = { ...room, ...change, revision: room.revision + 1 }
    this.#rooms.set(roomId, changed)
    return changed
  }

  #mustSeeAll({ roles }: Asker): void {
    if (!roles.includes('administrator')) throw new SocDrawError('FORBIDDEN')
  }

  #seen(by: Asker, roomId: string): RoomDetail {
    const room = this.#rooms.get(roomId)
    if (!room || (room.private && room.owner?.id !== by.id)) throw new SocDrawError('ROOM_NOT_FOUND')
    return room
  }

  #own(by: Asker, roomId: string): RoomDetail {
    const room = this.#seen(by, roomId)
    if (room.owner?.id !== by.id) throw new SocDrawError('FORBIDDEN')
    return room
  }
}

const ROLES: Readonly<Record<string, readonly string[]>> = { guest: ['guest'], root: ['administrator'] }

/** Parts for `createHttp`: whoever shows `NAME-token` is that user. */
export function deskParts() {
  const desk = new DeskDouble()
  const identify = async (token: string): Promise<Asker | undefined> => {
    const [name = '', ends] = token.split('-')
    return ends === 'token' ? { id: name, name, roles: ROLES[name] ?? [] } : undefined
  }
  return { desk, rooms: { desk: () => desk, identify } }
}
