/** The server that is soaked: on disk, as in production. Cuts connections, and tells its memory, when it is asked to. */
import { startTestServer } from '../../server/testing/start-test-server.ts'
import { tally } from './tally.ts'

/** What may be asked of it. */
export type Asked = { readonly cut: number } | 'memory'

/** Its memory after a collection, in megabytes: what lives in it, and what the process has. */
export interface Memory {
  readonly live: number
  readonly resident: number
}

const [folder = '', rooms = ''] = process.argv.slice(2)
const server = await startTestServer(tally, {
  data: folder,
  maxLag: 200,
  strictRules: false,
  rooms: Array.from({ length: Number(rooms) }, (_, index) => ({
    id: `R:${index}`,
    name: `Room ${index}`,
    application: tally.name,
  })),
})
process.on('disconnect', () => process.exit())
process.on('message', (asked: Asked) => {
  if (asked === 'memory') process.send?.(memory())
  else cut(asked.cut)
})
process.send?.(server.url)

function memory(): Memory {
  globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { live: (heapUsed + external) / 2 ** 20, resident: rss / 2 ** 20 }
}

/** Cuts so many connections, as a network would. */
function cut(count: number): void {
  const sockets = [...server.io.of(`/${tally.name}`).sockets.values()]
  for (let left = count; left > 0 && sockets.length > 0; left--) {
    const [socket] = sockets.splice(Math.floor(Math.random() * sockets.length), 1)
    socket?.conn.close(true)
  }
}
