import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { compiledSources } from '../support/compiled.ts'
import { type PostgresServer, startServer } from '../support/postgres.ts'
import { type RedisServer, startRedis } from '../support/redis.ts'
import { Database } from './database.ts'
import { type Front, openFront } from './front.ts'
import { type Direction, Gate } from './gate.ts'
import { freePorts, NodeProcess } from './node-process.ts'

/** What a node needs beside itself. */
export type Peer = 'redis' | 'postgres'

/** What goes wrong with a lease: nothing is heard of the database; the row is held by somebody; each renewal fails. */
export type LeaseFault = 'blackhole' | 'stuck' | 'fail'

export interface ClusterOptions {
  /** How many nodes there are places for. */
  readonly places: number
  /** How many of them are there at the start. */
  readonly nodes: number
  /** How far the clock of each goes wrong, in milliseconds. */
  readonly shifts?: readonly number[]
  /** Where the nodes listen; any free ports by default. */
  readonly ports?: readonly number[]
  /** Where the front listens; any free port by default. */
  readonly frontPort?: number
  /** What else each node finds in its environment. */
  readonly env?: Readonly<Record<string, string>>
  /** Of this folder, compiled. */
  readonly script?: string
  /** Whether what PostgreSQL acknowledges survives a power failure. */
  readonly fsync?: boolean
}

interface Place {
  readonly node: NodeProcess
  readonly gates: Readonly<Record<Peer, Gate>>
}

/** Nodes as processes, a PostgreSQL and a Redis of their own, and a front; and all that can go wrong with them. */
export class Cluster {
  readonly front: Front
  readonly database: Database
  readonly #postgres: PostgresServer
  readonly #redis: RedisServer
  readonly #places: readonly Place[]
  #heal: (() => Promise<void>)[] = []

  private constructor(parts: {
    readonly front: Front
    readonly database: Database
    readonly postgres: PostgresServer
    readonly redis: RedisServer
    readonly places: readonly Place[]
  }) {
    this.front = parts.front
    this.database = parts.database
    this.#postgres = parts.postgres
    this.#redis = parts.redis
    this.#places = parts.places
  }

  /** @throws Error in words where PostgreSQL or Redis is missing */
  static async open(options: ClusterOptions): Promise<Cluster> {
    const [postgres, redis, folder] = await Promise.all([
      startServer({ fsync: options.fsync ?? false }),
      startRedis(),
      compiledSources(),
    ])
    const database = new Database(await postgres.freshDatabase())
    const ports = options.ports ?? (await freePorts(options.places))
    const places = await Promise.all(
      ports.map(async (port, index) => {
        const gates = {
          postgres: await Gate.open({ path: socketOf(database.url) }),
          redis: await Gate.open({ path: redis.path }),
        }
        const name = new URL(database.url).pathname
        const env = {
          DATABASE_URL: `postgres://postgres@127.0.0.1:${gates.postgres.port}${name}`,
          REDIS_URL: `redis://127.0.0.1:${gates.redis.port}`,
          ...options.env,
          CLOCK_SHIFT: String(options.shifts?.[index] ?? 0),
        }
        const script = join(folder, 'spec/nodes', options.script ?? 'node-server.js')
        const command = ['--import', join(folder, 'spec/nodes/shift-clock.js'), script]
        return { node: new NodeProcess({ command, folder, port, env }), gates }
      }),
    )
    const front = await openFront(ports, options.frontPort)
    const cluster = new Cluster({ front, database, postgres, redis, places })
    try {
      for (const { node } of places.slice(0, options.nodes)) await node.start()
    } catch (error) {
      await cluster.close()
      throw error
    }
    return cluster
  }

  get nodes(): readonly NodeProcess[] {
    return this.#places.map(({ node }) => node)
  }

  /** Those that run. */
  get living(): readonly NodeProcess[] {
    return this.nodes.filter(({ isThere }) => isThere)
  }

  /** Bytes between a node and a peer of its are held in a direction, without a word. */
  cutSocket(node: NodeProcess, peer: Peer, ...directions: readonly Direction[]): void {
    this.#gateOf(node, peer).hold(...directions)
  }

  /** A node's connections to a peer break, and new ones are refused. */
  shut(node: NodeProcess, peer: Peer): void {
    this.#gateOf(node, peer).shut()
  }

  /** What was done to connections and leases is over. */
  async heal(): Promise<void> {
    for (const { gates } of this.#places) for (const gate of [gates.postgres, gates.redis]) gate.heal()
    for (const heal of this.#heal.splice(0)) await heal()
  }

  async faultLease(node: NodeProcess, how: LeaseFault): Promise<void> {
    if (how === 'blackhole') return this.cutSocket(node, 'postgres', 'to', 'from')
    const lease = node.pid === undefined ? undefined : await this.database.leaseOf(node.pid)
    if (lease === undefined) return
    if (how === 'stuck') await this.#holdRow(lease)
    else await this.#failRenewals(lease)
  }

  /** The node that has a room, where one has it. */
  async ownerOf(room: string): Promise<NodeProcess | undefined> {
    const owner = (await this.database.owners()).find((seen) => seen.room === room)
    const pid = Number(owner?.node?.split('/')[1])
    return this.nodes.find((node) => node.pid === pid)
  }

  /** Redis ends at once, and comes back empty after so many milliseconds. */
  async restartRedis(after: number): Promise<void> {
    await this.#redis.kill()
    await setTimeout(after)
    await this.#redis.start()
  }

  restartPostgres(how: 'fast' | 'immediate'): Promise<void> {
    return this.#postgres.restart(how)
  }

  async close(): Promise<void> {
    for (const { node } of this.#places) {
      node.thaw()
      await node.kill()
    }
    await this.front.close()
    for (const { gates } of this.#places) await Promise.all([gates.postgres.close(), gates.redis.close()])
  }

  #gateOf(node: NodeProcess, peer: Peer): Gate {
    const place = this.#places.find((each) => each.node === node)
    if (!place) throw new Error('that is no node of this cluster')
    return place.gates[peer]
  }

  /** Somebody has the lease's row, and does not let go of it. */
  async #holdRow(lease: number): Promise<void> {
    const client = this.database.client()
    await client.connect()
    await client.query('BEGIN')
    await client.query('SELECT FROM nodes WHERE lease = $1 FOR UPDATE', [lease])
    this.#heal.push(() => client.end())
  }

  async #failRenewals(lease: number): Promise<void> {
    const ask = (text: string) => this.database.ask(text)
    await ask(`CREATE OR REPLACE FUNCTION fail_renewal() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'no renewal today'; END $$`)
    await ask(`CREATE OR REPLACE TRIGGER fail_renewal BEFORE UPDATE ON nodes FOR EACH ROW
      WHEN (OLD.lease = ${Math.trunc(lease)}) EXECUTE FUNCTION fail_renewal()`)
    this.#heal.push(async () => void (await ask('DROP TRIGGER IF EXISTS fail_renewal ON nodes')))
  }
}

/** Of a PostgreSQL of the specs' own, which listens nowhere else. */
function socketOf(url: string): string {
  const folder = new URL(url).searchParams.get('host')
  if (folder === null) throw new Error('the nodes’ PostgreSQL must be one of the suite’s own: unset TEST_DATABASE_URL')
  return join(folder, '.s.PGSQL.5432')
}
