import type { AnyApplication } from '../contract/application.ts'
import type { Clock } from '../protocol/clock.ts'
import { SocDrawError } from '../protocol/errors.ts'
import {
  type ActRequest,
  type Answer,
  type EnterRequest,
  messages,
  type RequestArguments,
  type RequestName,
  requests,
} from '../protocol/events.ts'
import type { RoomListing } from '../protocol/listings.ts'
import type { RoomLimits } from './limits.ts'
import { ListingFeed } from './listing-feed.ts'
import type { Access, Connection, Report, RoomRecord, Wire } from './ports.ts'
import { RateLimit } from './rate-limit.ts'
import type { RoomRegistry } from './room-registry.ts'

export interface LobbyParts {
  readonly application: AnyApplication
  readonly registry: RoomRegistry
  readonly wire: Wire
  readonly access: Access
  readonly clock: Clock
  readonly limits: RoomLimits
  readonly report: Report
}

/** How many comings and goings one connection may have under way: a page that returns to all its rooms has few. */
const MAX_MOVES = 200

interface Visitor {
  readonly connection: Connection
  readonly rate: RateLimit
  /** The rooms the connection has entered, or is entering. */
  readonly rooms: Set<string>
  /** The last coming or going in each room that is still under way. */
  readonly moves: Map<string, Promise<Answer>>
  /** How many comings and goings are under way. */
  moving: number
}

/**
 * One application's rooms, as each connected user may see them: tells everyone what they may enter, live, and takes
 * their requests. A room that is not for a user is to them as one that does not exist.
 */
export class Lobby {
  readonly #parts: LobbyParts
  readonly #feed: ListingFeed
  readonly #visitors = new Map<string, Visitor>()

  constructor(parts: LobbyParts) {
    this.#parts = parts
    this.#feed = new ListingFeed(parts.clock, (listing) => this.#publish(listing))
  }

  get application(): AnyApplication {
    return this.#parts.application
  }

