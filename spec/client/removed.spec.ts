import { expect } from 'chai'
import type { chat } from '../../server/applications/chat.ts'
import { SocDrawError } from '../../server/protocol/errors.ts'
import type { ActAnswer, Answer } from '../../server/protocol/events.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { connect } from '../../web/client/connect.ts'
import { FakeTransport } from './fake-transport.ts'
import { outcome } from './outcome.ts'

const error = new SocDrawError('ROOM_NOT_FOUND').toJSON()
const entered = {
  ok: true,
  version: 1,
  epoch: 'epoch',
  snapshot: { room: { status: 'running', started: true, members: [] }, state: { messages: [] } },
  client: { known: true, last: 0, answers: [] },
  presence: {},
} as const
const done = (seq: number, version: number): { seq: number; answer: Answer<ActAnswer> } => ({
  seq,
  answer: { ok: true, version, result: { id: version } },
})

/** A room with three actions on their way, whose other end is the spec. */
async function scene() {
  const clock = new FakeClock()
  const transport = new FakeTransport()
  const options = { token: 't', transport, clock, randomName: () => 'client' }
  const connecting = connect<typeof chat>('http://nowhere', 'chat', options)
  transport.up()
  transport.begin({ user: { id: 'user:1', name: 'Anna' }, rooms: [], next: null })
  const lobby = await connecting
  const entering = lobby.enter('R:1')
  transport.take('enter').answer(entered)
  const room = await entering
  const said = ['one', 'two', 'three'].map((text) => outcome(room.act.say({ text })))
  return { clock, transport, lobby, room, said }
}

describe('a room whose server has put this client out', () => {
  it('[P10] ends with the server’s word: nothing is asked any more, and it can be entered as if for the first time', async () => {
    const { clock, transport, lobby, room, said } = await scene()
    const [history, changes] = [outcome(room.history()), { count: 0 }]
    room.subscribe(() => changes.count++)
    transport.send('removed', 'R:1', { error })
    await clock.pass(60_000)
    expect([room.error?.code, room.live, room.pending]).to.deep.equal(['ROOM_NOT_FOUND', false, 0])
    expect(changes.count).to.be.greaterThan(0)
    expect(history.now).to.equal('ROOM_NOT_FOUND')
    const late = outcome(room.act.say({ text: 'too late' }))
    await clock.settle()
    expect(late.now).to.equal('ROOM_NOT_FOUND')
    expect(
      said.map(({ now }) => now),
      '[P4] nobody knows',
    ).to.deep.equal(Array(3).fill('OUTCOME_UNKNOWN'))
    expect([transport.asked.enter, transport.asked.leave]).to.deep.equal([[], []])
    const again = lobby.enter('R:1')
    transport.take('enter').answer(entered)
    expect(await again).not.to.equal(room)
  })

  it('[P4] settles every action as the server says: done, of unknown outcome, or never to be done', async () => {
    const { clock, transport, said } = await scene()
    transport.send('removed', 'R:1', { error, client: { known: true, last: 2, answers: [done(2, 7)] } })
    await clock.settle()
    expect(said.map(({ now }) => now)).to.deep.equal(['OUTCOME_UNKNOWN', { id: 7 }, 'ROOM_NOT_FOUND'])
  })

  it('waits for the answer where the room is being asked for', async () => {
    const { transport, room } = await scene()
    transport.send('frame', 'R:1', { from: 5, to: 6, patches: [] })
    transport.send('removed', 'R:1', { error })
    expect(room.error).to.equal(undefined)
    transport.take('enter').answer({ ok: false, error })
    expect(room.error?.code).to.equal('ROOM_NOT_FOUND')
  })
})
