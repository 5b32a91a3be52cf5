import { expect } from 'chai'
import { SocDrawError } from '../../server/protocol/errors.ts'
import type { RoomListing } from '../../server/protocol/listings.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import type { RoomOrder } from '../../web/client/client-api.ts'
import { Listeners } from '../../web/common/store.ts'
import type { Part } from '../../web/lobby/order/arrange.ts'
import { RailOrder } from '../../web/lobby/order/rail-order.ts'

interface Asked {
  readonly after: RoomOrder['next']
  answer(ids: string, next?: RoomOrder['next']): Promise<void>
  refuse(error: SocDrawError): Promise<void>
}

/** A lobby's rooms by the letters of their ids, whose order is answered when the spec says so, and a reader of them. */
function scene(ids = 'abc', more = false) {
  const clock = new FakeClock()
  const asked: Asked[] = []
  const parts = new Map<string, Part>()

  function connection() {
    return {
      rooms: [...ids].map((id) => listing(id)) as readonly RoomListing[],
      more,
      order: (after: RoomOrder['next'] = null) =>
        new Promise<RoomOrder>((resolve, reject) => {
          asked.push({
            after,
            answer: (order, next = null) => {
              resolve({ rooms: [...order], next })
              return clock.settle()
            },
            refuse: (error) => {
              reject(error)
              return clock.settle()
            },
          })
        }),
    }
  }
  const source = new (class extends Listeners {
    seen = true
    lobby: ReturnType<typeof connection> | undefined = connection()
  })()
  const hands = new (class extends Listeners {
    off = true
  })()
  const order = new RailOrder({ source, clock, hands, partOf: (id) => parts.get(id) ?? 'out' })
  order.start()
  const shown = () => order.rooms.map(({ id }) => id).join('')
  /** Something is told of these rooms, or of new ones. */
  const told = (...rooms: RoomListing[]) => {
    if (!source.lobby) return
    const others = source.lobby.rooms.filter(({ id }) => rooms.every((room) => room.id !== id))
    source.lobby.rooms = [...others, ...rooms]
    source.notify()
  }
  const takeOff = (off: boolean) => {
    hands.off = off
    hands.notify()
  }
  const see = (seen: boolean) => {
    source.seen = seen
    source.notify()
  }
  const reconnect = () => {
    source.lobby = connection()
    source.notify()
  }
  return { clock, asked, parts, order, source, shown, told, takeOff, see, reconnect }
}

function listing(id: string, more: Partial<RoomListing> = {}): RoomListing {
  return { id, name: id, position: 1, status: 'running', members: 1, min: 1, max: 4, ...more }
}

