import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { startTestServer } from '../../server/testing/start-test-server.ts'
import { counter } from '../support/counter.ts'
import { rejection } from '../support/rejection.ts'

const application = { ...counter, spectators: true, players: { min: 1, max: 10 } }

describe('a room that is archived and restored while people are in it, over real sockets', () => {
  let server: SocDrawServer
  let bots: Bots<typeof application>

  before(async () => {
    server = await startTestServer(application)
    bots = new Bots(server, 'counter')
  })
  after(async () => {
    bots.close()
    await server.stop()
  })

  it('refuses what they do meanwhile, shows itself as what it is, and goes on with whoever stayed and whoever came', async () => {
    const { id } = await server.rooms.create({ application: 'counter', name: 'Ours', owner: 'ann' })
    const ann = await (await bots.connect('ann')).enter(id)
    await ann.act.add({ by: 1 })
    await server.rooms.archive(id)
    expect(await rejection(ann.act.add({ by: 10 }))).to.include({ code: 'ROOM_ARCHIVED' })
    await until(ann, ({ archived }) => archived, 'ann’s is archived')
    const bob = await (await bots.connect('bob')).enter(id)
    expect(bob.state?.total).to.equal(1)
    await server.rooms.restore(id)
    await until(ann, ({ archived }) => !archived, 'ann’s is back')
    expect(await ann.act.add({ by: 1 })).to.deep.equal({ total: 2 })
    await until(bob, ({ archived, members }) => !archived && members.length === 2, 'bob has a seat')
    expect(await bob.act.add({ by: 1 })).to.deep.equal({ total: 3 })
    await server.rooms.update(id, { name: 'Renamed' })
    await until(ann, ({ name }) => name === 'Renamed', 'ann’s is renamed')
  })
})
