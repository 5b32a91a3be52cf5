import { expect } from 'chai'
import type { chat } from '../../server/applications/chat.ts'
import { chat as rules } from '../../server/applications/chat.ts'
import { type ErrorCode, SocDrawError } from '../../server/protocol/errors.ts'
import type { RoomListing } from '../../server/protocol/listings.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { connect } from '../../web/client/connect.ts'
import type { ConnectOptions } from '../../web/client/open-lobby.ts'
import { FakeTransport } from './fake-transport.ts'
import { outcome } from './outcome.ts'

type Chat = typeof chat
const refusal = (code: ErrorCode) => ({ ok: false, error: new SocDrawError(code).toJSON() }) as const
const STRANGER = { known: false, last: 0, answers: [] }
const KNOWN = { known: true, last: 0, answers: [] }
const entered = (version: number, client: typeof STRANGER | typeof KNOWN = STRANGER) =>
  ({
    ok: true,
    version,
    epoch: 'epoch',
    snapshot: { room: { status: 'running', started: true, members: [] }, state: { messages: [] } },
    client,
    presence: {},
  }) as const
const listing = (given: Partial<RoomListing> = {}): RoomListing => ({
  ...{ id: 'R:1', name: 'First Room', position: 1, status: 'running', members: 2, min: 2, max: 2, spectators: true },
  ...given,
})

/** A lobby whose other end is the spec, and a room in it. */
async function scene(options: Partial<ConnectOptions> = {}) {
  const clock = new FakeClock()
  const transport = new FakeTransport()
  let names = 0
  const randomName = (): string => `client-${++names}`
  const connecting = connect<Chat>('', 'chat', { token: 't', transport, clock, randomName, ...options })
  transport.up()
  transport.begin({ user: { id: 'user:1', name: 'Anna' }, rooms: [listing()], next: null })
  const lobby = await connecting
  const enter = async (spectate: boolean) => {
    const entering = lobby.enter('R:1', { spectate })
    transport.take('enter').answer(entered(1))
    const room = await entering
    return { room, say: (text: string) => outcome(room.act.say({ text })) }
  }
  /** What the next entry asks for. */
  const asked = () => transport.take('enter').args[1]
  return { clock, transport, lobby, enter, asked }
}

