import { chat } from '../../../server/applications/chat.ts'
import { startTestServer } from '../../../server/testing/start-test-server.ts'

/** A test server as a process of its own, on the data that its argument names: to be killed. */
const [data = 'memory'] = process.argv.slice(2)
const { url } = await startTestServer(chat, { data })
process.stdout.write(`soc-draw is at ${url.replace('127.0.0.1', 'localhost')}\n`)
