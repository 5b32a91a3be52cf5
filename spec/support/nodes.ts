import type { BusFacts } from '../../server/cluster/bus.ts'
import { type Carry, MemoryBuses } from '../../server/cluster/memory-bus.ts'
import type { AnyApplication } from '../../server/contract/application.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import { systemClock } from '../../server/machine/system-clock.ts'
import { createMemoryStore } from '../../server/stores/memory/create-memory-store.ts'
import { startTestServer, type TestServerOptions, tokenOf } from '../../server/testing/start-test-server.ts'
import type { Lobby } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'

/** Servers in this process that share a memory store, and reach each other by buses in it. */
export class Nodes<App extends AnyApplication> {
  readonly #application: App
  readonly #options: TestServerOptions
  readonly store = createMemoryStore({ sharedBy: systemClock })
  readonly #buses: MemoryBuses
  readonly #closing: (() => unknown)[] = []

  constructor(application: App, options: TestServerOptions = {}, carry?: Carry) {
    this.#application = application
    this.#options = options
    this.#buses = new MemoryBuses(carry)
  }

  async start(options: TestServerOptions = {}): Promise<SocDrawServer> {
    // Whose data is elsewhere has its bus there too.
    const shared = { data: this.store, bus: async ({ name }: BusFacts) => this.#buses.join(name, systemClock) }
    const server = await startTestServer(this.#application, {
      ...(options.data === undefined && shared),
      ...this.#options,
      ...options,
    })
    this.#closing.push(() => server.stop())
    return server
  }

  /** Whoever is named, connected to one of them. */
  async connect(server: Pick<SocDrawServer, 'url'>, name: string): Promise<Lobby<App>> {
    const token = tokenOf(name)
    const lobby = await connect<App>(server.url, this.#application.name, { token, socket: { forceNew: true } })
    this.#closing.push(() => lobby.close())
    return lobby
  }

  /** Ends all that was begun, the last first. */
  async stop(): Promise<void> {
    for (const close of this.#closing.splice(0).reverse()) await close()
  }
}
