import type { Clock } from '../../protocol/clock.ts'
import { type ErrorCode, SocDrawError } from '../../protocol/errors.ts'
import type { Frame } from '../../protocol/events.ts'
import { jsonSize } from '../../state/json-size.ts'
import type { Patch } from '../../state/patches.ts'
import type { Committer, LogWriter } from '../log/committer.ts'
import type { LogEntry, StoredCommit, StoredRoom } from '../log/room-log.ts'
import { isOfCrowd } from './crowd-pace.ts'
import { Frames } from './frames.ts'
import { OutputGate } from './output-gate.ts'
import { RecentPatches } from './recent-patches.ts'

export interface HistoryOptions {
  readonly roomId: string
  readonly clock: Clock
  readonly committer: Committer
  /** See `AnyApplication.frameInterval`. */
  readonly frameInterval: number
  /** See `crowdPace`. */
  crowdPace(): number
  /** The version of the application's rules. */
  readonly rules: number
  readonly stored: StoredRoom
  send(frame: Frame): void
  /** See `FramesOptions.sendToEach`. */
  sendToEach(frame: Frame): void
  hasAudience(): boolean
  /** The log did not take what was written: the memory of the room is ahead of it and must be opened anew. */
  lost(error: unknown): void
}

/**
 * The commits of one room on their way out: numbered, written to the log, held back until the log holds them, and sent
 * to the members in frames. Nothing that leaves a room goes around it.
 */
export class History implements LogWriter {
  readonly #options: HistoryOptions
  readonly #frames: Frames
  readonly #recent = new RecentPatches()
  #gate = new OutputGate()
  /** The version after each step that is on its way. */
  #underway: number[] = []
  #version: number
  #at: number
  #term: number
  #stopped = false

  constructor(options: HistoryOptions) {
    const { stored, clock, frameInterval: interval, crowdPace: patience } = options
    this.#options = options
    this.#version = stored.version
    this.#at = stored.at
    this.#term = stored.term
    this.#remember(stored)
    const { send, sendToEach, hasAudience } = options
    this.#frames = new Frames({ clock, interval, patience, version: stored.version, send, sendToEach, hasAudience })
  }

  get roomId(): string {
    return this.#options.roomId
  }

  get term(): number {
    return this.#term
  }

  get rules(): number {
    return this.#options.rules
  }

  /** What a frame would not show sooner may wait for others. */
  get patience(): number {
    return this.#options.frameInterval
  }

  /** How many commits the room has, in memory: the log may still be behind. */
  get version(): number {
    return this.#version
  }

  /** How many steps are on their way to the log. */
  get underway(): number {
    return this.#gate.underway
  }

  /** How many answers wait for the log. */
  get waiting(): number {
    return this.#gate.waiting
  }

  /** The time of the next commit: the clock's, but never less than the last commit's. */
  now(): number {
    return Math.max(this.#at, this.#options.clock.now())
  }

  /**
   * Moves the room by one version, the commit's: the next. `patches` are what `entry.commit.patches` says, `size` is
   * about how many characters a snapshot is as JSON after them.
   */
  commit(entry: LogEntry & { readonly commit: StoredCommit }, patches: readonly Patch[], size: number): void {
    const { version, at, kind, patches: text } = entry.commit
    if (version !== this.#version + 1) throw new RangeError(`version ${version} can’t follow ${this.#version}`)
    this.#frames.add(version, patches, isOfCrowd(kind))
    this.#recent.add(version, text, size)
    this.#at = at
    this.#write(version, entry)
  }

  /** Writes what moves nothing: an answer, a standing, what was carried out. */
  note(entry: Omit<LogEntry, 'commit'>): void {
    this.#write(this.#version, entry)
  }

  /** Calls `release` once the log holds all that is written now; `abandon` when it will not. */
  hold(release: () => void, abandon: (error: Error) => void): void {
    this.#gate.wait(release, abandon)
  }

  /**
   * Resolves with `value` once the log holds all that is written now; `first` is called in that very step.
   * @throws SocDrawError `NOT_STORED`
   */
  durable(): Promise<void>
  durable<Value>(value: Value, first?: () => void): Promise<Value>
  durable<Value>(value?: Value, first?: () => void): Promise<Value | undefined> {
    return new Promise((resolve, reject) => {
      const release = (): void => {
        first?.()
        resolve(value)
      }
      this.hold(release, reject)
    })
  }

  /**
   * A refusal that speaks of what the room is now waits, like everything else, until the log holds that.
   * @throws SocDrawError with `code`, then; or `NOT_STORED`
   */
  async refuse(code: ErrorCode): Promise<never> {
    await this.durable()
    throw new SocDrawError(code)
  }

  /**
   * Calls `reached` where a frame to the members ends with all that is written now, once the log holds that and after the
   * answers to it: whoever begins there misses nothing. Calls `abandon` when it never will.
   */
  boundary(reached: () => void, abandon: (error: Error) => void): void {
    const version = this.#version
    this.hold(() => this.#frames.end({ version, reached, abandon }), abandon)
  }

  /**
   * The patches that lead from version `from` to `to`, and their size as JSON; undefined where the past at hand does
   * not reach back so far.
   */
  since(from: number, to: number): { patches: readonly Patch[]; size: number } | undefined {
    return this.#recent.between(from, to)
  }

  stored(count: number): void {
    // It was let go of, and what it had on its way was stored all the same.
    if (this.#stopped) return
    const version = this.#underway.splice(0, count).at(-1) ?? this.#version
    this.#gate.advance(count)
    this.#frames.release(version)
  }

  notStored(error: unknown): void {
    this.#underway = []
    const lost = new SocDrawError('NOT_STORED')
    this.#gate.abandon(lost)
    this.#frames.abandon(lost)
    this.#options.lost(error)
  }

  /** Goes on from what the log holds. */
  restore(stored: StoredRoom): void {
    this.#version = stored.version
    this.#at = stored.at
    this.#term = stored.term
    this.#remember(stored)
    this.#frames.restart(stored.version, stored.commits)
  }

  /** Tells the members that what they have is of no history that goes on: they ask for the room anew. */
  breakOff(): void {
    this.#frames.breakOff()
  }

  stop(): void {
    this.#stopped = true
    const stopping = new SocDrawError('STOPPING')
    this.#gate.abandon(stopping)
    this.#frames.abandon(stopping)
    this.#frames.stop()
  }

  #remember({ commits, room, state }: StoredRoom): void {
    const size = jsonSize(room) + jsonSize(state)
    this.#recent.clear()
    for (const { version, patches } of commits) this.#recent.add(version, patches, size)
  }

  #write(version: number, entry: LogEntry): void {
    this.#gate.write()
    this.#underway.push(version)
    this.#options.committer.add(this, this.#version, entry)
    this.#version = version
  }
}
