import type { Leases, NodeFacts, NodeOnDuty } from '../../server/rooms/log/leases.ts'
import { INJECTED } from './hostile-log.ts'
import type { ProcessClock } from './process-clock.ts'
import type { Random } from './random.ts'

/** What becomes of what a server asks: nobody hears it, nobody hears what was answered, or it is refused. */
export type LeaseFault = 'blackhole' | 'stuck' | 'fail'

/** The longest that a question, or an answer, is on its way, in milliseconds. */
const LATENCY = 60

/** The leases as one server has them. */
export class HostileLeases implements Leases {
  readonly #inner: Leases
  readonly #clock: ProcessClock
  readonly #random: Random
  fault: LeaseFault | undefined

  constructor(inner: Leases, clock: ProcessClock, random: Random) {
    this.#inner = inner
    this.#clock = clock
    this.#random = random
  }

  take(facts: NodeFacts): Promise<number> {
    return this.#ask(() => this.#inner.take(facts))
  }

  renew(lease: number, facts: NodeFacts): Promise<boolean> {
    return this.#ask(() => this.#inner.renew(lease, facts))
  }

  giveBack(lease: number): Promise<void> {
    return this.#ask(() => this.#inner.giveBack(lease))
  }

  nodes(): Promise<readonly NodeOnDuty[]> {
    return this.#ask(() => this.#inner.nodes())
  }

  async #ask<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    await this.#wait()
    if (this.fault === 'fail') throw new Error(`${INJECTED} the leases are out of reach`)
    if (this.fault === 'blackhole') return never()
    const answer = await ask()
    if (this.fault === 'stuck') return never()
    await this.#wait()
    return answer
  }

  #wait(): Promise<void> {
    return new Promise((resolve) => void this.#clock.setTimer(this.#random.delay(LATENCY), resolve))
  }
}

function never<Answer>(): Promise<Answer> {
  return new Promise<Answer>(() => {})
}
