import { expect } from 'chai'
import type { chat } from '../../server/applications/chat.ts'
import { type ErrorCode, SocDrawError } from '../../server/protocol/errors.ts'
import type { RoomListing } from '../../server/protocol/listings.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { connect } from '../../web/client/connect.ts'
import { FakeTransport } from './fake-transport.ts'
import { outcome } from './outcome.ts'

const ANNA = { id: 'user:1', name: 'Anna' }
const listing = (position: number, members = 0): RoomListing => {
  return { id: `R:${position}`, name: `Room ${position}`, position, status: 'waiting', members, min: 2, max: 50 }
}
const refusal = (code: ErrorCode) => ({ ok: false, error: new SocDrawError(code).toJSON() }) as const
/** The rooms of these positions, and where the list goes on after them. */
const page = (positions: readonly number[], next: number | null, members = 0) => {
  return { rooms: positions.map((position) => listing(position, members)), next }
}

async function scene(positions: readonly number[], next: number | null) {
  const clock = new FakeClock()
  const transport = new FakeTransport()
  const connecting = connect<typeof chat>('http://nowhere', 'chat', { token: 't', transport, clock })
  transport.up()
  transport.begin({ user: ANNA, ...page(positions, next) })
  const lobby = await connecting
  const shown = (): string => lobby.rooms.map(({ position, members }) => position + '+'.repeat(members)).join(' ')
  /** Answers the next question for rooms, and tells after which position it asked. */
  const turn = async (...answer: Parameters<typeof page>): Promise<number> => {
    const { args, answer: reply } = transport.take('rooms')
    reply({ ok: true, ...page(...answer) })
    await clock.settle()
    return args[0].after
  }
  const comeBack = async (...first: Parameters<typeof page>): Promise<void> => {
    transport.down()
    transport.up()
    transport.begin({ user: ANNA, ...page(...first) })
    await clock.settle()
  }
  /** Answers the look that was asked, all of whose rooms are there still, and tells what it was. */
  const look = async (members = 0, next?: number | null) => {
    await clock.pass(150)
    const { args, answer } = transport.take('look')
    const positions = args[0]?.rooms ?? []
    answer({ ok: true, rooms: positions.map((at) => listing(at, members)), ...(next !== undefined && { next }) })
    await clock.settle()
    return args[0]
  }
  return { clock, transport, lobby, shown, turn, comeBack, look }
}

