import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { startTestServer, tokenOf } from '../../server/testing/start-test-server.ts'
import { ReturningMember } from '../bench/crowd/wire/returning-member.ts'
import { counter } from '../support/counter.ts'

const CONNECTIONS = 300
const ROOMS = 75
/** The longest first delay of the client library, in milliseconds, and some more for a machine that has much to do. */
const OVER_WITHIN = 1000 + 5000

describe('a reconnect storm', function () {
  this.timeout(30_000)

  let server: SocDrawServer
  let members: ReturningMember[]

  beforeEach(async () => {
    const rooms = Array.from({ length: ROOMS }, (_, index) => ({
      id: `R:${index}`,
      name: `Room ${index}`,
      application: counter.name,
    }))
    server = await startTestServer({ ...counter, players: { min: 2, max: 4 } }, { rooms })
    const port = Number(new URL(server.url).port)
    members = Array.from({ length: CONNECTIONS }, (_, index) => {
      const [name, room] = [`u${index}`, `R:${index % ROOMS}`]
      return new ReturningMember({ port, lobby: counter.name, token: tokenOf(name), room, client: name })
    })
    await Promise.all(members.map((member) => member.arrive()))
  })

  afterEach(async () => {
    for (const member of members) member.end()
    await server.stop()
  })

  it('[P6] [P9] of all that are cut off at once is over soon, and makes no second one: each dials once, and gets what it missed', async () => {
    const came: number[] = []
    const started = performance.now()
    server.io.of(`/${counter.name}`).on('connection', () => came.push(performance.now() - started))
    const served = await Promise.all(members.map((member) => member.cut()))
    expect(performance.now() - started).to.be.below(OVER_WITHIN)
    expect(new Set(served), 'nobody is sent the whole room again').to.deep.equal(new Set(['patches']))
    const [attempts, losses] = [members.map((each) => each.attempts), members.map((each) => each.losses)]
    expect([Math.max(...attempts), Math.max(...losses)]).to.deep.equal([2, 1])
    // Spread over the first delay: in no tenth of it come more than three times as many as there would be evenly.
    const busiest = Math.max(...came.map((at) => came.filter((other) => other >= at && other < at + 100).length))
    expect(busiest).to.be.below((3 * CONNECTIONS) / 10)
    const inside = [...Array(ROOMS).keys()].map(
      (index) => server.io.of(`/${counter.name}`).adapter.rooms.get(`R:${index}`)?.size,
    )
    expect(new Set(inside)).to.deep.equal(new Set([CONNECTIONS / ROOMS]))
  })
})
