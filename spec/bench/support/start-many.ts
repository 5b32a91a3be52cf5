/** Starts a server on a folder, reads its lobby once, and says how long the start took and how much memory it has. */
import { startTestServer, tokenOf } from '../../../server/testing/start-test-server.ts'
import { connect } from '../../../web/client/connect.ts'
import { talk } from './talk.ts'

const [folder = ''] = process.argv.slice(2)
const started = performance.now()
const server = await startTestServer(talk, { data: folder, rooms: [] })
const ms = performance.now() - started
const lobby = await connect<typeof talk>(server.url, talk.name, { token: tokenOf('ann') })
if (lobby.rooms.length !== 100) throw new Error(`${lobby.rooms.length} rooms are listed`)
lobby.close()
await new Promise((resolve) => setTimeout(resolve, 500))
globalThis.gc?.()
const megabytes = process.memoryUsage.rss() / 1024 / 1024
process.send?.({ ms, megabytes })
await server.stop()
process.disconnect?.()
