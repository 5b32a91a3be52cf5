import { createServer } from '../../server/host/server.ts'
import { DEMO_PASSWORD, demoUsers, demoUsersOf, firstRooms } from '../../server/shipped/demo.ts'
import { shippedApplications } from '../../server/shipped/shipped-applications.ts'
import { stopAtSigterm } from './stop-at-sigterm.ts'

/** A node for people to try: what development has, with the page as it was built. */
const { PORT, DATABASE_URL, REDIS_URL, PAGE } = process.env
if (DATABASE_URL === undefined || REDIS_URL === undefined || PAGE === undefined)
  throw new Error('a node needs DATABASE_URL, REDIS_URL and PAGE')
const server = await createServer({
  port: Number(PORT),
  data: DATABASE_URL,
  redis: REDIS_URL,
  applications: shippedApplications,
  rooms: firstRooms,
  users: demoUsersOf(),
  demo: { users: demoUsers.map(({ username }) => ({ username })), password: DEMO_PASSWORD },
  frontEnd: { mode: 'built', folder: PAGE },
  signInLimit: 'none',
  signUp: 'open',
  trustProxy: 'loopback',
  logLevel: 'warn',
})
stopAtSigterm(server)
// A terminal tells all that were started in it: who started this one sees to the order.
process.on('SIGINT', () => undefined)
process.stdout.write('listening\n')
