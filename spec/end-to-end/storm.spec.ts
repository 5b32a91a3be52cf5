import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { startTestServer, tokenOf } from '../../server/testing/start-test-server.ts'
import { ReturningMember } from '../bench/crowd/wire/returning-member.ts'
import { CrashBot, type Manner } from '../crash/crash-bot.ts'
import { judge } from '../crash/judge.ts'
import { ledger } from '../crash/ledger.ts'
import { waitFor } from './support/wait-for.ts'

const ONLOOKERS = 300
const ROOMS = 75
/** In as many of the rooms as this two members act all the while. */
const LIVELY = 5
/** By the client library's own delays. */
const CALM: Manner = { rest: 40, delays: {} }
const CONNECTIONS = ONLOOKERS + 2 * LIVELY
/** The longest first delay of the client library, in milliseconds, and much more for a machine that has other things to do. */
const OVER_WITHIN = 1000 + 9000

describe('a reconnect storm', function () {
  this.timeout(60_000)

  let server: SocDrawServer
  let onlookers: ReturningMember[]
  let actors: CrashBot[]

  beforeEach(async () => {
    const rooms = Array.from({ length: ROOMS }, (_, index) => ({
      id: `R:${index}`,
      name: `Room ${index}`,
      application: ledger.name,
    }))
    server = await startTestServer(ledger, { rooms })
    const port = Number(new URL(server.url).port)
    onlookers = Array.from({ length: ONLOOKERS }, (_, index) => {
      const [name, room] = [`u${index}`, `R:${index % ROOMS}`]
      return new ReturningMember({ port, lobby: ledger.name, token: tokenOf(name), room, client: name })
    })
    await Promise.all(onlookers.map((onlooker) => onlooker.arrive()))
    actors = await Promise.all(
      Array.from({ length: 2 * LIVELY }, (_, index) =>
        CrashBot.enter(server.url, `actor-${index}`, `R:${index % LIVELY}`, CALM),
      ),
    )
  })

  afterEach(async () => {
    for (const onlooker of onlookers) onlooker.end()
    for (const actor of actors) actor.close()
    await server.stop()
  })

  /** Cuts everybody off at once. Resolves, with what onlookers were served, when these are back. */
  async function storm() {
    const back = Promise.all(onlookers.map((onlooker) => onlooker.cut()))
    for (const socket of server.io.of(`/${ledger.name}`).sockets.values()) socket.conn.close(true)
    return back
  }

  /** The actors that did something while they were cut off, from now on. */
  function actingAway(): ReadonlySet<CrashBot> {
    const away = new Set<CrashBot>()
    for (const actor of actors) {
      const { room } = actor
      room.subscribe(() => !room.live && room.pending > 0 && away.add(actor))
    }
    return away
  }

  /** Resolves when each actor was acknowledged some actions more. */
  async function actorsGoOn(): Promise<void> {
    const before = actors.map(({ acknowledged }) => acknowledged.length)
    const all = (): boolean => actors.every(({ acknowledged }, at) => acknowledged.length > (before[at] ?? 0) + 10)
    await waitFor(all, 'each actor was acknowledged', OVER_WITHIN)
  }

  it('[P2] [P4] [P6] [P9] of all that are cut off at once is over soon, and makes no second one: each dials once, gets what it missed, and nothing that they do is lost or doubled', async () => {
    for (const actor of actors) actor.start()
    await actorsGoOn()
    const actedAway = actingAway()
    const came: number[] = []
    const started = performance.now()
    server.io.of(`/${ledger.name}`).on('connection', () => came.push(performance.now() - started))
    const served = await storm()
    expect(performance.now() - started).to.be.below(OVER_WITHIN)
    expect(new Set(served), 'nobody is sent the whole room again').to.deep.equal(new Set(['patches']))
    await actorsGoOn()
    expect(actedAway.size).to.equal(actors.length)
    const [attempts, losses] = [onlookers.map((each) => each.attempts), onlookers.map((each) => each.losses)]
    expect([Math.max(...attempts), Math.max(...losses), came.length]).to.deep.equal([2, 1, CONNECTIONS])
    // Spread over the first delay: in no tenth of it come more than three times as many as there would be evenly.
    const busiest = Math.max(...came.map((at) => came.filter((other) => other >= at && other < at + 100).length))
    expect(busiest).to.be.below((3 * CONNECTIONS) / 10)
    const inside = [...Array(ROOMS).keys()].map(
      (index) => server.io.of(`/${ledger.name}`).adapter.rooms.get(`R:${index}`)?.size,
    )
    const each = ONLOOKERS / ROOMS
    expect(inside).to.deep.equal(inside.map((_, index) => (index < LIVELY ? each + 2 : each)))
    await Promise.all(actors.map((actor) => actor.finish()))
    const violations = actors.flatMap(({ name, wrong }) => wrong.map((what) => `${name} ${what}`))
    for (const roomId of new Set(actors.map((actor) => actor.roomId))) {
      violations.push(...(await judge(server.url, roomId, actors)))
    }
    expect(violations.slice(0, 20)).to.deep.equal([])
  })
})
