import { type Carry, MemoryBuses } from '../../server/cluster/memory-bus.ts'
import { MemoryLeases } from '../../server/stores/memory/memory-leases.ts'
import type { FakeClock } from '../../server/testing/fake-clock.ts'
import { HostileLeases } from './hostile-leases.ts'
import type { ProcessClock } from './process-clock.ts'
import type { Random } from './random.ts'

/** The longest that a text from one server to another is on its way, in milliseconds. */
const LATENCY = 60
/** How often one is lost for no reason. */
const LOST = 0.0005

/** What is between the servers of a simulation: a bus that loses and delays, and the leases; each may be cut off from either. */
export class Interconnect {
  readonly leases: MemoryLeases
  readonly #clock: FakeClock
  readonly #random: Random
  readonly #buses: MemoryBuses
  readonly #nodes = new Map<string, HostileLeases>()
  readonly #cutOff = new Set<string>()
  #healed = false

  constructor({ clock, random }: { readonly clock: FakeClock; readonly random: Random }) {
    this.#clock = clock
    this.#random = random
    this.leases = new MemoryLeases(clock)
    const carry: Carry = (from, to) => {
      const lost = this.#cutOff.has(from) || this.#cutOff.has(to) || (!this.#healed && random.chance(LOST))
      return lost ? undefined : random.delay(LATENCY)
    }
    this.#buses = new MemoryBuses(carry)
  }

  /** What a server is a node with. */
  join(name: string, clock: ProcessClock) {
    const leases = new HostileLeases(this.leases, clock, this.#random)
    this.#nodes.set(name, leases)
    return { name, leases, bus: this.#buses.join(name, clock), monotonic: () => this.#clock.now() }
  }

  /** The name of one of the servers that were ever there, of the last ones rather. */
  pick(): string {
    return this.#random.pick([...this.#nodes.keys()].slice(-4))
  }

  disconnect(name: string, from: 'bus' | 'leases' | 'both', duration: number): void {
    const leases = this.#nodes.get(name)
    if (from !== 'leases') this.#cutOff.add(name)
    if (leases && from !== 'bus') leases.fault = this.#random.pick(['blackhole', 'stuck', 'fail'] as const)
    this.#clock.setTimer(duration, () => {
      if (from !== 'leases') this.#cutOff.delete(name)
      if (leases && from !== 'bus') leases.fault = undefined
    })
  }

  heal(): void {
    this.#healed = true
    this.#cutOff.clear()
    for (const leases of this.#nodes.values()) leases.fault = undefined
  }
}
