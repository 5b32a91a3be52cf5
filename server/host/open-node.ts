import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { BusError, NO_BUS, type OpenBus } from '../cluster/bus.ts'
import { channelsOf } from '../cluster/bus-channels.ts'
import { ClusterNode, type NodeRooms } from '../cluster/cluster-node.ts'
import { PROTOCOL } from '../cluster/line-text.ts'
import { systemClock } from '../machine/system-clock.ts'
import type { ListingExchange } from '../rooms/lobby/listing-exchange.ts'
import type { ChangeHints } from '../rooms/log/changes.ts'
import { LEASE_LENGTH, type Leases, type NodeOnDuty } from '../rooms/log/leases.ts'
import type { Report } from '../rooms/ports.ts'
import type { Store } from '../stores/store.ts'
import { StoreError } from '../stores/store-error.ts'
import type { Health } from './health.ts'
import type { MountOptions } from './server-options.ts'
import { systemRandomness } from './system-randomness.ts'

/** How long a lease may take at the start, in milliseconds. */
const LEASED_WITHIN = 10_000
/** How long whoever ended a moment ago, without a word, may still seem to be there, in milliseconds. */
const GONE_WITHIN = LEASE_LENGTH + 500
const LOOKED_EVERY = 50

/** What the name of a server begins with that no other can reach. */
const ALONE = 'alone/'

/** A server as one of those that share its data. */
export interface HostNode {
  readonly node: ClusterNode
  /** What tells the others at once that something was changed. */
  readonly hints: ChangeHints
  /** What is told of lists between the servers. */
  readonly listings: ListingExchange
  /** Its rooms are its own from when this resolves on. @throws StoreError in words, where it may not be there */
  begin(rooms: NodeRooms): Promise<void>
  /** Whether there are others that would take its clients and rooms. */
  hasOthers(): Promise<boolean>
}

interface Parts {
  readonly store: Pick<Store, 'leases' | 'cluster'>
  readonly health: Health
}

/**
 * Joins the servers that share the data, where it can be shared: undefined where one server has it to itself.
 * @throws BusError for Redis that can't be used, or that is of no use
 */
export async function openNode(options: MountOptions, { store, health }: Parts): Promise<HostNode | undefined> {
  const { leases, cluster = '' } = store
  const report: Report = (error, context) => health.report(error, context)
  const open = busOf(options, report)
  if (!leases) {
    if (!open) return undefined
    throw new BusError('REDIS_URL is for several servers on one PostgreSQL database: here one has the data to itself.')
  }
  const name = `${open ? '' : ALONE}${hostname()}/${process.pid}/${systemRandomness.name()}`
  const { lines: bus, hints, listings } = channelsOf(open ? await open({ name, cluster }) : NO_BUS)
  const monotonic = () => performance.now()
  let begun = false
  const taken = (): void => {
    if (begun) void lookAgain(own)
  }
  const node = new ClusterNode({ name, bus, leases, clock: systemClock, monotonic, taken, report })
  const own: Own = { name, leases, node, reachable: open !== undefined, health }
  return {
    node,
    hints,
    listings,
    async begin(rooms) {
      await node.begin(rooms)
      await mustHaveLease(node)
      await mustAgree(own)
      begun = true
    },
    async hasOthers() {
      try {
        const others = (await leases.nodes()).filter((other) => other.name !== name)
        return open !== undefined && others.some(({ draining, protocol }) => !draining && protocol === PROTOCOL)
      } catch (error) {
        report(error, { doing: 'looking for servers that take its rooms' })
        return false
      }
    },
  }
}

function busOf({ redis, bus }: MountOptions, report: Report): OpenBus | undefined {
  if (bus || redis === undefined) return bus
  return async (facts) => {
    // As the database's driver, it is loaded where it is needed only.
    const { openRedisBus } = await import('../cluster/redis/redis-bus.ts')
    return openRedisBus({ ...facts, url: redis, report })
  }
}

async function mustHaveLease({ ownership }: ClusterNode): Promise<void> {
  for (const ends = performance.now() + LEASED_WITHIN; ownership.lease === undefined; await setTimeout(LOOKED_EVERY)) {
    if (performance.now() > ends)
      throw new StoreError('UNUSABLE', 'The database gives this server no lease on its rooms.')
  }
}

interface Own {
  readonly name: string
  readonly leases: Leases
  readonly node: ClusterNode
  readonly reachable: boolean
  readonly health: Health
}

/** Servers that can't reach each other would keep rooms from each other's users. @throws StoreError for such a one */
async function mustAgree(own: Own): Promise<void> {
  for (const ends = performance.now() + GONE_WITHIN; ; await setTimeout(LOOKED_EVERY)) {
    const { others, apart } = await before(own)
    if (apart.length === 0) {
      sayVersions(others, own.health)
      return
    }
    if (performance.now() > ends) throw new StoreError('LOCKED', apartInWords(apart, own.reachable))
  }
}

/** While a server has no lease, another one that starts does not find it. Says so where there is such a one. */
async function lookAgain(own: Own): Promise<void> {
  const { health, reachable } = own
  try {
    const { apart } = await before(own)
    if (apart.length > 0) health.report(new StoreError('LOCKED', apartInWords(apart, reachable)), {})
  } catch (error) {
    health.report(error, { doing: 'looking for servers that can’t be reached' })
  }
}

/** The servers that were there before it had its lease, and those of them that it can't reach. */
async function before({ name: own, leases, node, reachable }: Own) {
  const { lease = Number.POSITIVE_INFINITY } = node.ownership
  const others = (await leases.nodes()).filter((other) => other.lease < lease && other.name !== own)
  return { others, apart: others.filter(({ name }) => !reachable || name.startsWith(ALONE)) }
}

function apartInWords(apart: readonly NodeOnDuty[], reachable: boolean): string {
  const names = apart.map(({ name }) => name.replace(ALONE, '')).join(', ')
  return reachable
    ? `Another server without REDIS_URL has this database: ${names}. Stop it, or give it the same REDIS_URL.`
    : `Another server has this database: ${names}. Several need a Redis: set REDIS_URL to the same for all of them.`
}

function sayVersions(others: readonly NodeOnDuty[], health: Health): void {
  const different = others.filter(({ protocol }) => protocol !== PROTOCOL)
  if (different.length === 0) return
  const names = different.map(({ name }) => name).join(', ')
  const text = `servers of another version of soc-draw are there: ${names}. Rooms that those run can’t be entered by this one until they have ended`
  health.say([{ level: 'warn', text }])
}
