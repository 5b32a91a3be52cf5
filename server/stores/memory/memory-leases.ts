import type { Clock } from '../../protocol/clock.ts'
import { LEASE_LENGTH, type Leases, type NodeFacts, type NodeOnDuty } from '../../rooms/log/leases.ts'

/** Leases of nodes that live in one process: for specs and simulations. */
export class MemoryLeases implements Leases {
  readonly #clock: Clock
  readonly #nodes = new Map<number, { readonly node: NodeOnDuty; readonly until: number }>()
  #taken = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async take(facts: NodeFacts): Promise<number> {
    const lease = ++this.#taken
    this.#write(lease, facts)
    return lease
  }

  async renew(lease: number, facts: NodeFacts): Promise<boolean> {
    if (!this.onDuty(lease)) return false
    this.#write(lease, facts)
    return true
  }

  async giveBack(lease: number): Promise<void> {
    this.#nodes.delete(lease)
  }

  async nodes(): Promise<readonly NodeOnDuty[]> {
    return [...this.#nodes.keys()].flatMap((lease) => this.onDuty(lease) ?? [])
  }

  /** The node that has the lease; undefined where it is over. */
  onDuty(lease: number): NodeOnDuty | undefined {
    const held = this.#nodes.get(lease)
    if (held && held.until > this.#clock.now()) return held.node
    this.#nodes.delete(lease)
    return undefined
  }

  #write(lease: number, facts: NodeFacts): void {
    this.#nodes.set(lease, { node: { ...facts, lease }, until: this.#clock.now() + LEASE_LENGTH })
  }
}
