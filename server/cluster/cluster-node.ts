import type { Clock } from '../protocol/clock.ts'
import type { Away } from '../rooms/lobby/away.ts'
import type { Lobby } from '../rooms/lobby/lobby.ts'
import type { Leases, Ownership } from '../rooms/log/leases.ts'
import type { Report, Wire } from '../rooms/ports.ts'
import { AwayRooms } from './away-rooms.ts'
import type { Bus } from './bus.ts'
import { ClusterWire } from './cluster-wire.ts'
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
  readonly report: Report
}

/** The rooms that the node runs: of all its lobbies. */
export interface NodeRooms {
  /** How many there are. */
  readonly size: number
  readonly stopping: boolean
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
  #rooms: NodeRooms | undefined

  constructor(parts: ClusterNodeParts) {
    this.#parts = parts
    this.#holder = new LeaseHolder({
      ...parts,
      facts: () => {
        const { size = 0, stopping = false } = this.#rooms ?? {}
        return { name: parts.name, protocol: PROTOCOL, draining: stopping, rooms: size }
      },
      lost: () => this.#disown(),
    })
    // A body is what a node of this version of the protocol says by such a line.
    this.#lines = new Lines({
      ...{ ...parts, ownership: this.#holder },
      dialler: {
        hear: (line, body) => this.#away.get((body as Downwards).lobby)?.hear(line, body as Downwards) ?? false,
        ended: (line) => this.#each(this.#away, line),
      },
      owner: {
        hear: (line, body) => {
          this.#guests.get((body as Upwards).lobby)?.hear(line, body as Upwards)
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
    const away = new AwayRooms({ lobby: application, wire: own, lineTo })
    this.#away.set(application, away)
    return { wire: new ClusterWire(application, own), away }
  }

  /** Connections of other nodes may come into the lobby's rooms. */
  serve(lobby: Lobby, wire: ClusterWire): void {
    this.#guests.set(lobby.application.name, new Guests({ lobby, wire, report: this.#parts.report }))
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
