import { expect } from 'chai'
import type { chat } from '../../server/applications/chat.ts'
import { type ErrorCode, SocDrawError } from '../../server/protocol/errors.ts'
import type { EnterAnswer } from '../../server/protocol/events.ts'
import type { RoomListing } from '../../server/protocol/listings.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import type { Lobby, Room } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import { FakeTransport } from './fake-transport.ts'
import { outcome } from './outcome.ts'

type Chat = typeof chat
const ANNA = { id: 'user:1', name: 'Anna' }
const listing = (id: string, members = 0): RoomListing => ({
  id,
  name: id,
  position: Number(id.slice(2)),
  status: 'waiting',
  members,
  min: 2,
  max: 50,
})
const refusal = (code: ErrorCode) => ({ ok: false, error: new SocDrawError(code).toJSON() }) as const
const entered = (version: number, more: Partial<Pick<EnterAnswer, 'epoch' | 'client'>> = {}) =>
  ({
    ok: true,
    version,
    epoch: 'epoch',
    snapshot: {
      room: { status: 'running', started: true, members: [{ ...ANNA, connected: true }] },
      state: { messages: [] },
    },
    client: { known: true, last: 0, answers: [] },
    presence: {},
    ...more,
  }) as const

async function scene() {
  const clock = new FakeClock()
  const transport = new FakeTransport()
  let names = 0
  const randomName = (): string => `client-${++names}`
  const connecting = connect<Chat>('http://nowhere', 'chat', { token: 't', transport, clock, randomName })
  transport.up()
  transport.begin({ user: ANNA, rooms: [listing('R:1'), listing('R:2')], next: null })
  const lobby: Lobby<Chat> = await connecting
  const enter = async (roomId: string, version = 1): Promise<Room<Chat>> => {
    const entering = lobby.enter(roomId)
    transport.take('enter').answer(entered(version))
    return entering
  }
  return { clock, transport, lobby, enter }
}

/** Counts a listener's calls. */
function counted(subscribe: (listener: () => void) => () => void) {
  const calls = { count: 0 }
  subscribe(() => calls.count++)
  return calls
}

describe('connect', () => {
  it('resolves with the first listing, and leaves no timer', async () => {
    const { lobby, clock } = await scene()
    expect(lobby.name).to.equal('chat')
    expect(lobby.user).to.deep.equal(ANNA)
    expect(lobby.connection).to.equal('online')
    expect(lobby.rooms.map(({ id }) => id)).to.deep.equal(['R:1', 'R:2'])
    expect(clock.timers).to.equal(0)
  })

  it('rejects with CONNECTION_FAILED, and closes, when nothing comes in time', async () => {
    const [clock, transport] = [new FakeClock(), new FakeTransport()]
    const connecting = outcome(connect('http://nowhere', 'chat', { token: 't', transport, clock, timeout: 500 }))
    transport.up()
    await clock.pass(499)
    expect(connecting.now).to.equal('pending')
    await clock.pass(1)
    await clock.settle()
    expect(connecting.now).to.equal('CONNECTION_FAILED')
    expect(transport.closed).to.equal(true)
  })

  it('rejects with the reason of a refusal', async () => {
    const [clock, transport] = [new FakeClock(), new FakeTransport()]
    const connecting = outcome(connect('http://nowhere', 'chat', { token: 't', transport, clock }))
    transport.refuse(new SocDrawError('UNAUTHENTICATED'))
    await clock.settle()
    expect(connecting.now).to.equal('UNAUTHENTICATED')
    expect(clock.timers).to.equal(0)
  })
})

