import type { Clock } from '../protocol/clock.ts'
import { SocDrawError } from '../protocol/errors.ts'
import type { Away } from '../rooms/lobby/away.ts'
import type { Lobby } from '../rooms/lobby/lobby.ts'
import type { Leases, Ownership } from '../rooms/log/leases.ts'
import type { RoomOwner } from '../rooms/log/room-log.ts'
import type { Report, Wire } from '../rooms/ports.ts'
import { AwayRooms } from './away-rooms.ts'
import type { Bus } from './bus.ts'
import { ClusterWire } from './cluster-wire.ts'
import { type Errand, Errands, isErrandBody } from './errands.ts'
import { Guests } from './guests.ts'
import { LeaseHolder } from './lease-holder.ts'
import type { Line } from './line.ts'
import type { Downwards, Upwards } from './line-bodies.ts'
import { PROTOCOL } from './line-text.ts'
import { Lines } from './lines.ts'

export interface ClusterNodeParts {
  /** See `NodeFacts.name`. */
  readonly name: string
  readonly bus: Bus
  readonly leases: Leases
  readonly clock: Clock
  /** See `LeaseHolderParts.monotonic`. */
  monotonic(): number
  /** See `LeaseHolderParts.taken`. */
  taken?(): void
  readonly report: Report
}

/** The rooms that the node runs: of all its lobbies. */
export interface NodeRooms {
  /** How many there are. */
  readonly size: number
  /** Whether it takes on no more of them. */
  readonly draining: boolean
  /** Lets go of them all, in this very step. */
  disown(): void
}

/** One server as a node among others: holds a lease by which its rooms are its own, and lines to the others'. */
export class ClusterNode {
  readonly #parts: ClusterNodeParts
  readonly #holder: LeaseHolder
  readonly #lines: Lines
  readonly #away = new Map<string, AwayRooms>()
  readonly #guests = new Map<string, Guests>()
  readonly #errands: Errands
  #carryOut: ((errand: Errand) => Promise<unknown>) | undefined
  #rooms: NodeRooms | undefined

  constructor(parts: ClusterNodeParts) {
    this.#parts = parts
    this.#holder = new LeaseHolder({
      ...parts,
      facts: () => {
        const { size = 0, draining = false } = this.#rooms ?? {}
        return { name: parts.name, protocol: PROTOCOL, draining, rooms: size }
      },
      lost: () => this.#disown(),
    })
    this.#errands = new Errands({
      report: parts.report,
      carryOut: async (errand) => {
        if (!this.#carryOut) throw new SocDrawError('ROOM_BUSY')
        return this.#carryOut(errand)
      },
    })
    // A body is what a node of this version of the protocol says by such a line.
    this.#lines = new Lines({
      ...{ ...parts, ownership: this.#holder },
      dialler: {
        hear: (line, body) => {
          if (!isErrandBody(body))
            return this.#away.get((body as Downwards).lobby)?.hear(line, body as Downwards) ?? false
          this.#errands.hear(line, body)
          return false
        },
        ended: (line) => {
          this.#errands.ended(line)
          this.#each(this.#away, line)
        },
      },
      owner: {
        hear: (line, body) => {
          if (isErrandBody(body)) this.#errands.hear(line, body)
          else this.#guests.get((body as Upwards).lobby)?.hear(line, body as Upwards)
          return false
        },
        ended: (line) => this.#each(this.#guests, line),
      },
    })
  }

  /** What says whether rooms are the node's own. */
  get ownership(): Ownership {
    return this.#holder
  }

  /** What a lobby is to be made with instead of its own wire. `serve` is to be called with it then. */
  lobbyParts(application: string, own: Wire): { readonly wire: ClusterWire; readonly away: Away } {
    const lineTo: Lines['to'] = (owner) => this.#lines.to(owner)
    const away = new AwayRooms({ lobby: application, wire: own, clock: this.#parts.clock, lineTo })
    this.#away.set(application, away)
    return { wire: new ClusterWire(application, own), away }
  }

  /** Connections of other nodes may come into the lobby's rooms. */
  serve(lobby: Lobby, wire: ClusterWire): void {
    this.#guests.set(lobby.application.name, new Guests({ lobby, wire, report: this.#parts.report }))
  }

  /** From now on does what other nodes' hosts ask of rooms here. See `ErrandsParts.carryOut`. */
  serveErrands(carryOut: (errand: Errand) => Promise<unknown>): void {
    this.#carryOut = carryOut
  }

  /** Asks something of a room that another node runs. See `Errands.ask`. */
  errand(owner: RoomOwner, errand: Errand): Promise<unknown> {
    return this.#errands.ask(this.#lines.to(owner), errand)
  }

  /** Takes a lease, and may be dialled. Resolves when the bus is heard. */
  async begin(rooms: NodeRooms): Promise<void> {
    this.#rooms = rooms
    this.#holder.begin()
    await this.#lines.begin()
  }

  /** Gives the lease back. The rooms must have stopped before. */
  async stop(): Promise<void> {
    this.#lines.stop()
    await this.#holder.stop()
    await this.#parts.bus.close()
  }

  /** Whoever is a guest here is told so before their lines are over. */
  #disown(): void {
    this.#rooms?.disown()
    this.#lines.disown()
  }

  #each(users: ReadonlyMap<string, { ended(line: Line): void }>, line: Line): void {
    for (const user of users.values()) user.ended(line)
  }
}
