import type { Clock } from '../../server/protocol/clock.ts'
import { Listeners, type Subscribable } from '../common/store.ts'

/** So many connections of HTTP/1.1 a browser opens to one server, whatever the tabs. Each tab that polls holds one. */
const CONNECTIONS = 6
/** How often the tabs are counted, in milliseconds. */
const CHECK = 10_000
/** How long their answers are collected, in milliseconds. */
const ANSWERS = 1_000
/** A poll ends with every heartbeat at the latest: after so many milliseconds without one, the tab does not poll. */
const POLLING = 30_000

/** The part of `BroadcastChannel` that is used: it reaches the other tabs of this page. */
export interface Tabs {
  post(message: unknown): void
  listen(heard: (message: unknown) => void): void
  close(): void
}

interface CrowdingOptions {
  readonly clock: Clock
  readonly tabs: Tabs
  /** Names this tab among the others. */
  readonly name: string
}

/**
 * Whether so many tabs of this page poll over HTTP/1.1 that they wait for each other: the sixth gets and sends nothing
 * before another's poll has ended, which takes seconds.
 */
export class Crowding implements Subscribable {
  readonly #options: CrowdingOptions
  readonly #listeners = new Listeners()
  #polledAt = Number.NEGATIVE_INFINITY
  #there = new Set<string>()
  #crowded = false
  #cancel: () => void

  constructor(options: CrowdingOptions) {
    this.#options = options
    options.tabs.listen((message) => this.#hear(message))
    this.#cancel = options.clock.setTimer(CHECK, () => this.#ask())
  }

  get crowded(): boolean {
    return this.#crowded
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener)
  }

  /** A poll of this tab over HTTP/1.1 has ended. */
  polled(): void {
    this.#polledAt = this.#options.clock.now()
  }

  stop(): void {
    this.#cancel()
    this.#options.tabs.close()
  }

  get #polls(): boolean {
    return this.#options.clock.now() - this.#polledAt < POLLING
  }

  #ask(): void {
    this.#there = new Set()
    if (this.#polls) this.#options.tabs.post('who polls?')
    this.#cancel = this.#options.clock.setTimer(ANSWERS, () => this.#count())
  }

  #count(): void {
    const crowded = this.#polls && this.#there.size + 1 >= CONNECTIONS
    this.#cancel = this.#options.clock.setTimer(CHECK, () => this.#ask())
    if (crowded === this.#crowded) return
    this.#crowded = crowded
    this.#listeners.notify()
  }

  /** Answered at once: the timers of tabs in the background hardly go. */
  #hear(message: unknown): void {
    if (message === 'who polls?') {
      if (this.#polls) this.#options.tabs.post({ polls: this.#options.name })
    } else if (typeof message === 'object' && message !== null && 'polls' in message && this.#there.size < 100) {
      this.#there.add(String(message.polls))
    }
  }
}