describe('watching a room', () => {
  it('asks to watch, says so, and goes on so over a new connection, with what it has', async () => {
    const { transport, lobby, asked } = await scene()
    const entering = lobby.enter('R:1', { spectate: true })
    const first = transport.take('enter')
    expect(first.args[1]).to.deep.equal({ user: 'user:1', client: 'client-1', spectate: true })
    first.answer(entered(4))
    const room = await entering
    expect([room.spectating, room.live, room.version]).to.deep.equal([true, true, 4])
    transport.down()
    transport.up()
    expect(asked()).to.deep.equal({ user: 'user:1', client: 'client-1', spectate: true, version: 4, epoch: 'epoch' })
    expect(await lobby.enter('R:1', { spectate: true })).to.equal(room)
    expect(transport.asked.enter).to.be.empty
  })

  it('[P9] neither acts nor presents: the library refuses that itself, unnumbered, also offline', async () => {
    const { clock, transport, enter } = await scene()
    const { room, say } = await enter(true)
    const online = say('a')
    room.present({ typing: true })
    transport.down()
    const offline = say('b')
    await clock.settle()
    expect([online.now, offline.now, room.pending]).to.deep.equal(['SPECTATING', 'SPECTATING', 0])
    transport.up()
    transport.take('enter').answer(entered(1))
    await clock.pass(1000)
    expect([transport.asked.act, transport.told]).to.deep.equal([[], []])
  })

  it('[P7] becomes a seat in the same room, from a snapshot of its own, and then acts from number 1', async () => {
    const { clock, transport, lobby, enter } = await scene()
    const { room, say } = await enter(true)
    const seated = lobby.enter('R:1')
    const { args, answer } = transport.take('enter')
    expect(args[1], 'nothing of what it has is gone on from').to.deep.equal({ user: 'user:1', client: 'client-1' })
    expect([room.spectating, room.live]).to.deep.equal([true, false])
    transport.send('frame', 'R:1', { from: 1, to: 2, patches: [] })
    answer({ ...entered(1), snapshot: { room: { status: 'running', started: true, members: [] }, state: { own: 1 } } })
    expect(await seated).to.equal(room)
    expect([room.spectating, room.live, room.version]).to.deep.equal([false, true, 2])
    expect(room.state, 'though the version is the same').to.deep.equal({ own: 1 })
    void say('a')
    expect(transport.take('act').args[1]).to.include({ client: 'client-1', seq: 1 })
    await clock.settle()
  })

  it('[P7] asks for a snapshot again where the answer to a change was lost with its connection', async () => {
    const { transport, lobby, enter, asked } = await scene()
    await enter(true)
    void lobby.enter('R:1')
    expect(asked()).to.deep.equal({ user: 'user:1', client: 'client-1' })
    transport.down()
    transport.up()
    expect(asked(), 'the room may hold a seat by now').to.deep.equal({ user: 'user:1', client: 'client-1' })
  })

  it('stays as it is where a seat is refused, for good or for too long, and says why', async () => {
    const { clock, transport, lobby, enter, asked } = await scene()
    const { room } = await enter(true)
    for (const code of ['ROOM_FULL', 'FORBIDDEN'] as const) {
      const seated = outcome(lobby.enter('R:1'))
      transport.take('enter').answer(refusal(code))
      const back = transport.take('enter')
      expect(back.args[1]).to.deep.equal({ user: 'user:1', client: 'client-1', spectate: true })
      back.answer(entered(2))
      await clock.settle()
      expect([seated.now, room.spectating, room.live, room.error]).to.deep.equal([code, true, true, undefined])
    }
    transport.down()
    const late = outcome(lobby.enter('R:1'))
    await clock.pass(20_001)
    expect([late.now, room.spectating]).to.deep.equal(['CONNECTION_FAILED', true])
    transport.up()
    expect(asked()).to.deep.equal({ user: 'user:1', client: 'client-1', spectate: true })
  })

  it('is over where what it had is refused as well', async () => {
    const { clock, transport, lobby, enter } = await scene()
    const { room } = await enter(true)
    const seated = outcome(lobby.enter('R:1'))
    for (let times = 0; times < 2; times++) transport.take('enter').answer(refusal('CLIENT_OUTDATED'))
    await clock.settle()
    expect([seated.now, room.error?.code, clock.timers]).to.deep.equal(['CLIENT_OUTDATED', 'CLIENT_OUTDATED', 0])
  })

  it('[P4] begins by giving the seat up: what was done is told, of what was sent nobody knows, the rest was never sent', async () => {
    const { clock, transport, lobby, enter } = await scene()
    const { room, say } = await enter(false)
    room.present({ typing: true })
    transport.told.length = 0
    const [done, sent] = [say('done'), say('sent')]
    transport.down()
    const unsent = say('never sent')
    const watching = lobby.enter('R:1', { spectate: true })
    transport.up()
    const late = say('late')
    const answers = [{ seq: 1, answer: { ok: true, version: 2, result: { id: 2 } } as const }]
    transport.take('enter').answer({ ...entered(2), client: { known: true, last: 1, answers } })
    expect(await watching).to.equal(room)
    await clock.pass(1000)
    const outcomes = [done, sent, unsent, late].map(({ now }) => now)
    expect(outcomes).to.deep.equal([{ id: 2 }, 'OUTCOME_UNKNOWN', 'SPECTATING', 'SPECTATING'])
    expect([room.spectating, room.pending, transport.asked.act, transport.told]).to.deep.equal([true, 0, [], []])
    const seated = lobby.enter('R:1')
    const again = transport.take('enter')
    expect(again.args[1], 'under another name').to.deep.equal({ user: 'user:1', client: 'client-2' })
    again.answer(entered(3))
    await seated
    void say('again')
    expect(transport.take('act').args[1]).to.include({ client: 'client-2', seq: 1 })
  })

  it('keeps a seat and what was sent from it where watching is refused', async () => {
    const { clock, transport, lobby, enter } = await scene()
    const { room, say } = await enter(false)
    const said = say('sent')
    transport.take('act')
    const watching = outcome(lobby.enter('R:1', { spectate: true }))
    transport.take('enter').answer(refusal('NO_SPECTATORS'))
    transport.take('enter').answer(entered(1, KNOWN))
    transport.take('act').answer({ ok: true, version: 1, result: { id: 1 } })
    await clock.settle()
    expect([watching.now, said.now, room.spectating]).to.deep.equal(['NO_SPECTATORS', { id: 1 }, false])
  })

  it('makes one change after the other, and before the first entering the last one asked for holds', async () => {
    const { clock, transport, lobby } = await scene()
    const first = lobby.enter('R:1')
    const second = lobby.enter('R:1', { spectate: true })
    const third = outcome(lobby.enter('R:1'))
    await clock.settle()
    transport.take('enter').answer(entered(9))
    expect(transport.take('enter').args[1]).to.include({ spectate: true })
    transport.take('enter').answer(entered(1))
    await clock.settle()
    const room = await first
    expect(await second).to.equal(room)
    expect([third.now, room.spectating, room.version]).to.deep.equal([room, false, 1])
    const changes = [true, false, true].map((spectate) => outcome(lobby.enter('R:1', { spectate })))
    for (const spectate of [true, false, true]) {
      await clock.settle()
      const { args, answer } = transport.take('enter')
      expect([args[1].spectate ?? false, transport.asked.enter.length]).to.deep.equal([spectate, 0])
      answer(entered(2))
    }
    await clock.settle()
    expect(changes.map(({ now }) => now)).to.deep.equal([room, room, room])
    expect([room.spectating, clock.timers]).to.deep.equal([true, 0])
  })

  it('ends with the room: whoever waits for a change learns why', async () => {
    const { clock, transport, lobby, enter } = await scene()
    const { room } = await enter(true)
    const changes = [false, true].map((spectate) => outcome(lobby.enter('R:1', { spectate })))
    void room.leave()
    await clock.settle()
    expect(changes.map(({ now }) => now)).to.deep.equal(['ROOM_LEFT', 'ROOM_LEFT'])
    transport.take('leave').answer({ ok: true })
    await clock.settle()
    expect(clock.timers).to.equal(0)
  })
})

