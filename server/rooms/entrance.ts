import type { Clock } from '../protocol/clock.ts'
import { SocDrawError } from '../protocol/errors.ts'
import type { EnterAnswer, EnterRequest, Snapshot } from '../protocol/events.ts'
import { compactPatches } from '../state/compact.ts'
import { jsonSize } from '../state/json-size.ts'
import type { Patch } from '../state/patches.ts'
import type { Cursors } from './cursors.ts'
import type { History } from './history.ts'
import { Pacer } from './pacer.ts'
import type { Connection } from './ports.ts'
import type { Presence } from './presence.ts'
import type { RoomModel } from './room-model.ts'
import type { Seats } from './seats.ts'
import type { Viewers } from './viewers.ts'

export interface EntranceParts {
  readonly clock: Clock
  /** The least time between two boundaries at which members are let in, in milliseconds. */
  readonly interval: number
  readonly epoch: string
  readonly model: RoomModel
  readonly history: History
  readonly cursors: Cursors
  readonly seats: Seats
  readonly viewers: Viewers
  readonly presence: Presence
}

interface Arrival {
  readonly connection: Connection
  readonly request: EnterRequest
  /** Whether the room knew the client before. */
  readonly known: boolean
  resolve(answer: EnterAnswer): void
  reject(error: Error): void
}

/** A version at which members are let in. The snapshot is made when the first of them needs it, at once or never. */
interface Boundary {
  readonly version: number
  readonly snapshot: Snapshot | undefined
}

/**
 * Where connections come into a room: at a boundary of its frames, so that every version a client holds is some frame's
 * end. Those who arrive within an interval come in together, and share one snapshot. Who returns with a version of the
 * same history gets the patches since, where the room has them and they are smaller than its state.
 */
export class Entrance {
  readonly #parts: EntranceParts
  readonly #pacer: Pacer
  #arrivals: Arrival[] = []

  constructor(parts: EntranceParts) {
    this.#parts = parts
    this.#pacer = new Pacer(parts.clock, parts.interval, () => this.#open())
  }

  /** Resolves when the connection is in: from the answer's version on it gets every frame. */
  arrive(connection: Connection, request: EnterRequest, known: boolean): Promise<EnterAnswer> {
    return new Promise((resolve, reject) => {
      this.#arrivals.push({ connection, request, known, resolve, reject })
      this.#pacer.request()
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

  /** The snapshot is of now; they come in when the log holds what it shows. */
  #open(): void {
    const { history, model } = this.#parts
    const arrivals = this.#arrivals.splice(0)
    const resumable = arrivals.every((arrival) => this.#missed(arrival) !== undefined)
    const boundary = { version: history.version, snapshot: resumable ? undefined : model.snapshot() }
    history.hold(
      () => {
        history.flush(boundary.version)
        for (const arrival of arrivals) this.#letIn(arrival, boundary)
      },
      (error) => {
        for (const { reject } of arrivals) reject(error)
      },
    )
  }

  #letIn(arrival: Arrival, { version, snapshot }: Boundary): void {
    const { epoch, cursors, seats, viewers, presence } = this.#parts
    const { connection, request, known, resolve, reject } = arrival
    if (!seats.get(connection.id)) {
      reject(new SocDrawError('ROOM_LEFT'))
      return
    }
    viewers.join(connection)
    const { id } = connection.user
    const client = cursors.standing(id, request.client, known)
    const missed = this.#missed(arrival, version)
    const common = { version, epoch, client, presence: presence.values }
    if (missed) resolve({ ...common, patches: viewers.patchesFor(id, missed) })
    else if (snapshot) resolve({ ...common, snapshot: viewers.snapshotFor(id, snapshot) })
    else reject(new SocDrawError('ROOM_BUSY'))
  }

  /** What the arriving client lacks, if that is known and less than the whole. */
  #missed({ request }: Arrival, to = this.#parts.history.version): readonly Patch[] | undefined {
    const { epoch, history, model } = this.#parts
    if (request.epoch !== epoch || request.version === undefined) return undefined
    const missed = history.since(request.version, to)
    if (!missed) return undefined
    const patches = compactPatches(missed.patches)
    return missed.size <= model.size || jsonSize(patches) <= model.size ? patches : undefined
  }
}
