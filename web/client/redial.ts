import type { Clock } from '../../server/protocol/clock.ts'
import type { Wakefulness } from './wakefulness.ts'

/** The longest first delay before connecting again, in milliseconds, and the longest of all, unless told otherwise. */
export const DELAYS = { first: 1000, most: 8000 }

/** The longest time that a server's word for when to come back is taken for, in milliseconds. */
const LONGEST = 60_000

/** The least part of a delay: at once, most networks are not back yet. */
const LEAST = 0.25

export interface RedialPorts {
  readonly clock: Clock
  readonly wakefulness: Wakefulness
  /** A number from 0 up to 1. */
  random(): number
  /** The longest first delay, in milliseconds, and the longest of all. */
  readonly first: number
  readonly most: number
  dial(): void
}

/**
 * When to try again. Each delay is anything from a quarter of a bound to all of it, and the bound doubles each time: of many
 * that lose their connection at once, few come back at the same time. Whoever sleeps tries nothing, and tries at once on waking.
 */
export class Redial {
  readonly #ports: RedialPorts
  #attempts = 0
  /** What is to be dialled: when its timer rings, or without one when it wakes. `bidden`: not before the server said. */
  #due: { readonly bidden: boolean; cancel: (() => void) | undefined } | undefined

  constructor(ports: RedialPorts) {
    this.#ports = ports
  }

  /** Whether it is to dial, and has not yet. */
  get waiting(): boolean {
    return this.#due !== undefined
  }

  /** How often it has waited since it stood. */
  get attempts(): number {
    return this.#attempts
  }

  /** Dials at once, or on waking. */
  now(): void {
    this.cancel()
    this.#due = { bidden: false, cancel: undefined }
    this.#fire()
  }

  /** Dials in a while. @param retryAfter what the server said, in milliseconds: not sooner */
  later(retryAfter?: number): void {
    const { clock, random, first, most } = this.#ports
    this.cancel()
    const bound = Math.min(most, first * 2 ** this.#attempts++)
    const delay = retryAfter === undefined ? bound * (LEAST + (1 - LEAST) * random()) : Math.min(LONGEST, retryAfter)
    const due = { bidden: retryAfter !== undefined, cancel: clock.setTimer(delay, () => this.#rang(due)) }
    this.#due = due
  }

  /** What it waited for while it slept does not count. */
  woke(): void {
    this.#attempts = 0
    if (this.#due?.cancel && this.#due.bidden) return
    if (this.#due) this.now()
  }

  /** It stands: the next delays are short ones again. */
  reset(): void {
    this.#attempts = 0
  }

  cancel(): void {
    this.#due?.cancel?.()
    this.#due = undefined
  }

  #rang(due: { cancel: (() => void) | undefined }): void {
    due.cancel = undefined
    this.#fire()
  }

  #fire(): void {
    const { wakefulness, dial } = this.#ports
    if (!wakefulness.awake) return
    this.#due = undefined
    dial()
  }
}
