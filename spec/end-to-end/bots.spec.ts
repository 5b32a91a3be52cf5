import { expect } from 'chai'
import { chat as shippedChat } from '../../server/applications/chat.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { startTestServer } from '../../server/testing/start-test-server.ts'
import type { Room } from '../../web/client/client-api.ts'
import { rejection } from '../support/rejection.ts'

/** As in the prototype: it begins with two, and pauses without. */
const chat: typeof shippedChat = { ...shippedChat, players: { min: 2, max: 50 }, quorumLoss: 'pause' }
type ChatRoom = Room<typeof chat>
const texts = (room: ChatRoom): string[] => (room.state?.messages ?? []).map(({ text }) => text)

describe('bots in a chat, over real sockets', () => {
  let server: SocDrawServer
  let bots: Bots<typeof chat>

  beforeEach(async () => {
    server = await startTestServer(chat)
    bots = new Bots(server, 'chat')
  })

  afterEach(async () => {
    bots.close()
    await server.stop()
  })

  it('[P1] the chat starts for all when the second enters, once, and goes on for the third', async () => {
    const [first] = await bots.enter('R:1', 'ann')
    expect([first?.status, first?.state]).to.deep.equal(['waiting', undefined])
    const [second] = await bots.enter('R:1', 'bob')
    for (const room of [first!, second!]) await until(room, ({ status }) => status === 'running')
    await second!.act.say({ text: 'hello' })
    const [third] = await bots.enter('R:1', 'cid')
    for (const room of [first!, second!, third!]) {
      await until(room, ({ members }) => members.length === 3)
      expect(texts(room)).to.deep.equal(['chat has started', 'hello'])
    }
  })

  it('[P2] every member sees every message in one order', async () => {
    const rooms = await bots.enter('R:1', 'ann', 'bob', 'cid')
    for (const room of rooms) await until(room, ({ status }) => status === 'running')
    await Promise.all(
      rooms.flatMap((room, who) => Array.from({ length: 30 }, (_, n) => room.act.say({ text: `${who}:${n}` }))),
    )
    for (const room of rooms) await until(room, (seen) => texts(seen).length === 91)
    const [said = []] = rooms.map(texts)
    for (const room of rooms) expect(texts(room)).to.deep.equal(said)
    for (const who of [0, 1, 2]) {
      const own = said.filter((text) => text.startsWith(`${who}:`))
      expect(own).to.deep.equal(Array.from({ length: 30 }, (_, n) => `${who}:${n}`))
    }
  })

  it('an action resolves with its result once it is in the state that its sender sees', async () => {
    const [ann, bob] = await bots.enter('R:1', 'ann', 'bob')
    await until(ann!, ({ status }) => status === 'running')
    const { id } = await ann!.act.say({ text: ' spaced ' })
    expect(ann!.state?.messages.at(-1)).to.deep.include({ id, text: 'spaced', sender: 'ann' })
    expect(ann!.version).to.be.at.least(id)
    await until(bob!, (room) => texts(room).includes('spaced'))
  })

  it('[P11] a user in two rooms over one connection misses nothing in either, and neither leaks', async () => {
    const lobby = await bots.connect('ann')
    const [one, two] = await Promise.all([lobby.enter('R:1'), lobby.enter('R:2')])
    const [bob] = await bots.enter('R:1', 'bob')
    const [cid] = await bots.enter('R:2', 'cid')
    for (const room of [one, two, bob!, cid!]) await until(room, ({ status }) => status === 'running')
    await Promise.all([
      bob!.act.say({ text: 'in one' }),
      cid!.act.say({ text: 'in two' }),
      one.act.say({ text: 'also one' }),
    ])
    await until(one, (room) => texts(room).length === 3)
    await until(two, (room) => texts(room).length === 2)
    expect(texts(two)).to.deep.equal(['chat has started', 'in two'])
    expect(texts(one)).to.have.members(['chat has started', 'in one', 'also one'])
    expect(texts(cid!)).not.to.include('in one')
  })

  it('[P4] what is said around a lost connection arrives once, in order', async () => {
    const [ann, bob] = await bots.enter('R:1', 'ann', 'bob')
    await until(ann!, ({ status }) => status === 'running')
    const sent: Promise<unknown>[] = []
    for (let n = 0; n < 60; n++) {
      sent.push(ann!.act.say({ text: `${n}` }))
      // The server drops every connection, at moments that no client chose.
      if (n % 20 === 10) {
        await new Promise((resolve) => setImmediate(resolve))
        for (const socket of server.io.of('/chat').sockets.values()) socket.conn.close()
      }
    }
    await Promise.all(sent)
    const said = ['chat has started', ...Array.from({ length: 60 }, (_, n) => `${n}`)]
    expect(texts(ann!)).to.deep.equal(said)
    await until(bob!, (room) => texts(room).length === said.length)
    expect(texts(bob!)).to.deep.equal(said)
  })

  it('[P12] a lost connection is shown to the others, and its return too', async () => {
    const [ann, bob] = await bots.enter('R:1', 'ann', 'bob')
    await until(ann!, ({ members }) => members.length === 2)
    const chat = server.io.of('/chat')
    // Whoever is back within a frame's interval is never shown as away: he comes when he was seen to be.
    let letBack = (): void => {}
    const seenAway = new Promise<void>((resolve) => {
      letBack = resolve
    })
    chat.use((_socket, next) => void seenAway.then(() => next()))
    for (const socket of chat.sockets.values()) {
      if (socket.data.user.id === 'bob') socket.conn.close()
    }
    await until(ann!, ({ members }) => members.some(({ connected }) => !connected), 'bob is shown as away')
    letBack()
    await until(ann!, ({ members }) => members.every(({ connected }) => connected), 'bob is shown as back')
    expect(bob!.status).to.equal('running')
  })

  it('[P13] pauses when too few are left, and refuses what is said meanwhile', async () => {
    const [ann, bob] = await bots.enter('R:1', 'ann', 'bob')
    await until(ann!, ({ status }) => status === 'running')
    await ann!.act.say({ text: 'kept' })
    await bob!.leave()
    await until(ann!, ({ status }) => status === 'paused')
    const refusal = await rejection(ann!.act.say({ text: 'lost' }))
    expect(refusal).to.include({ code: 'ROOM_PAUSED' })
    const [back] = await bots.enter('R:1', 'bob')
    await until(back!, ({ status }) => status === 'running')
    expect(texts(back!)).to.deep.equal(['chat has started', 'kept'])
  })

  it('mirrors its rooms as native rooms of Socket.IO', async () => {
    await bots.enter('R:1', 'ann', 'bob')
    expect(server.io.of('/chat').adapter.rooms.get('R:1')?.size).to.equal(2)
    expect(server.io.of('/chat').adapter.rooms.get('R:2')).to.equal(undefined)
  })

  it('says who may not come in', async () => {
    const refusal = await rejection(bots.connect('nobody', 'wrong'))
    expect(refusal).to.include({ code: 'UNAUTHENTICATED', retryable: false })
    const lobby = await bots.connect('ann')
    const missing = await rejection(lobby.enter('R:99'))
    expect(missing).to.include({ code: 'ROOM_NOT_FOUND' })
  })

  it('shows the lobby live', async () => {
    const lobby = await bots.connect('ann')
    expect(lobby.rooms.map(({ id, name, min, max }) => ({ id, name, min, max }))).to.deep.equal([
      { id: 'R:1', name: 'First Room', min: 2, max: 50 },
      { id: 'R:2', name: 'Second Room', min: 2, max: 50 },
    ])
    await bots.enter('R:2', 'bob', 'cid')
    await until(lobby, ({ rooms }) => rooms[1]?.members === 2 && rooms[1].status === 'running')
  })
})
