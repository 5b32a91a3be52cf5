import { setTimeout } from 'node:timers/promises'
import type { Cluster, LeaseFault, Peer } from './cluster.ts'
import type { Direction } from './gate.ts'
import type { NodeProcess } from './node-process.ts'
import { ROOMS } from './rooms.ts'

/** What a fault has to go by. */
export interface Scene {
  readonly cluster: Cluster
  /** In [0, 1). */
  random(): number
  /** How long a node stands still, in milliseconds. */
  readonly frozen: number
  /** Something was not as it must be. */
  violated(what: string): void
}

/** Longer than a lease, in milliseconds: what lasts so long costs a node its rooms. */
const OUTLASTS_LEASE = 3500
/** How long a node may take to stop in order, in milliseconds. */
const DRAINED_WITHIN = 10_000

type Fault = (scene: Scene) => Promise<void>

/** One of them. */
export function oneOf<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new Error('there is none')
  return item
}

/** Everything that goes wrong in the suite. Each is over, and mended, when it resolves. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  'SIGKILL of an owner': async (scene) => killAndStart(scene, await ownerIn(scene)),
  'SIGKILL of any node': (scene) => killAndStart(scene, anyOf(scene)),
  'SIGSTOP, then SIGCONT': async (scene) => {
    const node = await ownerIn(scene)
    node.freeze()
    await setTimeout(scene.frozen)
    node.thaw()
  },
  'Redis killed, and started empty': ({ cluster, random }) => cluster.restartRedis(random() * 1500),
  'PostgreSQL restarted, fast': ({ cluster }) => cluster.restartPostgres('fast'),
  'PostgreSQL restarted, immediate': ({ cluster }) => cluster.restartPostgres('immediate'),
  'cut off from Redis': (scene) => cutOff(scene, 'redis'),
  'cut off from PostgreSQL': (scene) => cutOff(scene, 'postgres'),
  'cut off from both': (scene) => cutOff(scene, 'redis', 'postgres'),
  'a lease’s row held by somebody': (scene) => faultLease(scene, 'stuck'),
  'renewals that fail': (scene) => faultLease(scene, 'fail'),
  'the database silent': (scene) => faultLease(scene, 'blackhole'),
  'a node added': async ({ cluster }) => {
    const node = cluster.nodes.find(({ isThere }) => !isThere)
    if (node) await node.start()
  },
  'a node drained': async (scene) => {
    const node = await ownerIn(scene)
    const before = performance.now()
    const { code, signal } = await node.stop()
    const after = performance.now() - before
    if (code !== 0) scene.violated(`a node that was drained ended with ${code ?? signal}`)
    if (after > DRAINED_WITHIN) scene.violated(`a node took ${Math.round(after)} ms to drain`)
    // Where there are places enough it stays away.
    if (scene.cluster.living.length < 3) await node.start()
  },
}

function anyOf({ cluster, random }: Scene): NodeProcess {
  return oneOf(cluster.living, random)
}

async function ownerIn(scene: Scene): Promise<NodeProcess> {
  return (await scene.cluster.ownerOf(oneOf(ROOMS, scene.random))) ?? anyOf(scene)
}

async function killAndStart({ random }: Scene, node: NodeProcess): Promise<void> {
  await node.kill()
  await setTimeout(random() * 1500)
  await node.start()
}

async function cutOff(scene: Scene, ...peers: readonly Peer[]): Promise<void> {
  const { cluster, random } = scene
  const node = await ownerIn(scene)
  const how = random()
  const direction = oneOf<Direction>(['to', 'from'], random)
  for (const peer of peers) {
    if (how < 1 / 3) cluster.shut(node, peer)
    else if (how < 2 / 3) cluster.cutSocket(node, peer, direction)
    else cluster.cutSocket(node, peer, 'to', 'from')
  }
  await setTimeout(OUTLASTS_LEASE * (0.5 + random()))
  await cluster.heal()
}

async function faultLease(scene: Scene, how: LeaseFault): Promise<void> {
  await scene.cluster.faultLease(await ownerIn(scene), how)
  await setTimeout(OUTLASTS_LEASE)
  await scene.cluster.heal()
}