  /** Makes a room of this lobby. */
  add(record: RoomRecord): void {
    const { application, wire, registry } = this.#parts
    registry.add(record, { application, wire, listed: (listing) => this.#feed.publish(listing) })
  }

  connected(connection: Connection): void {
    const { wire, clock, limits } = this.#parts
    const rate = new RateLimit(clock, limits.rate, limits.burst)
    this.#visitors.set(connection.id, { connection, rate, rooms: new Set(), moves: new Map(), moving: 0 })
    const { id, name } = connection.user
    wire.send({ connection }, 'lobby', { user: { id, name }, rooms: this.#listings(connection) })
  }

  disconnected(connection: Connection): void {
    const visitor = this.#visitors.get(connection.id)
    this.#visitors.delete(connection.id)
    for (const roomId of visitor?.rooms ?? []) this.#parts.registry.opened(roomId)?.disconnected(connection)
  }

  /** Answers a request, whatever it is: what is wrong with it is said in the answer. Never rejects. */
  async request(connection: Connection, event: string, args: readonly unknown[]): Promise<Answer> {
    try {
      const visitor = this.#visitors.get(connection.id)
      if (!visitor) throw new SocDrawError('CONNECTION_CLOSED')
      if (this.#parts.registry.stopping) throw new SocDrawError('STOPPING')
      if (!visitor.rate.take()) throw new SocDrawError('RATE_LIMITED')
      return await this.#handle(connection, event, args)
    } catch (error) {
      if (error instanceof SocDrawError) return { ok: false, error: error.toJSON() }
      this.#parts.report(error, { lobby: this.application.name, event, user: connection.user.id })
      return { ok: false, error: new SocDrawError('INTERNAL').toJSON() }
    }
  }

  stop(): void {
    this.#feed.stop()
  }

  /** Takes a message that asks for no answer. What is wrong with it is nobody's matter. */
  tell(connection: Connection, event: string, args: readonly unknown[]): void {
    const visitor = this.#visitors.get(connection.id)
    if (event !== 'present' || !visitor?.rate.take()) return
    const parsed = messages.present.safeParse(args)
    if (!parsed.success || !visitor.rooms.has(parsed.data[0])) return
    const [roomId, value] = parsed.data
    try {
      this.#parts.registry.opened(roomId)?.present(connection, value)
    } catch (error) {
      // An author's schema may throw; nobody above would catch it, and the process would end.
      this.#parts.report(error, { lobby: this.application.name, event, user: connection.user.id })
    }
  }

  async #handle(connection: Connection, event: string, args: readonly unknown[]): Promise<Answer> {
    switch (event) {
      case 'enter':
        return this.#inTurn(connection, parse('enter', args), (request) => this.#enter(connection, ...request))
      case 'act':
        return this.#act(connection, ...parse('act', args))
      case 'leave':
        return this.#inTurn(connection, parse('leave', args), (request) => this.#leave(connection, ...request))
      default:
        throw new SocDrawError('UNKNOWN_EVENT')
    }
  }

  /** Comings and goings of one connection in one room happen one after the other: the last one asked for holds. */
  async #inTurn<Request extends readonly [roomId: string, ...unknown[]]>(
    { id }: Connection,
    request: Request,
    move: (request: Request) => Promise<Answer>,
  ): Promise<Answer> {
    const visitor = this.#visitors.get(id)
    if (!visitor || visitor.moving >= MAX_MOVES) throw new SocDrawError('RATE_LIMITED')
    const { moves } = visitor
    const [roomId] = request
    visitor.moving++
    const next = () => move(request)
    const turn = moves.get(roomId)?.then(next, next) ?? next()
    moves.set(roomId, turn)
    try {
      return await turn
    } finally {
      visitor.moving--
      if (moves.get(roomId) === turn) moves.delete(roomId)
    }
  }

  async #enter(connection: Connection, roomId: string, request: EnterRequest): Promise<Answer> {
    const visitor = this.#visitors.get(connection.id)
    if (!visitor || !this.#mayEnter(connection, roomId)) throw new SocDrawError('ROOM_NOT_FOUND')
    const room = await this.#parts.registry.open(roomId)
    // The connection may have gone while the room was opened.
    if (!this.#visitors.has(connection.id)) throw new SocDrawError('CONNECTION_CLOSED')
    visitor.rooms.add(roomId)
    return { ok: true, ...(await room.enter(connection, request)) }
  }

  async #act(connection: Connection, roomId: string, request: ActRequest): Promise<Answer> {
    const room = this.#visitors.get(connection.id)?.rooms.has(roomId) && this.#parts.registry.opened(roomId)
    if (!room) throw new SocDrawError(this.#mayEnter(connection, roomId) ? 'NOT_A_MEMBER' : 'ROOM_NOT_FOUND')
    return room.act(connection, request)
  }

  async #leave(connection: Connection, roomId: string): Promise<Answer> {
    if (!this.#mayEnter(connection, roomId)) throw new SocDrawError('ROOM_NOT_FOUND')
    await this.#parts.registry.opened(roomId)?.leave(connection)
    this.#visitors.get(connection.id)?.rooms.delete(roomId)
    return { ok: true }
  }

  #mayEnter({ user }: Connection, roomId: string): boolean {
    const { registry, access } = this.#parts
    const record = registry.find(roomId)
    return record?.application === this.application.name && access.mayEnter(user, record)
  }

  #listings({ user }: Connection): RoomListing[] {
    const { registry, access } = this.#parts
    return registry
      .list(this.application.name)
      .filter(({ record }) => access.mayEnter(user, record))
      .map(({ listing }) => listing)
  }

  #publish(listing: RoomListing): void {
    const { wire, registry, access } = this.#parts
    const record = registry.find(listing.id)
    if (!record) return
    if (!record.users) {
      wire.send('everybody', 'room', listing)
      return
    }
    for (const { connection } of this.#visitors.values()) {
      if (access.mayEnter(connection.user, record)) wire.send({ connection }, 'room', listing)
    }
  }
}

/** @throws SocDrawError `INVALID_MESSAGE` for arguments that are not the request's */
function parse<Name extends RequestName>(name: Name, args: readonly unknown[]): RequestArguments<Name> {
  const parsed = requests[name].safeParse(args)
  if (parsed.success) return parsed.data as RequestArguments<Name>
  const [issue] = parsed.error.issues
  throw new SocDrawError(
    'INVALID_MESSAGE',
    `${name}: ${issue?.message ?? 'malformed'} (${issue?.path.join('.') ?? ''})`,
  )
}
