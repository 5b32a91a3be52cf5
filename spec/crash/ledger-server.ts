import { startTestServer } from '../../server/testing/start-test-server.ts'
import { ledger } from './ledger.ts'
import { ROOMS } from './rooms.ts'

/** A server that is made to be killed: `ledger-server.ts PORT FOLDER`. Says that it listens by a line. */
const [port, data = ''] = process.argv.slice(2)
await startTestServer(ledger, {
  port: Number(port),
  data,
  rooms: ROOMS.map((id) => ({ id, name: id, application: ledger.name })),
  limits: { rate: 100_000, burst: 100_000 },
  logLevel: 'error',
})
process.stdout.write('listening\n')
