import type { Clock } from '../../protocol/clock.ts'
import { Pacer } from '../pacer.ts'
import type { History } from './history.ts'
import type { RoomModel } from './room-model.ts'
import type { RoomSetup } from './room-setup.ts'
import type { Seats } from './seats.ts'

/** The least time between two tellings of how many watch, in milliseconds: it is for reading. */
const INTERVAL = 1000
/** The same for each connection that is told, in milliseconds: so telling takes the same small share of a core, however large the crowd. */
const PER_CONNECTION = 1

export interface WatchersParts {
  readonly clock: Clock
  /** How long whoever is away counts on as who gave a seat up, in milliseconds. */
  readonly grace: number
  readonly seats: Pick<Seats, 'watching' | 'isWatching' | 'connections'>
  readonly model: Pick<RoomModel, 'document' | 'member'>
  readonly setup: Pick<RoomSetup, 'archived'>
  readonly history: Pick<History, 'hold'>
  /** Whether the room's memory is what the log holds, or is on its way there. */
  isOpen(): boolean
  /** So many watch, and the log holds whatever made it so. */
  told(count: number): void
}

/**
 * Those who only watch a room: how many users that are, whatever their tabs, who have no seat in it; and who of them gave
 * one up for it, which is a member still where a room lets none but members watch. It is no part of what the room is: as
 * presence, it is in no log, moves no version, and is gone with the connections. A crowd that comes and goes is told of at
 * a pace that falls with its size.
 */
export class Watchers {
  readonly #parts: WatchersParts
  readonly #pacer: Pacer
  /** How many were counted last, and how many were told of, which is behind as long as the log is. */
  #counted = 0
  #told = 0
  #cancelTelling: (() => void) | undefined
  /** Who gave a seat up, and what ends the wait for those who are away. */
  readonly #gaveUp = new Map<string, (() => void) | undefined>()

  constructor(parts: WatchersParts) {
    this.#parts = parts
    this.#pacer = new Pacer(parts.clock, INTERVAL, () => this.#count())
  }

  /** How many watch, as all who are here were told. */
  get count(): number {
    return this.#told
  }

  /** For how many a seat that they gave up counts. */
  get kept(): number {
    return this.#gaveUp.size
  }

  /** Somebody may have come to watch, or gone, or have another seat than they had. */
  changed(): void {
    const { seats } = this.#parts
    if (seats.watching.size === 0 && this.#counted === 0) return
    this.#pacer.request(Math.max(INTERVAL, PER_CONNECTION * seats.connections))
  }

  /** A user's seat is free: where they watch, they gave it up for that. */
  freed(userId: string): void {
    if (this.#parts.seats.isWatching(userId)) this.#keep(userId, undefined)
    this.changed()
  }

  /** A user has come to watch. */
  came(userId: string): void {
    if (this.#gaveUp.has(userId)) this.#keep(userId, undefined)
    this.changed()
  }

  /** A connection that watched is gone, by itself or by its user's wish. */
  gone(userId: string, { lost }: { readonly lost: boolean }): void {
    const { seats, clock, grace } = this.#parts
    this.changed()
    if (!this.#gaveUp.has(userId) || seats.isWatching(userId)) return
    if (lost)
      this.#keep(
        userId,
        clock.setTimer(grace, () => this.#forget(userId)),
      )
    else this.#forget(userId)
  }

  /** Whether the user has a seat, or gave one up to watch. */
  isSeated(userId: string): boolean {
    return this.#gaveUp.has(userId) || this.#parts.model.member(userId) !== undefined
  }

  stop(): void {
    this.#pacer.stop()
    this.#cancelTelling?.()
    for (const userId of [...this.#gaveUp.keys()]) this.#forget(userId)
  }

  #keep(userId: string, wait: (() => void) | undefined): void {
    this.#gaveUp.get(userId)?.()
    this.#gaveUp.set(userId, wait)
  }

  #forget(userId: string): void {
    this.#gaveUp.get(userId)?.()
    this.#gaveUp.delete(userId)
  }

  #count(): void {
    const { seats, model, setup, history, isOpen } = this.#parts
    // Where the room is opened anew, they are counted when it is open.
    if (!isOpen()) return
    const seated = new Set(model.document.members.map(({ id }) => id))
    const watching = [...seats.watching.keys()].filter((id) => !seated.has(id)).length
    // In an archived room all do, and none of them is to be told from the others.
    const count = setup.archived ? 0 : watching
    if (count === this.#counted) return
    this.#counted = count
    history.hold(
      () => {
        this.#told = count
        this.#tell()
      },
      // A seat that was taken or freed was not: they are counted anew.
      () => {
        this.#counted = this.#told
      },
    )
  }

  /** After the answers to whom was let in in this step, with what had been told until then: they must not be overtaken. */
  #tell(): void {
    const { clock, told } = this.#parts
    this.#cancelTelling?.()
    this.#cancelTelling = clock.setTimer(0, () => told(this.#told))
  }
}
