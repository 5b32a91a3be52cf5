import type { Host } from './host.ts'
import type { Exchange, HostileTransport } from './hostile-transport.ts'
import { Link } from './link.ts'
import type { Upwards } from './messages.ts'
import type { Random } from './random.ts'
import type { Verdict } from './verdict.ts'

/** After so many milliseconds of silence the server takes a connection for dead. */
const SILENCE = 18_000

interface Line {
  readonly link: Link
  readonly page: HostileTransport
  readonly host: Host
}

export interface NetworkParts {
  readonly random: Random
  readonly verdict: Verdict
  /** The longest that a message is on its way, in milliseconds. */
  readonly latency: number
}

/** All connections of a simulation, and what becomes of them. */
export class Network implements Exchange {
  readonly #parts: NetworkParts
  readonly #lines = new Map<Link, Line>()
  #dialled = 0
  /** The servers that take connections now. */
  readonly hosts: Host[] = []

  constructor(parts: NetworkParts) {
    this.#parts = parts
  }

  dial(page: HostileTransport): Link | undefined {
    const { random, latency } = this.#parts
    const host = this.hosts.length > 1 ? random.pick(this.hosts) : this.hosts[0]
    if (!host) return undefined
    const link = new Link({
      id: `L${++this.#dialled}`,
      user: { id: page.user, name: page.user, roles: [] },
      random,
      page: page.clock,
      host: host.clock,
      latency: random.int(1, latency),
    })
    this.#lines.set(link, { link, page, host })
    link.carry('up', () => host.accept(link, page))
    return link
  }

  arrive(link: Link, message: Upwards): void {
    this.#lines.get(link)?.host.arrive(link, message)
  }

  /** Breaks a connection; either end learns of it in its own time, long after the other perhaps. */
  cut(link: Link): void {
    const line = this.#lines.get(link)
    if (!line || link.broken) return
    const { random, verdict } = this.#parts
    verdict.note(() => `${link.id} is cut`)
    // What is still on its way may take longer than a new connection.
    if (random.chance(0.5)) link.slow(3000)
    link.break()
    line.page.clock.setTimer(random.delay(8000), () => line.page.lost(link))
    line.host.clock.setTimer(random.delay(SILENCE), () => line.host.lost(link))
  }

  /** The page says nothing from now on: the server ends the connection after a while, unless the page awakes before. */
  silence(link: Link): void {
    const line = this.#lines.get(link)
    line?.host.clock.setTimer(SILENCE, () => {
      if (!line.page.clock.asleep) return
      line.host.lost(link)
      link.carry('down', () => line.page.lost(link))
    })
  }

  /** From now on a server takes no connection. */
  close(host: Host): void {
    const index = this.hosts.indexOf(host)
    if (index >= 0) this.hosts.splice(index, 1)
  }

  /** A server is gone, and every connection with it. */
  down(host: Host): void {
    this.close(host)
    for (const { link, page, host: other } of this.#lines.values()) {
      if (other !== host) continue
      this.#lines.delete(link)
      link.break()
      page.clock.setTimer(this.#parts.random.delay(5000), () => page.lost(link))
    }
  }
}
