import { expect } from 'chai'
import type { chat } from '../../server/applications/chat.ts'
import { SocDrawError } from '../../server/protocol/errors.ts'
import type { RoomListing } from '../../server/protocol/listings.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { connect } from '../../web/client/connect.ts'
import { FakeTransport } from './fake-transport.ts'
import { outcome } from './outcome.ts'

const listing = (position: number, more: Partial<RoomListing> = {}): RoomListing => ({
  ...{ id: `R:${position}`, name: `Room ${position}`, position, status: 'waiting', members: 0, min: 2, max: 50 },
  ...more,
})

/** A lobby of whose list two rooms are loaded, and it goes on. */
async function scene() {
  const clock = new FakeClock()
  const transport = new FakeTransport()
  const connecting = connect<typeof chat>('http://nowhere', 'chat', { token: 't', transport, clock })
  transport.up()
  transport.begin({ user: { id: 'u', name: 'U' }, rooms: [listing(1), listing(2)], next: 2 })
  const lobby = await connecting
  const members = (position: number) => lobby.listing(`R:${position}`)?.members
  const answerFind = async (rooms: readonly RoomListing[], next: [number, number] | null = null) => {
    const { args, answer } = transport.take('find')
    answer({ ok: true, rooms, next })
    await clock.settle()
    return args[0]
  }
  return { clock, transport, lobby, members, answerFind }
}

describe('Lobby: rooms that are looked for', () => {
  it('come as the server found them, page by page, and leave the list as it is', async () => {
    const { lobby, answerFind, members } = await scene()
    const first = lobby.find({ search: 'room', filter: 'running' })
    expect(await answerFind([listing(90), listing(50)], [7, 50])).to.deep.equal({ search: 'room', filter: 'running' })
    const { rooms, next } = await first
    expect([rooms.map(({ position }) => position), next]).to.deep.equal([
      [90, 50],
      [7, 50],
    ])
    const second = lobby.find({ search: 'room', filter: 'running', after: next })
    expect((await answerFind([listing(40)]))?.after).to.deep.equal([7, 50])
    expect(await second).to.deep.equal({ rooms: [listing(40)], next: null })
    expect([members(90), members(40), members(1), members(41)]).to.deep.equal([0, 0, 0, undefined])
    expect(lobby.rooms.map(({ position }) => position)).to.deep.equal([1, 2])
  })

  it('[P10] are live as far as they are looked at: they change, and go', async () => {
    const { lobby, transport, clock, answerFind, members } = await scene()
    void lobby.find()
    await answerFind([listing(90), listing(50), listing(30)])
    lobby.look(['R:90', 'R:30'])
    await clock.pass(150)
    const { args, answer } = transport.take('look')
    expect(args[0]?.rooms).to.deep.equal([90, 30])
    answer({ ok: true, rooms: [listing(90, { members: 3 })] })
    await clock.settle()
    expect([members(90), members(30), members(50)]).to.deep.equal([3, undefined, 0])
    let told = 0
    lobby.subscribe(() => told++)
    transport.send('listings', [listing(90, { members: 4 })])
    transport.send('gone', 'R:50')
    await clock.settle()
    expect([members(90), members(50), told > 0]).to.deep.equal([4, undefined, true])
    expect(lobby.rooms.map(({ position }) => position)).to.deep.equal([1, 2])
  })

  it('[P10] are none that were told to be gone while they were looked for', async () => {
    const { lobby, transport, answerFind, members } = await scene()
    void lobby.find()
    transport.send('gone', 'R:90')
    await answerFind([listing(90), listing(50)])
    expect([members(90), members(50)]).to.deep.equal([undefined, 0])
  })

  it('are those that were looked for last, whichever answer comes last', async () => {
    const { lobby, transport, clock, members } = await scene()
    void lobby.find({ search: 'a' })
    void lobby.find({ search: 'ab' })
    const [old, last] = [transport.take('find'), transport.take('find')]
    last.answer({ ok: true, rooms: [listing(60)], next: null })
    await clock.settle()
    old.answer({ ok: true, rooms: [listing(70)], next: null })
    await clock.settle()
    expect([members(60), members(70)]).to.deep.equal([0, undefined])
  })

  it('stay found where they are archived, and are in no list', async () => {
    const { lobby, transport, clock, answerFind } = await scene()
    void lobby.find({ filter: 'archived' })
    await answerFind([listing(1, { archived: true }), listing(90, { archived: true })])
    lobby.look(['R:90'])
    await clock.pass(150)
    transport.take('look').answer({ ok: true, rooms: [] })
    await clock.pass(1000)
    expect(transport.asked.look).to.deep.equal([])
    expect(lobby.listing('R:90')?.archived).to.equal(true)
    expect(lobby.rooms.some(({ archived }) => archived)).to.equal(false)
  })

  it('come in their order by their ids, those that are known by no more than their places, and are in the list from then on', async () => {
    const { lobby, transport, clock } = await scene()
    const order = async (after: [number, number] | null, answer: object) => {
      const asking = lobby.order(after)
      const { args, answer: take } = transport.take('find')
      take({ ok: true, next: null, rooms: [], ...answer })
      await clock.settle()
      return { request: args[0], told: await asking }
    }
    const first = await order(null, { rooms: [listing(90)], order: [2, 90], next: [5, 90] })
    expect(first.request).to.deep.equal({ known: [1, 2] })
    expect(first.told).to.deep.equal({ rooms: ['R:2', 'R:90'], next: [5, 90] })
    expect([lobby.rooms.map(({ position }) => position), lobby.more]).to.deep.equal([[1, 2, 90], true])
    transport.send('listings', [listing(90, { members: 4 }), listing(91)])
    await clock.settle()
    expect(lobby.rooms.map(({ position, members }) => [position, members])).to.deep.equal([
      ...[[1, 0], [2, 0], [90, 4]], // biome-ignore format: one line a list
    ])
    // Asked for anew, it says nothing of what follows; by a place that is not its end neither.
    await order(null, { order: [90], next: [6, 90] })
    await order([7, 7], { order: [] })
    expect(lobby.more).to.equal(true)
    const last = await order([5, 90], { rooms: [listing(40)], order: [40, 1] })
    expect(last.request).to.deep.equal({ known: [1, 2, 90], after: [5, 90] })
    expect([last.told.rooms, lobby.more]).to.deep.equal([['R:40', 'R:1'], false])
  })

  it('[P10] are in no order that were told to be gone while it was asked for', async () => {
    const { lobby, transport, clock } = await scene()
    const asking = lobby.order()
    transport.send('gone', 'R:90')
    transport.send('gone', 'R:2')
    transport.take('find').answer({ ok: true, rooms: [listing(90)], order: [90, 2, 1], next: null })
    await clock.settle()
    expect((await asking).rooms).to.deep.equal(['R:1'])
  })

  it('are asked for again where that is refused for now, and else not', async () => {
    const { lobby, transport, clock, answerFind } = await scene()
    const found = lobby.find({ search: 'x' })
    transport.take('find').answer({ ok: false, error: new SocDrawError('RATE_LIMITED').toJSON() })
    await clock.pass(5000)
    await answerFind([listing(3)])
    expect((await found).rooms).to.have.length(1)
    const refused = outcome(lobby.find({ search: 'x'.repeat(101) }))
    transport.take('find').answer({ ok: false, error: new SocDrawError('INVALID_MESSAGE').toJSON() })
    await clock.settle()
    expect(refused.now).to.equal('INVALID_MESSAGE')
    lobby.close()
    const late = outcome(lobby.find())
    await clock.settle()
    expect(late.now).to.equal('CONNECTION_CLOSED')
  })
})
