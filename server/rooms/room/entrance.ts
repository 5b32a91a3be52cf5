import type { AnyApplication } from '../../contract/application.ts'
import { hearsSpectators } from '../../contract/hears-spectators.ts'
import type { Clock } from '../../protocol/clock.ts'
import { SocDrawError } from '../../protocol/errors.ts'
import type { EnterAnswer, EnterRequest, Snapshot } from '../../protocol/events.ts'
import { compactPatches } from '../../state/compact.ts'
import { jsonSize } from '../../state/json-size.ts'
import type { Patch } from '../../state/patches.ts'
import { Pacer } from '../pacer.ts'
import type { Connection } from '../ports.ts'
import type { Cursors } from './cursors.ts'
import type { History } from './history.ts'
import type { Presence } from './presence.ts'
import type { RoomModel } from './room-model.ts'
import type { RoomSetup } from './room-setup.ts'
import type { Seats } from './seats.ts'
import { SPECTATOR, type Viewers } from './viewers.ts'
import type { Watchers } from './watchers.ts'

export interface EntranceParts {
  readonly application: AnyApplication
  readonly clock: Clock
  /** The least time between two boundaries at which members are let in, in milliseconds as of now: see `crowdPace`. */
  pace(): number
  /** The name of the history that the room is in. */
  readonly epoch: string
  readonly model: RoomModel
  readonly setup: RoomSetup
  readonly history: History
  readonly cursors: Cursors
  readonly seats: Seats
  readonly viewers: Viewers
  readonly presence: Presence
  readonly watchers: Pick<Watchers, 'count'>
}

/** Who only watches sees what everybody may see, and nothing of their own. */
function viewerOf({ connection, request }: Arrival): string {
  return request.spectate ? SPECTATOR : connection.user.id
}

interface Arrival {
  readonly connection: Connection
  readonly request: EnterRequest
  /** Whether the room knew the client before. */
  readonly known: boolean
  /** Whether it needs all that it may see, whatever it says that it has. */
  readonly whole: boolean
  /** Whether it comes as who only watches since the room was archived. */
  readonly onlyToRead: boolean
  resolve(answer: EnterAnswer): void
  reject(error: Error): void
}

/** What an arrival is answered with, beside what all are told. */
interface Entry {
  readonly arrival: Arrival
  readonly content: { readonly patches: readonly Patch[] } | { readonly snapshot: Snapshot }
}

/** Patches below this size, in characters, are not worth measuring a state for. */
const SMALL = 512

/**
 * Where connections come into a room: at a boundary of its frames, so that every version a client holds is some frame's
 * end. Those who arrive within an interval come in together, and share one snapshot. Who returns with a version of the
 * same history gets the patches since, where the room has them and they are smaller than its state.
 */
export class Entrance {
  readonly #parts: EntranceParts
  readonly #pacer: Pacer
  #epoch: string
  #arrivals: Arrival[] = []

  constructor(parts: EntranceParts) {
    this.#parts = parts
    this.#epoch = parts.epoch
    this.#pacer = new Pacer(parts.clock, 0, () => this.#open())
  }

  isIn(epoch: string): boolean {
    return epoch === this.#epoch
  }

  /** The room goes on in another history, or the same. */
  begin(epoch: string): void {
    this.#epoch = epoch
  }

  /** Resolves when the connection is in: from the answer's version on it gets every frame. */
  arrive(arrival: Omit<Arrival, 'resolve' | 'reject'>): Promise<EnterAnswer> {
    return new Promise((resolve, reject) => {
      this.#arrivals.push({ ...arrival, resolve, reject })
      this.#pacer.request(this.#parts.pace())
    })
  }

  /** Turns away whoever has not been let in yet. */
  abandon(error: SocDrawError): void {
    // The boundary they waited for would show what the log does not hold.
    this.#pacer.stop()
    for (const { reject } of this.#arrivals.splice(0)) reject(error)
  }

  stop(): void {
    this.abandon(new SocDrawError('STOPPING'))
  }

  /** What they get is of now; they come in when the log holds it. */
  #open(): void {
    const { history } = this.#parts
    const version = history.version
    const entries = this.#entriesAt(version, this.#arrivals.splice(0))
    history.boundary(
      () => {
        for (const entry of entries) this.#letIn(entry, version)
      },
      (error) => {
        for (const { arrival } of entries) arrival.reject(error)
      },
    )
  }

  /** What each of them gets: what they missed, or else the one snapshot that all of them share. */
  #entriesAt(version: number, arrivals: readonly Arrival[]): Entry[] {
    const { model, viewers } = this.#parts
    let shared: Snapshot | undefined
    return arrivals.map((arrival) => {
      const patches = this.#missed(arrival, version)
      if (patches) return { arrival, content: { patches } }
      shared ??= viewers.snapshot(model)
      return { arrival, content: { snapshot: viewers.snapshotFor(viewerOf(arrival), shared) } }
    })
  }

  #letIn({ arrival, content }: Entry, version: number): void {
    const { application, cursors, seats, viewers, presence, watchers, setup } = this.#parts
    const { connection, request, known, resolve, reject } = arrival
    // The room is back meanwhile, and they are to have a seat in it.
    if (arrival.onlyToRead && !setup.archived) {
      reject(new SocDrawError('ROOM_BUSY'))
      return
    }
    const seat = seats.get(connection.id)
    if (!seat) {
      reject(new SocDrawError('ROOM_LEFT'))
      return
    }
    seat.letIn = true
    viewers.join(connection, request.spectate)
    const client = cursors.standing(connection.user.id, request.client, known)
    const flags = {
      ...(arrival.onlyToRead && ({ reads: true } as const)),
      ...(request.spectate && hearsSpectators(application) && ({ heard: true } as const)),
      ...(watchers.count > 0 && { watchers: watchers.count }),
    }
    resolve({ version, epoch: this.#epoch, client, presence: presence.values, ...flags, ...content })
  }

  /** What the arriving client lacks and may see, if that is known and less than the whole. */
  #missed(arrival: Arrival, version: number): readonly Patch[] | undefined {
    const { history, model, viewers } = this.#parts
    const { request, whole, onlyToRead } = arrival
    if (whole || onlyToRead || request.epoch !== this.#epoch || request.version === undefined) return undefined
    const since = history.since(request.version, version)
    if (!since) return undefined
    const patches = viewers.patchesFor(viewerOf(arrival), compactPatches(since.patches))
    const size = jsonSize(patches)
    return size <= SMALL || size <= viewers.sizeFor(viewerOf(arrival), model) ? patches : undefined
  }
}
