/**
 * Three nodes to try, with a PostgreSQL, a Redis and a proxy of their own: at http://localhost:8089, and each alone on the
 * ports after it. Ends all of it at Ctrl-C, and leaves nothing.
 */
import { DEMO_PASSWORD, demoUsers } from '../../server/shipped/demo.ts'
import { builtPage } from '../support/built-page.ts'
import { Cluster } from './cluster.ts'

const FRONT = 8089
const NODES = [8090, 8091, 8092]
const say = (line: string): void => void process.stdout.write(`${line}\n`)

try {
  const cluster = await Cluster.open({
    places: NODES.length,
    nodes: NODES.length,
    ports: NODES,
    frontPort: FRONT,
    script: 'dev-node.js',
    env: { PAGE: await builtPage() },
  })
  say(`soc-draw is at ${cluster.front.url.replace('127.0.0.1', 'localhost')}, by ${cluster.front.what}`)
  for (const { port } of cluster.nodes) say(`  one node alone: http://localhost:${port}`)
  say(`sign in as ${demoUsers.map(({ username }) => username).join(', ')} (password ${DEMO_PASSWORD})`)
  let ending = false
  const end = async (): Promise<void> => {
    // Asked twice: at once.
    if (ending) process.exit(1)
    ending = true
    await Promise.all(cluster.nodes.map((node) => node.stop()))
    await cluster.close()
    process.exit(0)
  }
  process.on('SIGINT', () => void end())
  process.on('SIGTERM', () => void end())
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