describe('Lobby: a list in pages', () => {
  it('is loaded page by page, whoever asks for the same one, to its end', async () => {
    const { lobby, transport, clock, shown, turn, look } = await scene([1, 2], 2)
    expect(lobby.more).to.equal(true)
    const calls = { count: 0 }
    lobby.subscribe(() => calls.count++)
    const loading = [lobby.loadMore(), lobby.loadMore()]
    expect(transport.asked.rooms).to.have.length(1)
    expect(await turn([3, 4], 4)).to.equal(2)
    await Promise.all(loading)
    expect([shown(), lobby.more, calls.count]).to.deep.equal(['1 2 3 4', true, 1])
    const last = lobby.loadMore()
    expect(await turn([5], null)).to.equal(4)
    await last
    expect([shown(), lobby.more]).to.deep.equal(['1 2 3 4 5', false])
    await lobby.loadMore()
    await look()
    await look(0, null)
    expect([transport.asked.rooms.length, clock.timers]).to.deep.equal([0, 0])
  })

  it('[P10] takes in what is told of its rooms, and of none beyond what is loaded', async () => {
    const { lobby, transport, shown, turn } = await scene([1, 4], 4)
    transport.send('listings', [listing(2)])
    transport.send('listings', [listing(9)])
    expect(shown()).to.equal('1 2 4')
    const loading = lobby.loadMore()
    await turn([8, 9], null)
    await loading
    transport.send('listings', [listing(10)])
    expect(shown(), 'complete: a new room is the last one').to.equal('1 2 4 8 9 10')
  })

  it('shows a room beyond what is loaded that the user is about to enter', async () => {
    const { lobby, transport, clock, shown, comeBack } = await scene([1, 2], 2)
    const entering = outcome(lobby.enter('R:50'))
    transport.send('listings', [listing(50, 1)])
    expect(shown()).to.equal('1 2 50+')
    transport.send('listings', [listing(50, 2)])
    await comeBack([1, 2], 2)
    expect(shown(), 'one is in it still').to.equal('1 2 50++')
    transport.take('enter').answer(refusal('ROOM_FULL'))
    await clock.settle()
    await comeBack([1, 2], 2)
    expect([shown(), entering.now]).to.deep.equal(['1 2', 'ROOM_FULL'])
  })

  it('takes what was told while a page was on its way for newer than the page', async () => {
    const { lobby, transport, shown, turn } = await scene([1, 2], 2)
    void lobby.enter('R:3')
    transport.send('listings', [listing(3)])
    void lobby.loadMore()
    transport.send('listings', [listing(3, 2)])
    transport.send('gone', 'R:4')
    await turn([3, 4, 5], null)
    expect(shown()).to.equal('1 2 3++ 5')
  })

  it('is loaded anew after a lost connection as far as it was, and shows no less meanwhile', async () => {
    const { lobby, transport, clock, shown, turn, comeBack, look } = await scene([1, 2], 2)
    const loading = lobby.loadMore()
    await turn([3, 4], 4)
    await loading
    await comeBack([1, 2], 2, 1)
    expect([shown(), lobby.more]).to.deep.equal(['1+ 2+ 3 4', true])
    const further = outcome(lobby.loadMore())
    expect(await turn([4], 4, 1), 'room 3 is gone').to.equal(2)
    expect([shown(), further.now]).to.deep.equal(['1+ 2+ 4+', 'pending'])
    expect(await turn([5], null, 1)).to.equal(4)
    expect([shown(), lobby.more, further.now]).to.deep.equal(['1+ 2+ 4+ 5+', false, undefined])
    await comeBack([1, 2], 2, 2)
    expect([shown(), lobby.more], 'a whole list stays whole').to.deep.equal(['1++ 2++ 4+ 5+', false])
    expect(await turn([4, 5], null, 2)).to.equal(2)
    expect(shown()).to.equal('1++ 2++ 4++ 5++')
    await look(2)
    await look(2, null)
    expect([transport.asked.rooms.length, clock.timers]).to.deep.equal([0, 0])
  })

  it('drops a page of a list that has begun anew meanwhile', async () => {
    const { lobby, transport, shown, turn } = await scene([1, 2], 2)
    const loading = outcome(lobby.loadMore())
    transport.begin({ user: ANNA, ...page([1], 1) })
    await turn([3], null)
    expect([shown(), loading.now]).to.deep.equal(['1 2', 'pending'])
    expect(await turn([2], 2)).to.equal(1)
    expect(await turn([3], null)).to.equal(2)
    expect([shown(), loading.now]).to.deep.equal(['1 2 3', undefined])
  })

  it('waits for the connection, and for a server that is busy, for 20 s', async () => {
    const { lobby, transport, clock, turn, comeBack } = await scene([1], 1)
    transport.down()
    const patient = outcome(lobby.loadMore())
    await clock.pass(5000)
    await comeBack([1], 1)
    transport.take('rooms').answer(refusal('RATE_LIMITED'))
    await clock.pass(50)
    await turn([9], null)
    expect(patient.now, 'that was asked of the list before').to.equal('pending')
    await turn([2], 2)
    expect(patient.now).to.equal(undefined)
    transport.down()
    const tired = outcome(lobby.loadMore())
    await clock.pass(20_000)
    expect(tired.now).to.equal('CONNECTION_FAILED')
  })

  it('takes a connection that leaves the question unanswered for 10 s for dead', async () => {
    const { lobby, transport, clock } = await scene([1], 1)
    void lobby.loadMore()
    await clock.pass(10_000)
    expect(transport.reconnects).to.equal(1)
  })

  it('rejects what the server refuses, and asks again when it is told to', async () => {
    const { lobby, transport, clock, shown, turn, look } = await scene([1], 1)
    const refused = outcome(lobby.loadMore())
    transport.take('rooms').answer(refusal('INTERNAL'))
    await clock.settle()
    expect([refused.now, lobby.more]).to.deep.equal(['INTERNAL', true])
    const again = outcome(lobby.loadMore())
    await turn([2], null)
    await look(0, null)
    expect([again.now, shown(), clock.timers]).to.deep.equal([undefined, '1 2', 0])
  })

  it('[P10] is looked at as far as it is shown: nothing of it while it is out of sight, not even what is new', async () => {
    const { lobby, transport, clock, shown, look } = await scene([1, 2], null)
    lobby.look([], { newRooms: false })
    expect(await look()).to.deep.equal({ rooms: [] })
    transport.send('listings', [listing(3)])
    await clock.pass(1000)
    expect([shown(), transport.asked.look.length], 'a room that is the user’s from now on').to.deep.equal(['1 2 3', 0])
    lobby.look(null)
    expect(transport.asked.look, 'at once').to.have.length(1)
    transport.take('look').answer({ ok: true, rooms: [1, 3, 4].map((at) => listing(at, 1)), next: null })
    await clock.settle()
    expect(shown()).to.equal('1+ 3+ 4+')
    await clock.pass(1000)
    expect([transport.asked.look.length, clock.timers]).to.deep.equal([0, 0])
  })

  it('[P10] is looked at again where a look of before it began anew may be the last that the server was asked', async () => {
    const { lobby, transport, clock, comeBack, look } = await scene([1, 2], 2)
    lobby.look([])
    await clock.pass(150)
    await comeBack([1, 2], 2)
    lobby.look(null)
    transport.take('look').answer(refusal('RATE_LIMITED'))
    await clock.pass(50)
    expect(await look()).to.deep.equal({ rooms: [] })
    expect(await look()).to.deep.equal({ rooms: [1, 2] })
    await clock.pass(1000)
    expect([transport.asked.look.length, clock.timers]).to.deep.equal([0, 0])
  })

  it('is over with the connection', async () => {
    for (const reason of ['UNAUTHENTICATED', 'CONNECTION_FAILED'] as const) {
      const { lobby, transport, clock, turn, comeBack } = await scene([1], 1)
      const first = lobby.loadMore()
      await turn([2], 2)
      await first
      await comeBack([1], 1)
      const loading = outcome(lobby.loadMore())
      transport.refuse(new SocDrawError(reason))
      const late = outcome(lobby.loadMore())
      await clock.settle()
      expect([loading.now, late.now, clock.timers]).to.deep.equal([reason, reason, 0])
    }
  })
})
