import { createInterface } from 'node:readline'
import { drawAndGuess } from '../../server/applications/draw-and-guess.ts'
import { startTestServer } from '../../server/testing/start-test-server.ts'
import { LeapingClock } from './leaping-clock.ts'

/**
 * A server of draw and guess that is made to be killed, on a clock that leaps: `guess-server.ts PORT FOLDER AHEAD`, and a
 * number of milliseconds on each line that it reads. Says that it listens by a line.
 */
const [port, data = '', ahead] = process.argv.slice(2)
const clock = new LeapingClock(Number(ahead))
// All have ten letters, and so three hints.
const application = drawAndGuess({ en: ['lighthouse', 'strawberry', 'helicopter'], de: [] })
// However long a start takes on a busy machine, the seats are kept.
const patient = { ...application, grace: 600_000 }
await startTestServer(patient, { port: Number(port), data, clock, logLevel: 'error' })
createInterface({ input: process.stdin }).on('line', (line) => clock.leap(Number(line)))
process.stdout.write('listening\n')
