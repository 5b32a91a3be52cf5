import type { Clock } from '../../protocol/clock.ts'
import type { Frame } from '../../protocol/events.ts'
import { compactPatches } from '../../state/compact.ts'
import type { Patch } from '../../state/patches.ts'
import { BEAT } from '../log/committer.ts'
import type { StoredCommit } from '../log/room-log.ts'
import { Pacer } from '../pacer.ts'

/** How often a quiet room repeats its version, so that a lost last frame is noticed; in milliseconds. */
const HEARTBEAT = 5000

/** A frame that follows nothing and leads nowhere: whoever gets it sees a gap, and asks for the room anew. */
export const NOWHERE: Frame = { from: Number.MAX_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER, patches: [] }

export interface FramesOptions {
  readonly clock: Clock
  /** The least time between two frames that nobody asked for, in milliseconds. */
  readonly interval: number
  /** The same for what may wait, in milliseconds as of now: no less than `interval`. */
  patience(): number
  /** The version that members' replicas start from. */
  readonly version: number
  send(frame: Frame): void
  /** Sends it also to those who are slow: nothing would tell them that they missed it. */
  sendToEach(frame: Frame): void
  /** Whether anybody is there to get a frame. */
  hasAudience(): boolean
}

/** Who is to be at the end of a frame. */
interface Boundary {
  readonly version: number
  reached(): void
  abandon(error: Error): void
}

interface Pending {
  readonly version: number
  readonly patches: readonly Patch[]
  readonly mayWait: boolean
}

/** A commit as the log gives it: its patches are JSON. */
type Stored = Pick<StoredCommit, 'version' | 'patches'>

/**
 * A room's patches on their way to its members. Patches are added as the room moves, released when the log holds them,
 * and sent in frames of at least one interval: the first after quiet at once. What may wait asks for a frame less often,
 * and leaves with any that goes sooner. Every frame begins where the last ended. None overtakes the answers to what is in it:
 * also one that is cut short, since somebody is to begin at its end, leaves a step after the log has answered.
 */
export class Frames {
  readonly #options: FramesOptions
  readonly #pacer: Pacer
  #sent: number
  #durable: number
  #pending: Pending[] = []
  /** In the order of their versions: none is sent beyond the first. */
  readonly #boundaries: Boundary[] = []
  #cancelReaching: (() => void) | undefined
  #quietSince = 0
  #stopHeartbeat: (() => void) | undefined

  constructor(options: FramesOptions) {
    this.#options = options
    const { clock, interval } = options
    // What is released to the log's beat leaves with it.
    this.#pacer = new Pacer(clock, interval, () => this.#flush(this.#durable), Math.min(interval, BEAT))
    this.#sent = options.version
    this.#durable = options.version
  }

  /** @param mayWait whether it asks for a frame only when the room's patience is at its end */
  add(version: number, patches: readonly Patch[], mayWait = false): void {
    this.#pending.push({ version, patches, mayWait })
  }

  /** The log holds everything up to `version`: it may leave. */
  release(version: number): void {
    this.#durable = version
    this.#sendLater()
  }

  /**
   * Makes a version, which is durable, a frame's end: calls `reached` when all up to it was sent, and nothing beyond, after
   * all that hangs on this step; or `abandon`, when what is sent goes on from elsewhere.
   */
  end(boundary: Boundary): void {
    this.#boundaries.push(boundary)
    this.#cancelReaching ??= this.#options.clock.setTimer(0, () => this.#reach())
  }

  /** Nobody begins at a frame's end who has not yet. */
  abandon(error: Error): void {
    this.#cancelReaching?.()
    this.#cancelReaching = undefined
    for (const { abandon } of this.#boundaries.splice(0)) abandon(error)
  }

  /** What was not durable is dropped; `commits` are what the log holds beyond it, which members may not have seen. */
  restart(version: number, commits: readonly Stored[]): void {
    const unsent = commits.filter((commit) => commit.version > this.#sent)
    this.#pending = unsent.map(({ version, patches }) => ({ version, patches: JSON.parse(patches), mayWait: false }))
    // Where the log no longer reaches back, members see a gap and ask for the room anew.
    if (this.#pending[0]?.version !== this.#sent + 1) this.#pending = []
    if (this.#pending.length === 0) this.#sent = version
    this.release(version)
  }

  /** Sends all who are there `NOWHERE`. */
  breakOff(): void {
    this.#options.sendToEach(NOWHERE)
  }

  /** Once those are abandoned who were to begin. */
  stop(): void {
    this.#pacer.stop()
    this.#stopHeartbeat?.()
    this.#stopHeartbeat = undefined
  }

  #sendLater(): void {
    if (this.#pending.length === 0) return
    const { interval, patience } = this.#options
    const pace = patience()
    const urgent = this.#pending.some(({ version, mayWait }) => !mayWait && version <= this.#durable)
    // Whoever is let in at that pace gets a frame's end when the log holds their coming: that frame is to be the only one.
    if (pace > interval && !urgent) this.#pacer.request(pace + BEAT)
    else this.#pacer.request()
  }

  #reach(): void {
    this.#cancelReaching = undefined
    for (let first = this.#boundaries.shift(); first; first = this.#boundaries.shift()) {
      if (this.#flush(first.version)) this.#pacer.ran()
      first.reached()
    }
    if (this.#sent < this.#durable) this.#sendLater()
  }

  /** Sends what is pending up to `upTo`, or to the first boundary before it. Returns whether there was anything to send. */
  #flush(upTo: number): boolean {
    const version = Math.min(upTo, this.#boundaries[0]?.version ?? upTo)
    let ready = 0
    while (ready < this.#pending.length && (this.#pending[ready]?.version ?? 0) <= version) ready++
    if (ready > 0) {
      const patches = compactPatches(this.#pending.splice(0, ready).flatMap((pending) => pending.patches))
      this.#options.send({ from: this.#sent, to: version, patches })
      this.#sent = version
    }
    this.#repeatLater()
    return ready > 0
  }

  #repeatLater(): void {
    const { clock } = this.#options
    this.#quietSince = clock.now()
    // One that runs already finds out by itself for how long it has been quiet: no timer is made anew with every frame.
    this.#stopHeartbeat ??= clock.setTimer(HEARTBEAT, () => this.#repeat())
  }

  #repeat(): void {
    const { clock, hasAudience, send } = this.#options
    this.#stopHeartbeat = undefined
    const quiet = clock.now() - this.#quietSince
    // A clock that stepped backwards holds nothing up.
    if (quiet >= 0 && quiet < HEARTBEAT) {
      this.#stopHeartbeat = clock.setTimer(HEARTBEAT - quiet, () => this.#repeat())
    } else if (hasAudience()) {
      send({ from: this.#sent, to: this.#sent, patches: [] })
      this.#repeatLater()
    }
  }
}