describe('Lobby', () => {
  it('[P10] keeps the listings in their order, wherever new ones stand', async () => {
    const { lobby, transport, clock } = await scene()
    const calls = counted((listener) => lobby.subscribe(listener))
    const before = lobby.rooms
    transport.send('listings', [listing('R:0')])
    transport.send('listings', [listing('R:1', 2)])
    await clock.settle()
    expect(lobby.rooms).to.deep.equal([listing('R:0'), listing('R:1', 2), listing('R:2')])
    expect(lobby.rooms).not.to.equal(before)
    expect(lobby.rooms[2]).to.equal(before[1])
    expect(calls.count, 'once for all changes of one turn').to.equal(1)
    transport.send('gone', 'R:2')
    await clock.settle()
    expect(lobby.rooms.map(({ id }) => id)).to.deep.equal(['R:0', 'R:1'])
    transport.begin({ user: ANNA, rooms: [listing('R:9')], next: null })
    await clock.settle()
    expect(lobby.rooms.map(({ id }) => id)).to.deep.equal(['R:9'])
    expect(calls.count).to.equal(3)
  })

  it('tells all subscribers, though one throws, and none that has ended its subscription', async () => {
    const { lobby, transport, clock } = await scene()
    const reported: unknown[] = []
    const original = console.error
    console.error = (error) => reported.push(error)
    try {
      const fault = new Error('a subscriber’s own')
      const ended = counted((listener) => {
        const stop = lobby.subscribe(listener)
        stop()
        return stop
      })
      lobby.subscribe(() => {
        throw fault
      })
      const calls = counted((listener) => lobby.subscribe(listener))
      transport.send('gone', 'R:1')
      await clock.settle()
      expect([calls.count, ended.count]).to.deep.equal([1, 0])
      expect(reported).to.deep.equal([fault])
    } finally {
      console.error = original
    }
  })

  it('gives one Room to everyone who enters it', async () => {
    const { lobby, transport, enter } = await scene()
    const first = lobby.enter('R:1')
    const second = lobby.enter('R:1')
    expect(transport.asked.enter).to.have.length(1)
    transport.take('enter').answer(entered(4))
    const room = await first
    expect(await second).to.equal(room)
    expect(await lobby.enter('R:1')).to.equal(room)
    expect(transport.asked.enter).to.be.empty
    expect(await enter('R:2')).not.to.equal(room)
  })

  it('enters when the connection is back', async () => {
    const { lobby, transport } = await scene()
    transport.down()
    expect(lobby.connection).to.equal('offline')
    const entering = lobby.enter('R:1')
    transport.up()
    transport.take('enter').answer(entered(4))
    expect((await entering).version).to.equal(4)
  })

  it('rejects what the server refuses for good, and forgets the room', async () => {
    const { lobby, transport, clock } = await scene()
    const entering = outcome(lobby.enter('R:1'))
    transport.take('enter').answer(refusal('ROOM_FULL'))
    await clock.settle()
    expect(entering.now).to.equal('ROOM_FULL')
    expect(clock.timers).to.equal(0)
    void lobby.enter('R:1').catch(() => {})
    expect(transport.asked.enter).to.have.length(1)
  })

  it('tries again what is refused for now, for 20 s', async () => {
    const { lobby, transport, clock } = await scene()
    const entering = outcome(lobby.enter('R:1'))
    transport.take('enter').answer(refusal('ROOM_BUSY'))
    await clock.pass(50)
    let attempts = 0
    while (entering.now === 'pending' && attempts < 100) {
      if (transport.asked.enter.length > 0) {
        transport.take('enter').answer(refusal('RATE_LIMITED'))
        attempts++
      }
      await clock.pass(50)
    }
    expect(entering.now).to.equal('RATE_LIMITED')
    expect(attempts).to.be.within(10, 20)
    expect(transport.take('leave').args, 'should a seat have been taken').to.deep.equal(['R:1'])
  })

  it('says that the connection failed when it was away all the time', async () => {
    const { lobby, transport, clock } = await scene()
    transport.down()
    const entering = outcome(lobby.enter('R:1'))
    await clock.pass(20_001)
    expect(entering.now).to.equal('CONNECTION_FAILED')
    expect(clock.timers).to.equal(0)
  })

  it('takes a connection that leaves an entry unanswered for 10 s for dead', async () => {
    const { lobby, transport, clock } = await scene()
    void lobby.enter('R:1')
    await clock.pass(9_999)
    expect(transport.reconnects).to.equal(0)
    await clock.pass(1)
    expect(transport.reconnects).to.equal(1)
    transport.down()
    transport.up()
    expect(transport.asked.enter).to.have.length(1)
  })

  it('[P11] enters all its rooms again on a new connection, and sends nothing before', async () => {
    const { transport, enter, clock } = await scene()
    const rooms = [await enter('R:1'), await enter('R:2')]
    const said = rooms.map((room) => outcome(room.act.say({ text: room.id })))
    transport.down()
    expect(rooms.map(({ live }) => live)).to.deep.equal([false, false])
    transport.up()
    expect(transport.asked.act).to.be.empty
    for (const id of ['R:1', 'R:2']) {
      const { args, answer } = transport.take('enter')
      expect(args[0]).to.equal(id)
      answer(entered(1))
      const act = transport.take('act')
      expect(act.args[0]).to.equal(id)
      act.answer({ ok: true, version: 1, result: { id: 1 } })
    }
    await clock.settle()
    expect(said.map(({ now }) => now)).to.deep.equal([{ id: 1 }, { id: 1 }])
    expect(rooms.map(({ live }) => live)).to.deep.equal([true, true])
    expect(clock.timers).to.equal(0)
  })

  it('closes for good, with everything in it', async () => {
    const { lobby, transport, enter, clock } = await scene()
    const room = await enter('R:1')
    const outcomes = [room.act.say({ text: 'a' }), lobby.enter('R:2')].map(outcome)
    const calls = counted((listener) => room.subscribe(listener))
    lobby.close()
    const late = [room.act.say({ text: 'b' }), lobby.enter('R:1'), room.leave()].map(outcome)
    await clock.settle()
    const closed = 'CONNECTION_CLOSED'
    expect([...outcomes, ...late].map(({ now }) => now)).to.deep.equal([
      closed,
      closed,
      closed,
      closed,
      { elsewhere: false },
    ])
    expect(lobby.connection).to.equal('closed')
    expect(lobby.error).to.equal(undefined)
    expect(room.error?.code).to.equal(closed)
    expect([room.live, calls.count, transport.closed, clock.timers]).to.deep.equal([false, 1, true, 0])
  })

  it('is closed for good when the session has ended', async () => {
    const { lobby, transport, enter, clock } = await scene()
    const room = await enter('R:1')
    transport.down()
    const said = outcome(room.act.say({ text: 'a' }))
    transport.refuse(new SocDrawError('UNAUTHENTICATED'))
    const entering = outcome(lobby.enter('R:2'))
    await clock.settle()
    expect(lobby.error?.code).to.equal('UNAUTHENTICATED')
    expect([said.now, entering.now, room.error?.code]).to.deep.equal(Array(3).fill('UNAUTHENTICATED'))
    expect(clock.timers).to.equal(0)
  })
})
