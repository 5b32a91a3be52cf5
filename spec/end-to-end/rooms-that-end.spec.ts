import { expect } from 'chai'
import { defineApplication } from '../../server/contract/define-application.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { startTestServer } from '../../server/testing/start-test-server.ts'
import { rejection } from '../support/rejection.ts'
import { waitFor } from './support/wait-for.ts'

const tally = defineApplication({
  name: 'tally',
  players: { min: 1, max: 9 },
  spectators: true,
  initialise: () => ({ total: 0 }),
  update: (action) => ({
    add: action({ '~standard': { version: 1, vendor: 'spec', validate: (value) => ({ value }) } }, (state) => {
      state.total++
    }),
  }),
})

describe('a room that ends for those who are in it, over real sockets', () => {
  let server: SocDrawServer
  let bots: Bots<typeof tally>

  beforeEach(async () => {
    server = await startTestServer(tally)
    bots = new Bots(server, 'tally')
  })

  afterEach(async () => {
    bots.close()
    await server.stop()
  })

  const codeOf = async (promise: Promise<unknown>) => (await rejection(promise)).code
  const native = (roomId: string): number => server.io.of('/tally').adapter.rooms.get(roomId)?.size ?? 0

  it('[P10] deleted with people inside, it is none to any of their tabs; recovered, it goes on as it was', async () => {
    const { id } = await server.rooms.create({ application: 'tally', name: 'Ours', owner: 'ann' })
    const lobbies = await Promise.all(['ann', 'ann', 'bob', 'zoe'].map((user) => bots.connect(user)))
    const inside = await Promise.all(lobbies.map((lobby, at) => lobby.enter(id, { spectate: at === 3 })))
    const [first, second, bob] = inside
    if (!first || !second || !bob) return expect.fail('nobody is there')
    await first.act.add(undefined)
    await until(bob, ({ state, members }) => state?.total === 1 && members.length === 2)
    await server.rooms.delete(id)
    expect(native(id), 'from the answer on').to.equal(0)
    for (const room of inside) await until(room, ({ error }) => error?.code === 'ROOM_NOT_FOUND')
    for (const lobby of lobbies) await until(lobby, ({ rooms }) => !rooms.some((room) => room.id === id))
    expect(await codeOf(bob.act.add(undefined))).to.equal('ROOM_NOT_FOUND')
    for (const lobby of lobbies) expect(await codeOf(lobby.enter(id))).to.equal('ROOM_NOT_FOUND')
    await server.rooms.recover(id)
    const [ann, , bobs] = lobbies
    if (!ann || !bobs) return expect.fail('nobody is there')
    await until(bobs, ({ rooms }) => rooms.some((room) => room.id === id), 'it is listed again')
    const [again, other] = [await ann.enter(id), await bobs.enter(id)]
    await until(again, ({ members, status }) => members.length === 2 && status === 'running')
    await other.act.add(undefined)
    await until(again, ({ state }) => state?.total === 2)
  })

  it('[P4] [P10] banned while the connection is away, one is told so on coming back: what was sent meanwhile is not done', async () => {
    const { id } = await server.rooms.create({ application: 'tally', name: 'Ours', owner: 'ann' })
    const [ann, bob] = await bots.enter(id, 'ann', 'bob')
    await until(ann, ({ members }) => members.length === 2)
    await bob.act.add(undefined)
    await until(ann, ({ state }) => state?.total === 1)
    const socket = [...server.io.of('/tally').sockets.values()].find(({ data }) => data.user.id === 'bob')
    if (!socket) return expect.fail('Bob is not there')
    // Before anything comes back, he is banned.
    const gone = new Promise((resolve) => socket.once('disconnect', resolve))
    socket.conn.close()
    await gone
    const banned = server.rooms.ban(id, 'bob', { reason: 'noise' })
    await until(bob, ({ live }) => !live, 'he is away')
    const outcome = codeOf(bob.act.add(undefined))
    await banned
    await until(bob, ({ error }) => error !== undefined, 'told on coming back')
    expect([bob.error?.code, await outcome]).to.deep.equal(['ROOM_NOT_FOUND', 'ROOM_NOT_FOUND'])
    await until(ann, ({ members }) => members.length === 1, 'no seat is kept for him', 5000)
    expect([ann.state?.total, native(id)]).to.deep.equal([1, 1])
    await server.rooms.lift(id, 'bob')
    const [back] = await bots.enter(id, 'bob')
    await waitFor(() => back.live)
    expect(back.state?.total).to.equal(1)
  })
})
