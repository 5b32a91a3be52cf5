import type { Leases, NodeFacts, NodeOnDuty } from '../../server/rooms/log/leases.ts'

/**
 * What becomes of what is asked: nothing is done and nobody answers; it is done, and nobody answers; it is refused before
 * it is done; or it is done at once, and answered so many milliseconds later.
 */
export type LeaseFault = 'blackhole' | 'stuck' | 'fail' | { readonly late: number } | undefined

/** Leases between which and their holder something is wrong. */
export class FaultyLeases implements Leases {
  readonly #inner: Leases
  readonly #later: (delay: number) => Promise<void>
  /** What was asked, in order: `take`, `renew 1`, … */
  readonly asked: string[] = []
  fault: LeaseFault

  constructor(inner: Leases, later: (delay: number) => Promise<void>) {
    this.#inner = inner
    this.#later = later
  }

  take(facts: NodeFacts): Promise<number> {
    return this.#ask('take', () => this.#inner.take(facts))
  }

  renew(lease: number, facts: NodeFacts): Promise<boolean> {
    return this.#ask(`renew ${lease}`, () => this.#inner.renew(lease, facts))
  }

  giveBack(lease: number): Promise<void> {
    return this.#ask(`give back ${lease}`, () => this.#inner.giveBack(lease))
  }

  nodes(): Promise<readonly NodeOnDuty[]> {
    return this.#inner.nodes()
  }

  async #ask<Answer>(what: string, ask: () => Promise<Answer>): Promise<Answer> {
    this.asked.push(what)
    const { fault } = this
    if (fault === 'blackhole') return never()
    if (fault === 'fail') throw new Error('the store is gone')
    const answer = await ask()
    if (fault === 'stuck') return never()
    if (fault) await this.#later(fault.late)
    return answer
  }
}

function never<Answer>(): Promise<Answer> {
  return new Promise<Answer>(() => {})
}
