import type { z } from 'zod/mini'
import type { AnyApplication } from '../../contract/application.ts'
import { inWords } from '../../contract/validate.ts'
import { zodWords } from '../../contract/zod-words.ts'
import type { Clock } from '../../protocol/clock.ts'
import { SocDrawError } from '../../protocol/errors.ts'
import {
  type ActRequest,
  type Answer,
  type EnterRequest,
  type HistoryRequest,
  messages,
  numbered,
  type RequestArguments,
  type RequestName,
  requests,
} from '../../protocol/events.ts'
import type { RoomLimits } from '../limits.ts'
import type { CataloguedRoom } from '../log/room-catalogue.ts'
import { OwnedElsewhereError } from '../log/room-log.ts'
import type { Access, Connection, Report, RoomRecord, Wire } from '../ports.ts'
import type { Amendment, RoomHost } from '../registry/room-host.ts'
import type { RoomRegistry } from '../registry/room-registry.ts'
import type { AskedAction } from '../room/actions.ts'
import type { Room } from '../room/room.ts'
import { wireJson } from '../room/wire-json.ts'
import type { Away, AwayArguments } from './away.ts'
import type { ListingExchange } from './listing-exchange.ts'
import { Listings } from './listings.ts'
import { RateLimit } from './rate-limit.ts'
import { type Concerned, putOutOfAmended, recheck, refusalOf } from './recheck.ts'
import { usualAct } from './usual-act.ts'
import { type Entry, Visitor } from './visitor.ts'

export interface LobbyParts {
  readonly application: AnyApplication
  readonly registry: RoomRegistry
  readonly wire: Wire
  readonly access: Access
  readonly clock: Clock
  readonly limits: RoomLimits
  readonly report: Report
  /** What is asked of rooms that other nodes run; absent where there are none. */
  readonly away?: Away | undefined
  /** See `ListingsParts.exchange`. */
  readonly exchange?: ListingExchange | undefined
}

/** How often guests ask their own node counts. */
const COUNTED_ELSEWHERE = { take: () => true }

/**
 * One application's rooms, as each connected user may see them: tells everyone what they may enter, live, and takes
 * their requests. A room that is not for a user is to them as one that does not exist.
 */
export class Lobby {
  readonly #parts: LobbyParts
  readonly #listings: Listings
  readonly #visitors = new Map<string, Visitor>()

  constructor(parts: LobbyParts) {
    this.#parts = parts
    const { application, wire, registry, access, limits } = parts
    this.#listings = new Listings(parts)
    const listed: RoomHost['listed'] = (...change) => this.#listings.publish(...change)
    const isLookedAt: RoomHost['isLookedAt'] = (position) => this.#listings.isLookedAt(position)
    const roleOf: RoomHost['roleOf'] = (...who) => access.roleOf(...who)
    const amended: RoomHost['amended'] = (amendment) => this.#amended(amendment)
    const knocked: RoomHost['knocked'] = (roomId, mayKnow) => {
      const connections = [...this.#visitors.values()].map(({ connection }) => connection)
      wire.send({ connections: connections.filter(({ user }) => mayKnow(user)) }, 'knocked', roomId)
    }
    registry.host({ application, wire, limits, listed, isLookedAt, roleOf, amended, knocked })
  }

  get application(): AnyApplication {
    return this.#parts.application
  }

  connected(connection: Connection): void {
    const { clock, limits } = this.#parts
    const rate = new RateLimit(clock, limits.rate, limits.burst)
    this.#visitors.set(connection.id, new Visitor(connection, rate))
    this.#listings.welcome(connection)
  }

  /** A connection of another node's comes for rooms that run here: of all else it is told there. */
  visit(connection: Connection): void {
    this.#visitors.set(connection.id, new Visitor(connection, COUNTED_ELSEWHERE, true))
  }

  disconnected(connection: Connection): void {
    this.#parts.away?.disconnected(connection)
    const visitor = this.#visitors.get(connection.id)
    this.#visitors.delete(connection.id)
    this.#listings.forget(connection)
    for (const roomId of visitor?.rooms.keys() ?? []) this.#parts.registry.opened(roomId)?.disconnected(connection)
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
      if (error instanceof OwnedElsewhereError)
        return { ok: false, error: new SocDrawError('ROOM_UNAVAILABLE').toJSON() }
      this.#parts.report(error, { lobby: this.application.name, event, user: connection.user.id })
      return { ok: false, error: new SocDrawError('INTERNAL').toJSON() }
    }
  }

