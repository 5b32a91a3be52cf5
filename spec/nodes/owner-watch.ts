import { setTimeout } from 'node:timers/promises'
import type { Database } from './database.ts'

/** How often it is looked, in milliseconds. */
const EVERY = 100

/** Looks again and again whose the rooms are: one owner has each term, and terms never fall. */
export class OwnerWatch {
  readonly violations: string[] = []
  /** How many terms of rooms were seen. */
  terms = 0
  looks = 0
  readonly #database: Database
  readonly #owners = new Map<string, number | null>()
  readonly #newest = new Map<string, number>()
  #ended = false
  #watching: Promise<void> | undefined

  constructor(database: Database) {
    this.#database = database
  }

  begin(): void {
    this.#watching = this.#watch()
  }

  async end(): Promise<void> {
    this.#ended = true
    await this.#watching
  }

  async #watch(): Promise<void> {
    while (!this.#ended) {
      await this.#look()
      await setTimeout(EVERY)
    }
  }

  async #look(): Promise<void> {
    this.looks += 1
    for (const { room, term, lease } of await this.#database.owners()) {
      const newest = this.#newest.get(room) ?? 0
      if (term < newest) this.violations.push(`${room}: term ${term} after ${newest}`)
      this.#newest.set(room, term)
      const key = `${room} ${term}`
      const before = this.#owners.get(key)
      if (before === undefined) this.terms += 1
      // A room that is given back belongs to nobody, in the term that it had.
      if (typeof before === 'number' && lease !== null && lease !== before)
        this.violations.push(`${room}: term ${term} is ${before}’s and ${lease}’s`)
      if (before === undefined || before === null) this.#owners.set(key, lease)
    }
  }
}
