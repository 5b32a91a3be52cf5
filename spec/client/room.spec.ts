import { expect } from 'chai'
import type { chat } from '../../server/applications/chat.ts'
import { type ErrorCode, SocDrawError } from '../../server/protocol/errors.ts'
import type { EnterAnswer } from '../../server/protocol/events.ts'
import type { RoomStatus } from '../../server/protocol/room-document.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { connect } from '../../web/client/connect.ts'
import { FakeTransport } from './fake-transport.ts'
import { outcome } from './outcome.ts'

type Chat = typeof chat
const refusal = (code: ErrorCode) => ({ ok: false, error: new SocDrawError(code).toJSON() }) as const
const entered = (
  version: number,
  status: RoomStatus = 'running',
  more: Partial<Pick<EnterAnswer, 'epoch' | 'client'>> = {},
) =>
  ({
    ok: true,
    version,
    epoch: 'epoch',
    snapshot: {
      room: { status, started: status !== 'waiting', members: [] },
      ...(status !== 'waiting' && { state: { messages: [] } }),
    },
    client: { known: true, last: 0, answers: [] },
    presence: {},
    ...more,
  }) as const

/** A room that was entered, whose other end is the spec. */
async function scene(version = 1, status: RoomStatus = 'running') {
  const clock = new FakeClock()
  const transport = new FakeTransport()
  let names = 0
  const randomName = (): string => `client-${++names}`
  const connecting = connect<Chat>('http://nowhere', 'chat', { token: 't', transport, clock, randomName })
  transport.up()
  transport.begin({ user: { id: 'user:1', name: 'Anna' }, rooms: [], next: null })
  const lobby = await connecting
  const entering = lobby.enter('R:1')
  transport.take('enter').answer(entered(version, status))
  const room = await entering
  await clock.settle()
  const calls = { count: 0 }
  room.subscribe(() => calls.count++)
  return { clock, transport, lobby, room, calls, say: (text: string) => outcome(room.act.say({ text })) }
}