  /** See `recheck`. @param told whether it was another node that said so, which then tells all that are concerned */
  recheck(concerned: Concerned, { told = false } = {}): Promise<void> {
    const visitors = () => this.#visitors.values()
    if (!told) this.#parts.away?.changed(concerned.user)
    return recheck(concerned, { ...this.#parts, listings: this.#listings, visitors })
  }

  stop(): void {
    this.#listings.stop()
  }

  /** Takes a message that asks for no answer. What is wrong with it is nobody's matter. */
  tell(connection: Connection, event: string, args: readonly unknown[]): void {
    const visitor = this.#visitors.get(connection.id)
    if (event !== 'present' || !visitor?.rate.take()) return
    const parsed = messages.present.safeParse(args)
    if (!parsed.success) return
    const [roomId, value] = parsed.data
    const { away } = this.#parts
    if (away?.has(connection, roomId)) {
      if (wireJson(value) !== undefined) away.tell(connection, event, [roomId, value])
      return
    }
    if (!visitor.rooms.has(roomId)) return
    try {
      this.#parts.registry.opened(roomId)?.present(connection, value)
    } catch (error) {
      // An author's schema may throw; nobody above would catch it, and the process would end.
      this.#parts.report(error, { lobby: this.application.name, event, user: connection.user.id })
    }
  }

  /** [P10] Whoever may not be in a room as it is now is out of it in this very step, and all lists are brought up to date. */
  async #amended(amendment: Amendment): Promise<void> {
    const visitors = [...this.#visitors.values()]
    const removals = putOutOfAmended(amendment, visitors, { ...this.#parts, listings: this.#listings })
    this.#listings.amended(
      amendment,
      visitors.filter(({ guest, rooms }) => !guest || rooms.has(amendment.found.record.id)),
    )
    await Promise.all(removals)
  }

  /** @throws SocDrawError also at once */
  #handle(connection: Connection, event: string, args: readonly unknown[]): Promise<Answer> {
    switch (event) {
      case 'enter':
        return this.#inTurn(connection, parse('enter', args), (request) =>
          this.#carried(connection, 'enter', request, () => this.#enter(connection, ...request)),
        )
      case 'act':
        return this.#act(connection, ...parseAct(args))
      case 'leave':
        return this.#inTurn(connection, parse('leave', args), (request) =>
          this.#carried(connection, 'leave', request, () => this.#leave(connection, ...request)),
        )
      case 'history':
        return this.#askOfPast(connection, parse('history', args))
      case 'rooms':
        return answered(this.#listings.page(connection, ...parse('rooms', args)))
      case 'look':
        return answered(this.#listings.look(connection, ...parse('look', args)))
      case 'find':
        return answered(this.#listings.find(connection, ...parse('find', args)))
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
    if (!visitor) throw new SocDrawError('CONNECTION_CLOSED')
    return visitor.inTurn(request[0], () => move(request))
  }

  async #enter(connection: Connection, roomId: string, request: EnterRequest): Promise<Answer> {
    if (request.user !== undefined && request.user !== connection.user.id) throw new SocDrawError('UNAUTHENTICATED')
    const found = await this.#find(connection, roomId)
    const as = request.spectate ? 'spectate' : 'enter'
    // Who has a seat in it, by which they may watch, the open room knows alone.
    const room = await this.#parts.registry.open(found)
    // The connection may have gone while the room was opened, or its user's right have ended.
    const visitor = this.#visitors.get(connection.id)
    if (!visitor) throw new SocDrawError('CONNECTION_CLOSED')
    this.#mustHaveRight(connection, as, room.record)
    const before = visitor.rooms.get(roomId)
    visitor.enter(roomId, as)
    try {
      const answer = await room.enter(connection, request)
      if (visitor.rooms.has(roomId)) {
        const listing = this.#listings.introduce(connection, room)
        return { ok: true, ...answer, ...(listing && { listing }) }
      }
    } catch (error) {
      // Refused, they are what they were: by that their right to be there is judged.
      if (visitor.rooms.has(roomId) && before) visitor.enter(roomId, before)
      if (visitor.rooms.has(roomId)) throw error
    }
    // Whoever was put out while entering hears why; where the right is there again, it is to be tried again.
    this.#mustHaveRight(connection, as, room.record)
    throw new SocDrawError('ROOM_BUSY')
  }

  /** Carries a request to the node that runs the room, where that is another one. */
  async #carried<Request extends AwayArguments>(
    connection: Connection,
    event: 'enter' | 'leave' | 'history',
    request: Request,
    here: () => Promise<Answer>,
  ): Promise<Answer> {
    const { away } = this.#parts
    if (!away) return here()
    // Whoever enters is to find out who runs the room by now.
    if (event !== 'enter' && away.has(connection, request[0])) return away.request(connection, event, request)
    try {
      const answer = await here()
      if (event === 'enter') away.forget(connection, request[0])
      return answer
    } catch (error) {
      if (!(error instanceof OwnedElsewhereError)) throw error
      const visitor = this.#visitors.get(connection.id)
      if (!visitor) throw new SocDrawError('CONNECTION_CLOSED')
      visitor.leave(request[0])
      // A guest's own node carries it there: what they were sent from there would not reach them by way of this one.
      if (visitor.guest && event === 'enter') throw new SocDrawError('ROOM_BUSY')
      return away.request(connection, event, request, error.owner)
    }
  }

  /** @throws SocDrawError `ROOM_NOT_FOUND`, or `FORBIDDEN` where the user may see the room */
  #mustHaveRight({ user }: Connection, as: Entry, record: RoomRecord): void {
    const refusal = refusalOf(user, as, record, { ...this.#parts, listings: this.#listings })
    if (refusal) throw refusal
  }

  #act(connection: Connection, roomId: string, request: AskedAction): Promise<Answer> {
    const room = this.#inside(connection, roomId)
    const { away } = this.#parts
    if (!room && away?.has(connection, roomId)) return away.request(connection, 'act', [roomId, asPlain(request)])
    if (!room && request.malformed) throw request.malformed
    if (!room) return this.#notEntered(connection, roomId)
    const { user, id } = connection
    const watches = this.#visitors.get(id)?.rooms.get(roomId) === 'spectate'
    const being = watches ? { watches, seated: room.isSeated(user.id) } : undefined
    return room.act(connection, request, this.#parts.access.may(user, 'act', room.record, being))
  }

  #askOfPast(connection: Connection, request: RequestArguments<'history'>): Promise<Answer> {
    return this.#carried(connection, 'history', request, () => this.#history(connection, ...request))
  }

  async #history(connection: Connection, roomId: string, request: HistoryRequest): Promise<Answer> {
    const room = this.#inside(connection, roomId) ?? (await this.#notEntered(connection, roomId))
    if (!this.#listings.sees(connection.user, room.record)) throw new SocDrawError('FORBIDDEN')
    return { ok: true, ...(await room.history(connection, request)) }
  }

  async #leave(connection: Connection, roomId: string): Promise<Answer> {
    const room = await this.#toBeLeft(connection, roomId)
    const elsewhere = await room.leave(connection)
    this.#visitors.get(connection.id)?.leave(roomId)
    return { ok: true, ...(elsewhere && { elsewhere }) }
  }

  /**
   * The room of this lobby, if the user may see it. That the catalogue can't be read now says nothing of the room: it is
   * to be asked for again.
   * @throws SocDrawError `ROOM_NOT_FOUND`, `ROOM_UNAVAILABLE`
   */
  async #find({ user }: Connection, roomId: string): Promise<CataloguedRoom> {
    const isFor = ({ record }: CataloguedRoom): boolean =>
      record.application === this.application.name && this.#listings.sees(user, record)
    const found = await this.#parts.registry.findFor(roomId, isFor).catch((error: unknown) => {
      this.#parts.report(error, { lobby: this.application.name, room: roomId, user: user.id })
      throw new SocDrawError('ROOM_UNAVAILABLE')
    })
    if (!found) throw new SocDrawError('ROOM_NOT_FOUND')
    return found
  }

  /** Whoever is in a room may go, also where they may not come in any more. Never sooner than what they asked before. */
  async #toBeLeft(connection: Connection, roomId: string): Promise<Room> {
    return this.#inside(connection, roomId) ?? this.#parts.registry.open(await this.#find(connection, roomId))
  }

  #inside({ id }: Connection, roomId: string): Room | undefined {
    return this.#visitors.get(id)?.rooms.has(roomId) ? this.#parts.registry.opened(roomId) : undefined
  }

  /** @throws SocDrawError always: `NOT_A_MEMBER`, `ROOM_NOT_FOUND` */
  async #notEntered(connection: Connection, roomId: string): Promise<never> {
    // Whoever is being put out, or goes, is told that first: this would be taken for the end of what they have under way.
    await this.#visitors.get(connection.id)?.settled(roomId)
    await this.#find(connection, roomId)
    throw new SocDrawError('NOT_A_MEMBER')
  }
}

