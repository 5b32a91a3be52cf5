import { Writable } from 'node:stream'
import { expect } from 'chai'
import { fastify } from 'fastify'
import { z } from 'zod/mini'
import { defineApplication } from '../../server/contract/define-application.ts'
import { mountRooms, type SocDrawServer } from '../../server/host/server.ts'
import { play } from '../../server/testing/play.ts'
import { startTestServer, tokenOf } from '../../server/testing/start-test-server.ts'
import { connect } from '../../web/client/connect.ts'
import { rejection } from '../support/rejection.ts'

/** Rules that ask the machine what only their context may tell them, and one that takes its time. */
const careless = defineApplication({
  name: 'careless',
  players: { min: 1, max: 4 },
  initialise: () => ({ at: 0 }),
  update: (action) => ({
    stamp: action(z.object({}), (state) => {
      state.at = Date.now()
    }),
    dawdle: action(z.object({ ms: z.number() }), (_state, { ms }) => {
      const begun = performance.now()
      while (performance.now() - begun < ms);
    }),
  }),
})

async function stampOn(server: SocDrawServer): Promise<unknown> {
  const lobby = await connect<typeof careless>(server.url, 'careless', { token: tokenOf('ann') })
  try {
    const room = await lobby.enter('R:1')
    await room.act.stamp({})
    return room.state?.at
  } finally {
    lobby.close()
  }
}

describe('rules that read the clock', () => {
  it('are refused in play(), with the sentence', async () => {
    const room = await play(careless, { members: ['ann'] })
    const error: unknown = await room
      .as('ann')
      .stamp({})
      .catch((reason) => reason)
    expect(error).to.have.property('message').that.contains('Date.now()').and.contains('take `now` from the context')
    expect(room.state.at).to.equal(0)
  })

  it('[P5] are refused on a test server, whose client reads the sentence too', async () => {
    const server = await startTestServer(careless)
    try {
      const error = await rejection(stampOn(server))
      expect(error).to.have.property('code', 'ACTION_FAILED')
      expect(error).to.have.property('message').that.contains('Date.now()')
    } finally {
      await server.stop()
    }
  })

  it('run as they are where the host does not ask for strictness', async () => {
    const server = await startTestServer(careless, { strictRules: false })
    try {
      expect(await stampOn(server))
        .to.be.a('number')
        .above(0)
    } finally {
      await server.stop()
    }
  })
})

describe('a rule that takes long', () => {
  it('is told of in the host’s log by its name; a quick one is not', async () => {
    const lines: string[] = []
    const stream = new Writable({
      write(line, _encoding, done) {
        lines.push(String(line))
        done()
      },
    })
    const http = fastify({ logger: { level: 'warn', stream } })
    const rooms = await mountRooms(http, {
      applications: [careless],
      rooms: [{ id: 'R:1', name: 'Room', application: 'careless' }],
      authenticate: async () => ({ id: 'ann', name: 'Ann' }),
      data: 'memory',
    })
    const url = await http.listen({ port: 0, host: '127.0.0.1' })
    const lobby = await connect<typeof careless>(url, 'careless', { token: 'any' })
    try {
      const room = await lobby.enter('R:1')
      await room.act.dawdle({ ms: 0 })
      await room.act.dawdle({ ms: 130 })
    } finally {
      lobby.close()
      await http.close()
    }
    const told = lines.map((line) => JSON.parse(line)).filter(({ rule }) => rule !== undefined)
    expect(rooms.io).to.not.equal(undefined)
    expect(told.map(({ application, rule }) => [application, rule])).to.deep.equal([['careless', 'the action dawdle']])
    expect(told[0].ms).to.be.within(130, 5000)
  })
})
