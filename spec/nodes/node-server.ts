import { drawAndGuess } from '../../server/applications/draw-and-guess.ts'
import { startTestServer } from '../../server/testing/start-test-server.ts'
import { ledger } from '../crash/ledger.ts'
import { GAME_ROOM, ROOMS, WORDS } from './rooms.ts'
import { stopAtSigterm } from './stop-at-sigterm.ts'

/**
 * A node that is made to be killed: it has its port, database and Redis from the environment, as a real one. Says that it
 * listens by a line, and stops at SIGTERM.
 */
const { PORT, DATABASE_URL, REDIS_URL } = process.env
if (DATABASE_URL === undefined || REDIS_URL === undefined) throw new Error('a node needs DATABASE_URL and REDIS_URL')
// However long a node is away, the seats are kept.
const guess = { ...drawAndGuess({ en: [], de: [] }), grace: 600_000 }
const options = { words: WORDS, onlyOwnWords: true, turn: 30, rounds: 10 }
const server = await startTestServer(ledger, {
  applications: [ledger, guess],
  port: Number(PORT),
  data: DATABASE_URL,
  redis: REDIS_URL,
  rooms: [
    ...ROOMS.map((id) => ({ id, name: id, application: ledger.name })),
    { id: GAME_ROOM, name: GAME_ROOM, application: guess.name, options },
  ],
  limits: { rate: 100_000, burst: 100_000 },
  logLevel: 'error',
})
stopAtSigterm(server)
process.stdout.write('listening\n')
