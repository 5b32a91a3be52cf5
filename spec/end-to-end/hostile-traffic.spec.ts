import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { tokenOf } from '../../server/testing/start-test-server.ts'
import { type Attacker, ask, codeOf, HostileGround } from './support/hostile-ground.ts'
import { waitFor } from './support/wait-for.ts'

const SIZE = 1900
const say = (seq: number) => ({ client: 'c', seq, name: 'say', payload: { text: `${seq} `.padEnd(SIZE, 'x') } })

describe('hostile traffic', () => {
  let ground: HostileGround
  let bots: Bots<typeof chat>
  afterEach(async () => {
    bots.close()
    await ground.close()
  })

  async function open(limits: object): Promise<void> {
    ground = await HostileGround.open({
      applications: [{ ...chat, predict: [] }],
      limits: { rate: 1e6, burst: 1e6, ...limits },
    })
    bots = new Bots(ground.server, 'chat')
  }

  it('[P9] by its size, whatever it asks, is answered RATE_LIMITED until it pauses, and what is shown is dropped', async () => {
    await open({ byteRate: 40_000, byteBurst: 60_000 })
    const socket = await ground.connect('mallory')
    expect(await codeOf(socket, 'enter', 'R:1', { client: 'c' })).to.equal('ok')
    const codes = await Promise.all(
      Array.from({ length: 100 }, (_, index) => codeOf(socket, 'act', 'R:1', say(index + 1))),
    )
    const taken = codes.filter((code) => code === 'ok').length
    // What arrives in one piece is weighed before the first of it is looked at: it may be none.
    expect(taken).to.be.at.most(90)
    expect(new Set(codes.slice(taken))).to.deep.equal(new Set(['RATE_LIMITED']))
    for (const [event, request] of [
      ['rooms', { after: 0 }],
      ['leave', 'R:1'],
      ['nothing', {}],
    ] as const) {
      expect(await codeOf(socket, event, request), event).to.equal('RATE_LIMITED')
    }
    const shown = ground.room.presence
    socket.emit('present', 'R:1', { typing: true })
    await ground.isUnharmed()
    expect(ground.room.presence).to.equal(shown)
    // It may go on where it stood: nothing was lost, nor done twice.
    await waitForAnswer(socket, taken + 1)
    await until(ground.room, () => ground.texts.filter((text) => text.endsWith('x')).length === taken + 1)
  })

  it('[P9] by its size stays weighed where the lobby is left and entered anew over the same connection', async () => {
    await open({ byteRate: 1000, byteBurst: 60_000 })
    const socket = await ground.connect('mallory')
    // Another namespace keeps the connection up.
    socket.io.socket('/').connect()
    await Promise.all(Array.from({ length: 60 }, () => codeOf(socket, 'nothing', { text: ''.padEnd(SIZE, 'x') })))
    expect(await codeOf(socket, 'rooms', { after: 0 })).to.equal('RATE_LIMITED')
    const { id } = socket.io.engine
    socket.disconnect()
    await waitFor(() => ground.server.io.of('/chat').sockets.size === 2, 'only the witnesses are there')
    socket.connect()
    await waitFor(() => socket.connected, 'it is back')
    expect(socket.io.engine.id).to.equal(id)
    expect(await codeOf(socket, 'rooms', { after: 0 })).to.equal('RATE_LIMITED')
    socket.io._close()
  })

  it('[P4] the client library gets through a limit by size, everything once and in order', async () => {
    await open({ byteRate: 100_000, byteBurst: 40_000 })
    const [room] = await bots.enter('R:1', 'writer')
    if (!room) throw new Error('nobody came')
    const texts = Array.from({ length: 80 }, (_, index) => say(index).payload.text.trim())
    await Promise.all(texts.map((text) => room.act.say({ text })))
    const said = (room.state?.messages ?? []).map(({ text }) => text)
    expect(said.filter((text) => text.endsWith('x'))).to.deep.equal(texts)
  })

  it('[P9] a user has so many connections and no more, however they are dialled; another user has their own', async () => {
    await open({ connections: 5 })
    const options = { auth: { token: tokenOf('mallory') } }
    const dialled = Array.from({ length: 20 }, () => ground.dial('/chat', options))
    const outcomes = await Promise.all(dialled.map(outcomeOf))
    const inside = dialled.filter((_, index) => outcomes[index] === 'connected')
    expect(inside).to.have.length(5)
    expect(new Set(outcomes)).to.deep.equal(new Set(['connected', 'TOO_MANY_CONNECTIONS']))
    const waiting = bots.connect('mallory')
    await ground.isUnharmed()
    inside[0]?.disconnect()
    await until(await waiting, ({ connection }) => connection === 'online')
    expect(await outcomeOf(ground.dial('/chat', options))).to.equal('TOO_MANY_CONNECTIONS')
    for (const socket of inside) socket.disconnect()
    bots.close()
    await waitFor(() => ground.server.io.of('/chat').sockets.size === 2, 'only the witnesses are there')
    const again = await Promise.all(Array.from({ length: 6 }, () => outcomeOf(ground.dial('/chat', options))))
    expect(again.filter((outcome) => outcome === 'connected')).to.have.length(5)
  })

  /** Asks for an action until it is answered otherwise than that it was too fast. */
  async function waitForAnswer(socket: Attacker, seq: number): Promise<void> {
    const { ok, error } = await ask(socket, 'act', 'R:1', say(seq))
    if (error?.code === 'RATE_LIMITED') {
      await new Promise((resolve) => setTimeout(resolve, 200))
      return waitForAnswer(socket, seq)
    }
    expect(ok).to.equal(true)
  }
})

function outcomeOf(socket: Attacker): Promise<string> {
  return new Promise((resolve) => {
    socket.on('connect', () => resolve('connected'))
    socket.on('connect_error', (error: Error & { data?: { code?: string } }) =>
      resolve(error.data?.code ?? error.message),
    )
  })
}