describe('the rail’s order', () => {
  it('is the server’s, with what is new to the reader first, then where they are, and at last what is closed', async () => {
    const { asked, parts, order, shown, told } = scene('abcdef')
    expect([order.ready, order.rooms.length > 0]).to.deep.equal([false, true])
    parts.set('f', 'in').set('a', 'news').set('b', 'in')
    told(listing('d', { status: 'closed' }))
    await asked[0]?.answer('dfecba')
    expect([order.ready, shown(), order.more]).to.deep.equal([true, 'afbecd', 'none'])
  })

  it('moves no row under the reader’s hands; what is new stands at the end until they are off', async () => {
    const { clock, asked, parts, order, shown, told, takeOff } = scene()
    await asked[0]?.answer('cba')
    takeOff(false)
    parts.set('a', 'news')
    told(listing('b', { status: 'closed' }), listing('n'))
    await clock.pass(60_000)
    expect([shown(), asked.length]).to.deep.equal(['cban', 1])
    takeOff(true)
    expect(shown()).to.equal('acnb')
    parts.set('n', 'in')
    order.update()
    await clock.pass(200)
    expect(shown()).to.equal('ancb')
  })

  it('is asked for again where anything was told, no more than every ten seconds; for a list that goes on every thirty anyway', async () => {
    const { clock, asked, shown, told } = scene()
    await asked[0]?.answer('abc')
    await clock.pass(300_000)
    expect(asked.length).to.equal(1)
    told(listing('c', { members: 2 }))
    await clock.pass(10_000)
    await asked[1]?.answer('cab')
    expect(shown()).to.equal('cab')
    await clock.pass(300_000)
    expect(asked.length).to.equal(2)

    const long = scene('abc', true)
    await long.asked[0]?.answer('abc', [5, 5])
    await long.clock.pass(29_000)
    expect(long.asked.length).to.equal(1)
    await long.clock.pass(1_000)
    expect(long.asked.length).to.equal(2)
  })

  it('is not asked for while nobody sees it, and at once when it is seen again', async () => {
    const { clock, asked, shown, told, takeOff, see } = scene()
    await asked[0]?.answer('abc')
    see(false)
    told(listing('c', { members: 2 }))
    await clock.pass(60_000)
    expect(asked.length).to.equal(1)
    takeOff(false)
    see(true)
    await asked[1]?.answer('cab')
    expect(shown(), 'a hand is there already').to.equal('abc')
    takeOff(true)
    expect(shown()).to.equal('cab')
  })

  it('goes on by its pages: of a long list only what is in order is there, where one is, and what is new', async () => {
    const { asked, parts, order, shown, told } = scene('abcdef', true)
    parts.set('f', 'in')
    await asked[0]?.answer('cd', [7, 7])
    expect([shown(), order.more]).to.deep.equal(['fcd', 'idle'])
    told(listing('n'))
    expect(shown()).to.equal('fcdn')
    void order.loadMore()
    void order.loadMore()
    expect([order.more, asked.slice(1).map(({ after }) => after)]).to.deep.equal(['loading', [[7, 7]]])
    await asked[1]?.answer('nba', [3, 3])
    expect(shown()).to.equal('fcdnba')
  })

  it('throws nobody back who has loaded more', async () => {
    const { clock, asked, order, shown } = scene('abcdef', true)
    await asked[0]?.answer('ab', [7, 7])
    void order.loadMore()
    await asked[1]?.answer('cd', [3, 3])
    await clock.pass(30_000)
    await asked[2]?.answer('ea', [9, 9])
    expect([shown(), order.more]).to.deep.equal(['eabcd', 'idle'])
    void order.loadMore()
    expect(asked[3]?.after, 'where it ended').to.deep.equal([3, 3])
  })

  it('says where more could not be had, shows rooms as they were made until there is an order, and asks again', async () => {
    const { clock, asked, order, shown } = scene('abc', true)
    await asked[0]?.refuse(new SocDrawError('RATE_LIMITED'))
    expect([order.ready, shown(), order.more, order.problem?.code]).to.deep.equal([
      ...[true, 'abc', 'failed', 'RATE_LIMITED'],
    ])
    await clock.pass(10_000)
    await asked[1]?.answer('ca', [1, 1])
    expect([shown(), order.more, order.problem]).to.deep.equal(['ca', 'idle', undefined])
    void order.loadMore()
    await asked[2]?.refuse(new SocDrawError('TIMED_OUT'))
    expect([shown(), order.more]).to.deep.equal(['ca', 'failed'])
  })

  it('begins anew over another connection, and makes nothing of what was asked over the one before', async () => {
    const { asked, order, shown, reconnect } = scene()
    await asked[0]?.answer('cba')
    void order.loadMore()
    reconnect()
    expect(order.ready).to.equal(false)
    reconnect()
    await asked[1]?.answer('abc')
    expect(order.ready).to.equal(false)
    await asked[2]?.answer('bca')
    expect(shown()).to.equal('bca')
  })

  it('has the very same rooms as long as nothing of them changed, and leaves no timer behind', async () => {
    const { clock, asked, order, source } = scene()
    await asked[0]?.answer('abc')
    const { rooms } = order
    source.notify()
    expect(order.rooms).to.equal(rooms)
    order.stop()
    source.lobby = undefined
    source.notify()
    await clock.pass(60_000)
    expect([asked.length, clock.timers]).to.deep.equal([1, 0])
  })
})