/** What can't be carried is malformed beyond its number there too. */
function asPlain(request: AskedAction): ActRequest {
  const { client, seq } = request
  return request.malformed || wireJson(request) === undefined ? { client, seq, name: '' } : request
}

async function answered<Body extends object>(body: Promise<Body>): Promise<Answer<Body>> {
  return { ok: true, ...(await body) }
}

/**
 * A final answer has to be final on both sides: what is malformed, and numbered, is the room's to answer.
 * @throws SocDrawError `INVALID_MESSAGE` for what has no number
 */
function parseAct(args: readonly unknown[]): [roomId: string, action: AskedAction] {
  const usual = usualAct(args)
  if (usual) return usual
  const parsed = requests.act.safeParse(args, { error: zodWords })
  if (parsed.success) return parsed.data
  const malformed = refusalOfMessage('act', parsed.error)
  const legible = numbered.safeParse(args)
  if (!legible.success) throw malformed
  const [roomId, { client, seq }] = legible.data
  return [roomId, { client, seq, name: '', malformed }]
}

/** @throws SocDrawError `INVALID_MESSAGE` for arguments that are not the request's */
function parse<Name extends RequestName>(name: Name, args: readonly unknown[]): RequestArguments<Name> {
  const parsed = requests[name].safeParse(args, { error: zodWords })
  if (parsed.success) return parsed.data as RequestArguments<Name>
  throw refusalOfMessage(name, parsed.error)
}

/** The second argument's parts are named by themselves: there is none like it. */
function refusalOfMessage(name: RequestName, { issues: [first] }: z.core.$ZodError): SocDrawError {
  const [argument, ...part] = first?.path ?? []
  const path = part.length > 0 || argument === undefined ? part : [`argument ${Number(argument) + 1}`]
  return new SocDrawError('INVALID_MESSAGE', `${name}: ${inWords(first ? [{ message: first.message, path }] : [])}`)
}
