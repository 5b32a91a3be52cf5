import type { Clock } from '../protocol/clock.ts'
import type { Bus } from './bus.ts'

/**
 * What becomes of a text from one node to another: it arrives after so many milliseconds, but never before one that was
 * sent earlier; undefined: it is lost.
 */
export type Carry = (from: string, to: string) => number | undefined

interface Listener {
  readonly clock: Clock
  readonly hear: (text: string, from: string) => void
}

interface Way {
  /** When the last text so far arrives. */
  last: number
  underway: number
}

/** Buses of nodes that live in one process, for specs and simulations: as slow and as lossy as `carry` says. */
export class MemoryBuses {
  readonly #listeners = new Map<string, Listener>()
  readonly #ways = new Map<string, Way>()
  readonly #carry: Carry
  readonly #most: number

  /** @param most how many texts may be on their way from one node to another; what is more is lost */
  constructor(carry: Carry = () => 0, most = 10_000) {
    this.#carry = carry
    this.#most = most
  }

  /** The bus of one node. What is sent to it arrives by its clock: never, once that has ended. */
  join(node: string, clock: Clock): Bus {
    let open = true
    return {
      send: (to, text) => {
        if (open && to !== node) this.#send(node, to, text)
      },
      publish: (text) => {
        if (!open) return
        for (const other of this.#listeners.keys()) if (other !== node) this.#send(node, other, text)
      },
      listen: async (hear) => void this.#listeners.set(node, { clock, hear }),
      close: async () => {
        open = false
        this.#listeners.delete(node)
      },
    }
  }

  #send(from: string, to: string, text: string): void {
    const listener = this.#listeners.get(to)
    const delay = this.#carry(from, to)
    const way = this.#wayOf(from, to)
    if (!listener || delay === undefined || way.underway >= this.#most) return
    const now = listener.clock.now()
    way.last = Math.max(way.last, now + delay)
    way.underway++
    listener.clock.setTimer(way.last - now, () => {
      way.underway--
      // It may have closed, or another run of the node may be there, which has nothing to do with it.
      if (this.#listeners.get(to) === listener) listener.hear(text, from)
    })
  }

  #wayOf(from: string, to: string): Way {
    const name = JSON.stringify([from, to])
    const way = this.#ways.get(name) ?? { last: 0, underway: 0 }
    this.#ways.set(name, way)
    return way
  }
}
