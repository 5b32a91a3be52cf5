import type { Clock } from '../protocol/clock.ts'
import { Budget, type Rates } from './budget.ts'

/** How long a user's budget is kept when they have gone, in milliseconds: whoever comes back has not spent less. */
const KEPT_FOR = 60_000

interface Kept {
  readonly budget: Budget
  connections: number
}

/** One budget for each user, over all their connections. */
export class UserBudgets {
  readonly #clock: Clock
  readonly #rates: Rates
  readonly #kept = new Map<string, Kept>()
  /** Those who have gone, and when, the first first. */
  readonly #gone = new Map<string, number>()

  constructor(clock: Clock, rates: Rates) {
    this.#clock = clock
    this.#rates = rates
  }

  /** Another connection of the user's. To be released once. */
  claim(userId: string): Budget {
    this.#forget()
    const kept = this.#kept.get(userId) ?? { budget: new Budget(this.#clock, this.#rates), connections: 0 }
    kept.connections++
    this.#kept.set(userId, kept)
    this.#gone.delete(userId)
    return kept.budget
  }

  release(userId: string): void {
    const kept = this.#kept.get(userId)
    if (kept && --kept.connections === 0) this.#gone.set(userId, this.#clock.now())
  }

  #forget(): void {
    const now = this.#clock.now()
    for (const [userId, since] of this.#gone) {
      if (Math.abs(now - since) < KEPT_FOR) break
      this.#gone.delete(userId)
      this.#kept.delete(userId)
    }
  }
}
