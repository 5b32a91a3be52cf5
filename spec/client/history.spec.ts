import { expect } from 'chai'
import type { chat } from '../../server/applications/chat.ts'
import { type ErrorCode, SocDrawError } from '../../server/protocol/errors.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { connect } from '../../web/client/connect.ts'
import { FakeTransport } from './fake-transport.ts'
import { outcome } from './outcome.ts'

const ANNA = { id: 'user:1', name: 'Anna' }
const refusal = (code: ErrorCode) => ({ ok: false, error: new SocDrawError(code).toJSON() }) as const
const entered = {
  ok: true,
  version: 9,
  epoch: 'epoch',
  snapshot: { room: { status: 'running', started: true, members: [] }, state: { messages: [] } },
  client: { known: true, last: 0, answers: [] },
  presence: {},
} as const
const said = { version: 7, name: 'say', user: ANNA, at: 1, payload: { text: 'hello' } }

async function scene() {
  const clock = new FakeClock()
  const transport = new FakeTransport()
  const connecting = connect<typeof chat>('http://nowhere', 'chat', { token: 't', transport, clock })
  transport.up()
  transport.begin({ user: ANNA, rooms: [], next: null })
  const lobby = await connecting
  const entering = lobby.enter('R:1')
  transport.take('enter').answer(entered)
  return { clock, transport, lobby, room: await entering }
}

describe('Room: its history', () => {
  it('gives what the application keeps, newest first, and says where it goes on', async () => {
    const { transport, room, clock } = await scene()
    const newest = room.history()
    const older = room.history({ before: 7, limit: 50 })
    const asked = [transport.take('history'), transport.take('history')]
    expect(asked.map(({ args }) => args)).to.deep.equal([
      ['R:1', {}],
      ['R:1', { before: 7, limit: 50 }],
    ])
    asked[0]?.answer({ ok: true, actions: [said], before: 7 })
    asked[1]?.answer({ ok: true, actions: [], before: null })
    expect(await newest).to.deep.equal({ actions: [said], before: 7 })
    expect(await older).to.deep.equal({ actions: [], before: null })
    expect((await newest).actions[0]?.payload.text).to.equal('hello')
    expect(clock.timers).to.equal(0)
  })

  it('[P6] waits until the room is entered again, and asks again', async () => {
    const { transport, room, clock } = await scene()
    const asked = outcome(room.history())
    transport.down()
    const offline = outcome(room.history({ before: 3 }))
    transport.up()
    expect(transport.asked.history).to.be.empty
    transport.take('enter').answer(entered)
    for (const _ of [asked, offline]) transport.take('history').answer({ ok: true, actions: [], before: null })
    await clock.settle()
    expect([asked.now, offline.now]).to.deep.equal(Array(2).fill({ actions: [], before: null }))
    expect(clock.timers).to.equal(0)
  })

  it('enters a room that does not know it any more, and asks again', async () => {
    const { transport, room, clock } = await scene()
    const asked = outcome(room.history())
    transport.take('history').answer(refusal('NOT_A_MEMBER'))
    transport.take('enter').answer(entered)
    transport.take('history').answer({ ok: true, actions: [said], before: null })
    await clock.settle()
    expect(asked.now).to.deep.equal({ actions: [said], before: null })
  })

  it('tries again what is refused for now, for 20 s, and rejects what is refused for good', async () => {
    const { transport, room, clock } = await scene()
    const asked = outcome(room.history())
    let attempts = 0
    while (asked.now === 'pending' && attempts < 100) {
      if (transport.asked.history.length > 0) {
        transport.take('history').answer(refusal('RATE_LIMITED'))
        attempts++
      }
      await clock.pass(50)
    }
    expect(asked.now).to.equal('RATE_LIMITED')
    expect(attempts).to.be.within(10, 20)
    const wrong = outcome(room.history({ limit: 0 }))
    transport.take('history').answer(refusal('INVALID_MESSAGE'))
    await clock.settle()
    expect([wrong.now, clock.timers]).to.deep.equal(['INVALID_MESSAGE', 0])
  })

  it('gives up after 20 s without a connection', async () => {
    const { transport, room, clock } = await scene()
    transport.down()
    const asked = outcome(room.history())
    await clock.pass(20_000)
    expect([asked.now, clock.timers]).to.deep.equal(['CONNECTION_FAILED', 0])
  })

  it('gives up after 20 s without an answer, and makes nothing of one that comes then', async () => {
    const { transport, room, clock } = await scene()
    const asked = outcome(room.history())
    await clock.pass(20_000)
    expect([asked.now, transport.reconnects]).to.deep.equal(['TIMED_OUT', 1])
    transport.take('history').answer(refusal('RATE_LIMITED'))
    await clock.settle()
    expect(clock.timers).to.equal(0)
  })

  it('is over when the room is left, or closed with the lobby', async () => {
    const there = await scene()
    const before = outcome(there.room.history())
    void there.room.leave()
    const after = outcome(there.room.history())
    await there.clock.settle()
    expect([before.now, after.now]).to.deep.equal(['ROOM_LEFT', 'ROOM_LEFT'])
    const { lobby, room, clock } = await scene()
    lobby.close()
    const closed = outcome(room.history())
    await clock.settle()
    expect([closed.now, clock.timers]).to.deep.equal(['CONNECTION_CLOSED', 0])
  })

  it('[P9] asks no more than a hundred things at once', async () => {
    const { room, clock, transport } = await scene()
    const asked = Array.from({ length: 101 }, () => outcome(room.history()))
    await clock.settle()
    expect(asked.filter(({ now }) => now === 'OUTBOX_FULL')).to.have.length(1)
    expect(transport.asked.history).to.have.length(100)
  })
})
