import { expect } from 'chai'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { connect } from '../../web/client/connect.ts'
import { council } from '../support/council.ts'
import { FakeTransport } from './fake-transport.ts'
import { outcome } from './outcome.ts'

const KNOWN = { known: true, last: 0, answers: [] }
const entered = (version: number, more: object = {}) =>
  ({
    ok: true,
    version,
    epoch: 'epoch',
    snapshot: { room: { status: 'running', started: true, members: [] }, state: { log: [] } },
    client: KNOWN,
    presence: {},
    ...more,
  }) as const
const HEARD = { heard: true, watchers: 3 }

/** Cid watches a room whose application hears who does; `rules`: whether his client has them. */
async function scene({ rules = true, more = HEARD as object } = {}) {
  const clock = new FakeClock()
  const transport = new FakeTransport()
  let names = 0
  const randomName = (): string => `client-${++names}`
  const options = { token: 't', transport, clock, randomName, ...(rules && { rules: council }) }
  const connecting = connect<typeof council>('http://nowhere', 'council', options)
  transport.up()
  transport.begin({ user: { id: 'cid', name: 'Cid' }, rooms: [], next: null })
  const lobby = await connecting
  const entering = lobby.enter('R:1', { spectate: true })
  transport.take('enter').answer(entered(1, more))
  const room = await entering
  await clock.settle()
  const cheer = () => outcome(room.act.cheer({}))
  const speak = () => outcome(room.act.speak({}))
  return { clock, transport, lobby, room, cheer, speak }
}

describe('who watches a room that hears them', () => {
  it('does what is taken from them, shown at once as the handler does it; the rest is refused at once, unnumbered', async () => {
    const { clock, transport, room, cheer, speak } = await scene()
    const [cheering, speaking] = [cheer(), speak()]
    await clock.settle()
    expect([speaking.now, room.state?.log]).to.deep.equal(['SPECTATING', ['cid watching cheers']])
    const { args, answer } = transport.take('act')
    expect(args[1]).to.deep.include({ client: 'client-1', seq: 1, name: 'cheer' })
    answer({ ok: true, version: 2, result: { role: 'member', spectating: true, members: 0 } })
    transport.send('frame', 'R:1', { from: 1, to: 2, patches: [] })
    await clock.settle()
    expect(cheering.now).to.deep.equal({ role: 'member', spectating: true, members: 0 })
    expect(transport.asked.act).to.be.empty
  })

  it('[P4] does it once over a lost connection, by the same number; what was made without one waits', async () => {
    const { clock, transport, cheer, speak } = await scene()
    const first = cheer()
    await clock.settle()
    transport.take('act')
    transport.down()
    const [second, speaking] = [cheer(), speak()]
    await clock.settle()
    expect([second.now, speaking.now]).to.deep.equal(['pending', 'SPECTATING'])
    transport.up()
    const answers = [{ seq: 1, answer: { ok: true, version: 2 } as const }]
    transport.take('enter').answer(entered(2, { ...HEARD, client: { known: true, last: 1, answers } }))
    await clock.settle()
    expect(first.now).to.equal(undefined)
    expect(transport.take('act').args[1]).to.include({ client: 'client-1', seq: 2, name: 'cheer' })
  })

  it('is the server’s to judge where the client has no rules', async () => {
    const { clock, transport, speak } = await scene({ rules: false })
    const speaking = speak()
    await clock.settle()
    const error = { code: 'SPECTATING', message: 'No.', retryable: false }
    transport.take('act').answer({ ok: false, error })
    await clock.settle()
    expect(speaking.now).to.equal('SPECTATING')
  })

  it('is not where the server does not say so, as one of another version: nothing is sent', async () => {
    for (const rules of [true, false]) {
      const { clock, transport, cheer } = await scene({ rules, more: {} })
      const cheering = cheer()
      await clock.settle()
      expect([cheering.now, transport.asked.act.length]).to.deep.equal(['SPECTATING', 0])
    }
  })

  it('[P4] keeps what was sent from a seat that was given up under its number: the room says what became of it', async () => {
    const { clock, transport, lobby, speak, cheer } = await scene()
    const seated = lobby.enter('R:1')
    transport.take('enter').answer(entered(2))
    await seated
    const [spoken, cheered] = [speak(), cheer()]
    await clock.settle()
    for (let times = 0; times < 2; times++) transport.take('act')
    const watching = lobby.enter('R:1', { spectate: true })
    transport.take('enter').answer(entered(2, HEARD))
    await watching
    await clock.settle()
    const [first, second] = [transport.take('act'), transport.take('act')]
    expect([first.args[1].seq, second.args[1].seq]).to.deep.equal([1, 2])
    first.answer({ ok: false, error: { code: 'SPECTATING', message: 'No.', retryable: false } })
    second.answer({ ok: true, version: 2 })
    await clock.settle()
    expect([spoken.now, cheered.now]).to.deep.equal(['SPECTATING', undefined])
  })
})

describe('how many watch', () => {
  it('is what the room was entered with, and then what is told; the listing says the same', async () => {
    const { clock, transport, lobby, room } = await scene()
    let calls = 0
    room.subscribe(() => calls++)
    const listing = { id: 'R:1', name: 'Room', position: 1, status: 'running', members: 0, min: 1, max: 5 } as const
    transport.send('listings', [{ ...listing, watchers: 2 }])
    await clock.settle()
    expect([room.watchers, lobby.rooms[0]?.watchers]).to.deep.equal([3, 3])
    const before = calls
    transport.send('watchers', 'R:1', 4)
    await clock.settle()
    expect([room.watchers, lobby.rooms[0]?.watchers, calls - before]).to.deep.equal([4, 4, 1])
    transport.send('watchers', 'R:1', 0)
    await clock.settle()
    expect([room.watchers, 'watchers' in (lobby.rooms[0] ?? {})]).to.deep.equal([0, false])
    void room.leave()
    transport.send('listings', [{ ...listing, watchers: 1 }])
    await clock.settle()
    expect(lobby.rooms[0]?.watchers, 'of one that one is not in the list knows').to.equal(1)
  })
})