describe('Room', () => {
  it('shows what is there, moves on with frames, and calls its listeners once a frame', async () => {
    const { clock, transport, room, calls } = await scene(3, 'waiting')
    expect([room.id, room.version, room.status, room.state, room.live]).to.deep.equal([
      ...['R:1', 3, 'waiting'],
      ...[undefined, true],
    ])
    transport.send('frame', 'R:1', {
      from: 3,
      to: 5,
      patches: [
        ['set', ['$room', 'status'], 'running'],
        ['set', ['$room', 'started'], true],
        ['set', ['messages'], []],
      ],
    })
    await clock.settle()
    expect([room.version, room.status, room.state]).to.deep.equal([5, 'running', { messages: [] }])
    expect(calls.count).to.equal(1)
    transport.send('frame', 'R:1', { from: 5, to: 5, patches: [] })
    transport.send('frame', 'R:2', { from: 5, to: 6, patches: [] })
    await clock.settle()
    expect(calls.count, 'nothing changed').to.equal(1)
  })

  it('[P3] resolves an action with its result, once it is shown', async () => {
    const { clock, transport, room, say } = await scene()
    const said = say('hello')
    expect(room.pending).to.equal(1)
    const { args, answer } = transport.take('act')
    expect(args).to.deep.equal(['R:1', { client: 'client-1', seq: 1, name: 'say', payload: { text: 'hello' } }])
    answer({ ok: true, version: 2, result: { id: 2 } })
    await clock.settle()
    expect([said.now, room.pending]).to.deep.equal(['pending', 1])
    transport.send('frame', 'R:1', { from: 1, to: 2, patches: [] })
    await clock.settle()
    expect([said.now, room.pending]).to.deep.equal([{ id: 2 }, 0])
  })

  it('[P13] refuses an action at once while it is shown as not running, unnumbered', async () => {
    for (const [status, code] of [
      ['waiting', 'ROOM_WAITING'],
      ['paused', 'ROOM_PAUSED'],
      ['closed', 'ROOM_CLOSED'],
    ] as const) {
      const { clock, transport, room, say } = await scene(1, status)
      const said = say('hello')
      await clock.settle()
      expect([said.now, room.pending, transport.asked.act.length]).to.deep.equal([code, 0, 0])
    }
  })

  it('[P13] keeps what is said offline until the room runs', async () => {
    const { clock, transport, room, say } = await scene(1, 'paused')
    transport.down()
    const said = say('hello')
    transport.up()
    transport.take('enter').answer(entered(1, 'paused'))
    await clock.settle()
    expect([said.now, room.pending, transport.asked.act.length]).to.deep.equal(['pending', 1, 0])
    transport.send('frame', 'R:1', { from: 1, to: 2, patches: [['set', ['$room', 'status'], 'running']] })
    transport.take('act').answer({ ok: true, version: 2, result: { id: 2 } })
    await clock.settle()
    expect(said.now).to.deep.equal({ id: 2 })
  })

  it('[P8] asks for the room anew after a gap, keeps what comes meanwhile, and counts it', async () => {
    const { clock, transport, room } = await scene(1)
    transport.send('frame', 'R:1', { from: 2, to: 3, patches: [] })
    expect([room.resyncs, room.live, room.version]).to.deep.equal([1, false, 1])
    transport.send('frame', 'R:1', { from: 3, to: 4, patches: [] })
    transport.take('enter').answer(entered(3))
    expect([room.resyncs, room.live, room.version]).to.deep.equal([1, true, 4])
    expect(transport.asked.enter).to.be.empty
    expect(clock.timers).to.equal(0)
  })

  it('[P9] asks anew less and less often when gaps don’t end', async () => {
    const { clock, transport, room } = await scene(1)
    let asked = 0
    for (let time = 0; time < 10_000; time += 50) {
      if (room.live) transport.send('frame', 'R:1', { from: 100, to: 101, patches: [] })
      if (transport.asked.enter.length > 0) {
        asked++
        transport.take('enter').answer(entered(1))
      }
      await clock.pass(50)
    }
    expect(asked).to.be.within(5, 15)
    expect(room.resyncs).to.be.at.least(asked)
  })

  it('[P4] goes on under a new name when the room has forgotten this client', async () => {
    const { clock, transport, say, room } = await scene()
    const lost = say('lost')
    transport.down()
    const kept = say('kept')
    transport.up()
    const first = transport.take('enter')
    expect(first.args[1].client).to.equal('client-1')
    first.answer(entered(1, 'running', { client: { known: false, last: 0, answers: [] } }))
    await clock.settle()
    expect([lost.now, room.live, transport.asked.act.length]).to.deep.equal(['OUTCOME_UNKNOWN', false, 0])
    const second = transport.take('enter')
    expect(second.args[1].client).to.equal('client-2')
    second.answer(entered(1, 'running', { client: { known: false, last: 0, answers: [] } }))
    const act = transport.take('act')
    expect(act.args[1]).to.include({ client: 'client-2', seq: 1 })
    act.answer({ ok: true, version: 1, result: { id: 1 } })
    await clock.settle()
    expect([kept.now, room.live, room.resyncs]).to.deep.equal([{ id: 1 }, true, 0])
  })

  it('asks only once, under the new name, when it is forgotten and sees a gap at the same time', async () => {
    const { transport, say } = await scene()
    void say('lost')
    transport.down()
    transport.up()
    transport.send('frame', 'R:1', { from: 8, to: 9, patches: [] })
    transport.take('enter').answer(entered(1, 'running', { client: { known: false, last: 0, answers: [] } }))
    expect(transport.asked.enter.map(({ args }) => args[1].client)).to.deep.equal(['client-2'])
  })

  it('[P10] [P4] is over when it can’t be entered again: nobody knows of what was sent, the rest gets the reason', async () => {
    for (const code of ['ROOM_NOT_FOUND', 'ROOM_FULL', 'CLIENT_OUTDATED', 'FORBIDDEN'] as const) {
      const { clock, transport, room, say } = await scene()
      const sent = say('sent')
      transport.down()
      const unsent = say('never sent')
      transport.up()
      transport.take('enter').answer(refusal(code))
      const after = say('after')
      await clock.settle()
      expect([sent.now, unsent.now, after.now, room.error?.code]).to.deep.equal(['OUTCOME_UNKNOWN', code, code, code])
      expect([room.live, room.pending, clock.timers]).to.deep.equal([false, 0, 0])
    }
  })

  it('[P10] can be entered anew after it was over', async () => {
    const { clock, transport, lobby, room, calls } = await scene()
    transport.down()
    transport.up()
    transport.take('enter').answer(refusal('ROOM_NOT_FOUND'))
    await clock.settle()
    expect([room.live, room.pending, clock.timers]).to.deep.equal([false, 0, 0])
    expect(calls.count).to.be.at.least(1)
    const again = lobby.enter('R:1')
    transport.take('enter').answer(entered(2))
    expect(await again).not.to.equal(room)
  })

  it('goes on trying to be in the room again while that is refused for now only', async () => {
    const { clock, transport, room } = await scene()
    transport.down()
    transport.up()
    for (let time = 0; time < 60_000; time += 1000) {
      if (transport.asked.enter.length > 0) transport.take('enter').answer(refusal('ROOM_BUSY'))
      await clock.pass(1000)
    }
    expect([room.error, room.live]).to.deep.equal([undefined, false])
    await clock.pass(2000)
    transport.take('enter').answer(entered(9))
    expect([room.version, room.live, clock.timers]).to.deep.equal([9, true, 0])
  })

  it('doesn’t know what became of what it hasn’t seen when the room has another history', async () => {
    const { clock, transport, room, say } = await scene(5)
    const said = say('a')
    transport.take('act').answer({ ok: true, version: 6 })
    transport.down()
    transport.up()
    transport.take('enter').answer(entered(100, 'running', { epoch: 'another' }))
    await clock.settle()
    expect([said.now, room.version, room.pending]).to.deep.equal(['OUTCOME_UNKNOWN', 100, 0])
  })

  it('[P4] trusts no room that knows its name in another history', async () => {
    const { transport, clock, say } = await scene()
    const said = say('sent, and perhaps done')
    transport.down()
    transport.up()
    transport.take('enter').answer(entered(1, 'running', { epoch: 'another' }))
    await clock.settle()
    expect(said.now).to.equal('OUTCOME_UNKNOWN')
    expect(transport.take('enter').args[1].client).to.equal('client-2')
  })

  it('[P4] trusts a room of the same history that knows it, however long that was silent', async () => {
    const { transport, clock, say } = await scene()
    const said = say('sent, and lost')
    transport.down()
    await clock.pass(48 * 60 * 60 * 1000)
    transport.up()
    const enter = transport.take('enter')
    expect(enter.args[1], 'it may be forgotten, and must not be taken for new').to.include({ used: true })
    enter.answer(entered(1))
    expect(transport.take('act').args[1]).to.include({ client: 'client-1', seq: 1 })
    expect(said.now).to.equal('pending')
  })

  it('leaves: rejects what is unanswered, and resolves when the server has answered', async () => {
    const { clock, transport, lobby, room, say } = await scene()
    const said = say('a')
    const leaving = outcome(room.leave())
    void room.leave()
    transport.send('frame', 'R:1', { from: 1, to: 2, patches: [] })
    const late = say('b')
    await clock.settle()
    expect([said.now, late.now, leaving.now]).to.deep.equal(['ROOM_LEFT', 'ROOM_LEFT', 'pending'])
    expect([room.version, room.live, room.error]).to.deep.equal([1, false, undefined])
    expect(transport.asked.leave).to.have.length(1)
    transport.take('leave').answer({ ok: true, elsewhere: true })
    await clock.settle()
    expect(leaving.now, 'another tab holds the seat').to.deep.equal({ elsewhere: true })
    expect(clock.timers).to.equal(0)
    const again = lobby.enter('R:1')
    const enter = transport.take('enter')
    expect(enter.args[1].client).to.equal('client-2')
    enter.answer(entered(3))
    expect((await again).version).to.equal(3)
  })

  it('stays left when the answer to its entry comes late', async () => {
    const { clock, transport, room } = await scene()
    transport.down()
    transport.up()
    void room.leave()
    transport.take('enter').answer(entered(9))
    transport.take('leave').answer({ ok: true })
    await clock.settle()
    expect([room.live, room.version, clock.timers]).to.deep.equal([false, 1, 0])
  })

  it('leaves again what the server refuses for now', async () => {
    const { clock, transport, room } = await scene()
    const leaving = outcome(room.leave())
    transport.take('leave').answer(refusal('NOT_STORED'))
    await clock.pass(50)
    expect(leaving.now).to.equal('pending')
    transport.take('leave').answer({ ok: true })
    await clock.settle()
    expect(leaving.now).to.deep.equal({ elsewhere: false })
  })

  it('leaves without a connection at once, and tells the server when it is back', async () => {
    const { clock, transport, room } = await scene()
    transport.down()
    const leaving = outcome(room.leave())
    await clock.settle()
    expect(leaving.now).to.deep.equal({ elsewhere: false })
    transport.up()
    expect(transport.asked.enter).to.be.empty
    transport.take('leave').answer(refusal('NOT_A_MEMBER'))
    transport.down()
    transport.up()
    expect(transport.asked.leave).to.be.empty
    expect(clock.timers).to.equal(0)
  })

  it('doesn’t leave any more a room that was entered again before the connection was back', async () => {
    const { transport, lobby, room } = await scene()
    transport.down()
    await room.leave()
    void lobby.enter('R:1')
    transport.up()
    expect(transport.asked.leave).to.be.empty
    expect(transport.asked.enter).to.have.length(1)
  })

  it('gives each action one function, and none to what looks for a promise or for JSON', async () => {
    const { room } = await scene()
    expect(room.act.say).to.equal(room.act.say)
    expect(JSON.stringify({ act: room.act })).to.equal('{"act":{}}')
    expect(await Promise.resolve(room.act)).to.equal(room.act)
  })
})
