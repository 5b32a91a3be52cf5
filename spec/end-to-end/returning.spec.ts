import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { startTestServer, tokenOf } from '../../server/testing/start-test-server.ts'
import type { Room } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import { transcript } from '../support/transcript.ts'

type ChatRoom = Room<typeof chat>
const texts = (room: ChatRoom): string[] => (room.state?.messages ?? []).map(({ text }) => text)

/** Cuts the connections of a user, as a network would. Returns how many there were. */
function cut(server: SocDrawServer, namespace: string, userId: string): number {
  const sockets = [...server.io.of(namespace).sockets.values()].filter(({ data }) => data.user.id === userId)
  for (const socket of sockets) socket.conn.close()
  return sockets.length
}

describe('members that come and go, over real sockets', () => {
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

  it('[P6] a client that returns keeps what did not change, and gets what it missed', async () => {
    const [ann, bob] = await bots.enter('R:1', 'ann', 'bob')
    await until(ann!, ({ status }) => status === 'running')
    await ann!.act.say({ text: 'before' })
    await until(bob!, (room) => texts(room).includes('before'))
    const before = bob!.state?.messages[1]
    cut(server, '/chat', 'bob')
    await until(bob!, ({ live }) => !live)
    await ann!.act.say({ text: 'meanwhile' })
    await until(bob!, (room) => room.live && texts(room).includes('meanwhile'))
    expect(bob!.state?.messages[1], 'the same object: it was not sent again').to.equal(before)
  })

  it('[P12] tabs of one user see the same room, each as a client of its own', async () => {
    const [ann, bob] = await bots.enter('R:1', 'ann', 'bob')
    const [second] = await bots.enter('R:1', 'ann')
    await until(ann!, ({ status }) => status === 'running')
    await Promise.all([ann!.act.say({ text: 'one' }), second!.act.say({ text: 'two' })])
    for (const room of [ann!, bob!, second!]) await until(room, (seen) => texts(seen).length === 3)
    expect(texts(second!)).to.deep.equal(texts(ann!))
    expect(bob!.members).to.have.length(2)
  })

  it('shows who is typing, until their connection is gone', async () => {
    const [ann, bob] = await bots.enter('R:1', 'ann', 'bob')
    bob!.present({ typing: true })
    await until(ann!, ({ presence }) => presence.get('bob')?.typing === true)
    const [cid] = await bots.enter('R:1', 'cid')
    expect(cid!.presence.get('bob')).to.deep.equal({ typing: true })
    await bob!.leave()
    await until(ann!, ({ presence }) => !presence.has('bob'))
  })

  it('shows what is predicted at once, and what the server made of it once it is durable', async () => {
    await bots.enter('R:1', 'bob')
    const token = tokenOf('ann')
    const lobby = await connect<typeof chat>(server.url, 'chat', { token, rules: chat, socket: { forceNew: true } })
    const room = await lobby.enter('R:1')
    await until(room, ({ status }) => status === 'running')
    const saying = room.act.say({ text: ' at once ' })
    expect(texts(room)).to.deep.equal(['chat has started', 'at once'])
    expect([room.pending, (room.state?.messages.at(-1)?.id ?? 0) > room.version]).to.deep.equal([1, true])
    const { id } = await saying
    expect(texts(room)).to.deep.equal(['chat has started', 'at once'])
    expect([room.pending, room.state?.messages.at(-1)?.id]).to.deep.equal([0, id])
    expect(room.version).to.be.at.least(id)
    lobby.close()
  })
})

describe('a bad network', () => {
  it('[P4] cuts 200 connections while 10 bots write: nothing is lost, doubled or out of order', async function () {
    this.timeout(60_000)
    const server = await startTestServer(transcript)
    const bots = new Bots<typeof transcript>(server, transcript.name)
    const names = Array.from({ length: 10 }, (_, n) => `bot-${n}`)
    const rooms = await bots.enter('R:1', ...names)
    for (const room of rooms) await until(room, ({ status }) => status === 'running')
    const writing: Promise<unknown>[] = []
    let round = 0
    for (let cuts = 0; cuts < 200; round++) {
      for (const [who, room] of rooms.entries()) writing.push(room.act.write({ line: `${who}:${round}` }))
      cuts += cut(server, `/${transcript.name}`, names[round % names.length] ?? '')
      // A round begins when somebody of the last one was heard: traffic never stops, and nobody waits for a clock.
      await Promise.race(writing.slice(-10))
    }
    await Promise.all(writing)
    for (const room of rooms) await until(room, ({ state }) => state?.lines.length === writing.length)
    const [{ state: { lines = [] } = {} } = {}] = rooms
    for (const room of rooms) expect(room.state?.lines).to.deep.equal(lines)
    for (const who of rooms.keys()) {
      const own = lines.filter((line) => line.startsWith(`${who}:`))
      expect(own).to.deep.equal(Array.from({ length: round }, (_, n) => `${who}:${n}`))
    }
    bots.close()
    await server.stop()
  })
})
