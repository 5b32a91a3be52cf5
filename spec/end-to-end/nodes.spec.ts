import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import { until } from '../../server/testing/bots.ts'
import { startTestServer } from '../../server/testing/start-test-server.ts'
import { Nodes } from '../support/nodes.ts'

const readiness = async (server: SocDrawServer) => (await server.http.inject('/readyz')).statusCode

describe('servers that share their data', () => {
  let nodes: Nodes<typeof chat>
  beforeEach(() => {
    nodes = new Nodes(chat)
  })
  afterEach(() => nodes.stop())

  it('[P2] run one room together: its members are at different ones, and see the same', async () => {
    const [here, there] = [await nodes.start(), await nodes.start()]
    expect([await readiness(here), await readiness(there)]).to.deep.equal([200, 200])
    const ann = await (await nodes.connect(here, 'ann')).enter('R:1')
    const bob = await (await nodes.connect(there, 'bob')).enter('R:1')
    for (const room of [ann, bob]) await until(room, ({ status }) => status === 'running')
    await ann.act.say({ text: 'from here' })
    await bob.act.say({ text: 'from there' })
    for (const room of [ann, bob]) {
      await until(room, ({ state }) => state?.messages.length === 3)
      expect(room.state?.messages.slice(1).map(({ text }) => text)).to.deep.equal(['from here', 'from there'])
    }
  })

  it('[P15] hand their rooms over when they stop: nothing is lost, and whoever is elsewhere goes on', async () => {
    const [here, there] = [await nodes.start(), await nodes.start()]
    const ann = await (await nodes.connect(here, 'ann')).enter('R:1')
    const [bob, cid] = await Promise.all(
      ['bob', 'cid'].map(async (name) => (await nodes.connect(there, name)).enter('R:1')),
    )
    if (!bob || !cid) throw new Error('nobody came')
    await until(bob, ({ status }) => status === 'running')
    await ann.act.say({ text: 'before' })
    const stopped = here.stop()
    await bob.act.say({ text: 'while it stops' })
    await stopped
    await cid.act.say({ text: 'after' })
    await until(bob, ({ state }) => state?.messages.at(-1)?.text === 'after')
    expect(bob.state?.messages.slice(1).map(({ text }) => text)).to.deep.equal(['before', 'while it stops', 'after'])
  })

  it('are told in words where one has the data to itself', async () => {
    const bus = async () => {
      throw new Error('nobody asks')
    }
    const failed = await startTestServer(chat, { data: 'memory', bus }).then(() => 'started', String)
    expect(failed).to.match(/^BusError: REDIS_URL is for several servers on one PostgreSQL database/)
  })
})