describe('what a client tells of itself', () => {
  it('is the version of the rules it was given, or the one it names, and none without', async () => {
    const given: [Partial<ConnectOptions>, number | undefined][] = [
      [{}, undefined],
      [{ rules }, 1],
      [{ version: 3 }, 3],
      [{ rules, version: 0 }, 0],
    ]
    for (const [options, version] of given) {
      const { lobby, asked } = await scene(options)
      void lobby.enter('R:1')
      expect(asked().rules).to.equal(version)
    }
  })
})

describe('what a room tells of itself', () => {
  it('is its name and numbers, live, and its listeners are called for nothing else', async () => {
    const { clock, transport, enter } = await scene()
    const { room } = await enter(false)
    const calls = { count: 0 }
    room.subscribe(() => calls.count++)
    const { players } = room
    expect([room.name, players]).to.deep.equal(['First Room', { min: 2, max: 2 }])
    transport.send('listings', [listing({ members: 1, preview: 'hello' })])
    await clock.settle()
    expect([calls.count, room.players]).to.deep.equal([0, players])
    expect(room.players).to.equal(players)
    transport.send('listings', [listing({ name: 'Renamed', max: 9 })])
    await clock.settle()
    expect([calls.count, room.name, room.players]).to.deep.equal([1, 'Renamed', { min: 2, max: 9 }])
    transport.send('gone', 'R:1')
    const user = { id: 'user:1', name: 'Anna' }
    transport.begin({ user, rooms: [listing({ name: 'Back' })], next: null })
    await clock.settle()
    expect([calls.count, room.name]).to.deep.equal([2, 'Back'])
  })

  it('is its id as long as no list has told', async () => {
    const { transport, lobby } = await scene()
    const entering = lobby.enter('R:7')
    transport.send('listings', [listing({ id: 'R:7', name: 'Seventh', position: 900 })])
    transport.take('enter').answer(entered(1))
    expect((await entering).name).to.equal('Seventh')
    const unlisted = lobby.enter('R:8')
    transport.take('enter').answer(entered(1))
    expect((await unlisted).name).to.equal('R:8')
  })

  it('says that the room is archived as its listing does, also when that comes while one is in', async () => {
    const { transport, enter, clock } = await scene()
    const { room } = await enter(true)
    let told = 0
    room.subscribe(() => told++)
    expect([room.archived, told]).to.deep.equal([false, 0])
    transport.send('listings', [listing({ archived: true })])
    await clock.settle()
    expect([room.archived, told]).to.deep.equal([true, 1])
    transport.send('listings', [listing()])
    await clock.settle()
    expect([room.archived, told]).to.deep.equal([false, 2])
  })
})
