import { expect } from 'chai'
import { SocDrawError } from '../../server/protocol/errors.ts'
import type { FoundRooms, RoomListing } from '../../server/protocol/listings.ts'
import type { ListFilter } from '../../server/protocol/room-filter.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import type { FindOptions } from '../../web/client/client-api.ts'
import { Listeners } from '../../web/common/store.ts'
import { noneWords } from '../../web/lobby/finding/finding-words.ts'
import { RoomSearch } from '../../web/lobby/finding/room-search.ts'

interface Asked extends FindOptions {
  answer(ids: readonly string[], next?: FoundRooms['next']): Promise<void>
  refuse(error: SocDrawError): Promise<void>
}

/** A search that has begun, of a lobby whose answers come when the spec says so. */
function scene() {
  const clock = new FakeClock()
  const source = new (class extends Listeners {
    seen = true
    lobby: ReturnType<typeof connection> | undefined = connection()
  })()
  const asked: Asked[] = []
  const known = new Map<string, RoomListing>()

  function connection() {
    return {
      find: (options: FindOptions = {}) =>
        new Promise<FoundRooms>((resolve, reject) => {
          asked.push({
            ...options,
            answer: (ids, next = null) => {
              for (const id of ids) if (!known.has(id)) known.set(id, listing(id))
              resolve({ rooms: ids.map((id) => listing(id)), next })
              return clock.settle()
            },
            refuse: (error) => {
              reject(error)
              return clock.settle()
            },
          })
        }),
      listing: (id: string) => known.get(id),
    }
  }

  /** What is said of a room from now on; undefined: it is gone. */
  const told = (id: string, now: Partial<RoomListing> | undefined): void => {
    if (now) known.set(id, { ...listing(id), ...now })
    else known.delete(id)
    source.notify()
  }
  const search = new RoomSearch(source, clock)
  search.start()
  const ids = () => search.rooms.map(({ id }) => id).join()
  const lookFor = (text: string, filter?: ListFilter) => search.lookFor({ search: text, filter })
  const reconnect = () => {
    source.lobby = connection()
    known.clear()
    source.notify()
  }
  return { clock, source, asked, search, told, ids, lookFor, reconnect }
}

function listing(id: string): RoomListing {
  return { id, name: id, position: 1, status: 'running', members: 1, min: 1, max: 4 }
}

describe('looking for rooms', () => {
  it('asks for all at first, and then once whoever types has paused; what was there stays until the answer has come', async () => {
    const { clock, asked, search, ids, lookFor } = scene()
    await asked[0]?.answer(['b', 'a'])
    expect(ids()).to.equal('b,a')
    for (const text of ['c', 'ca', 'caf']) {
      lookFor(text)
      await clock.pass(100)
    }
    expect([asked.length, search.busy]).to.deep.equal([1, true])
    await clock.pass(250)
    expect(asked.map((one) => one.search)).to.deep.equal(['', 'caf'])
    expect([ids(), search.answered?.search]).to.deep.equal(['b,a', ''])
    await asked[1]?.answer(['c'])
    expect([ids(), search.answered?.search, search.busy]).to.deep.equal(['c', 'caf', false])
  })

  it('makes nothing of an answer that comes when something else is looked for', async () => {
    const { clock, asked, ids, lookFor } = scene()
    lookFor('x', 'mine')
    await asked[0]?.answer(['old'])
    expect(ids()).to.equal('')
    await clock.pass(250)
    expect(asked[1]?.filter).to.equal('mine')
    await asked[1]?.answer(['new'])
    expect(ids()).to.equal('new')
  })

  it('[P10] shows each room as it stands by now: none that is gone, or suits the filter no more', async () => {
    const { clock, asked, search, told, ids, lookFor } = scene()
    await asked[0]?.answer(['a'])
    lookFor('', 'running')
    await clock.pass(250)
    await asked[1]?.answer(['a', 'b', 'c'])
    told('b', { members: 3 })
    expect(search.rooms[1]?.members).to.equal(3)
    told('b', { status: 'closed' })
    told('a', undefined)
    expect(ids()).to.equal('c')
    told('b', { status: 'running' })
    expect(ids()).to.equal('b,c')
  })

  it('has the very same rooms as long as nothing of them changed', async () => {
    const { asked, search, told } = scene()
    await asked[0]?.answer(['a'])
    const { rooms } = search
    told('other', {})
    expect(search.rooms).to.equal(rooms)
  })

  it('goes on where a page ends, once at a time, and has a room once that is on two', async () => {
    const { asked, search, ids } = scene()
    await asked[0]?.answer(['a', 'b'], [5, 7])
    expect(search.more).to.equal(true)
    void search.loadMore()
    void search.loadMore()
    expect(asked.slice(1).map(({ after }) => after)).to.deep.equal([[5, 7]])
    await asked[1]?.answer(['b', 'c'])
    expect([ids(), search.more]).to.deep.equal(['a,b,c', false])
    await search.loadMore()
    expect(asked.length).to.equal(2)
  })

  it('looks anew after ten seconds, but not where nobody sees it, nor under whoever has loaded more', async () => {
    const { clock, source, asked, search, ids } = scene()
    await asked[0]?.answer(['a'])
    source.seen = false
    await clock.pass(30_000)
    expect(asked.length).to.equal(1)
    source.seen = true
    await clock.pass(10_000)
    await asked[1]?.answer(['new', 'a'], [1, 1])
    expect(ids()).to.equal('new,a')
    void search.loadMore()
    await asked[2]?.answer(['b'])
    await clock.pass(60_000)
    expect(asked.length).to.equal(3)
  })

  it('says what went wrong, keeps what was found, and asks again by itself', async () => {
    const { clock, asked, search, ids } = scene()
    await asked[0]?.answer(['a'])
    await clock.pass(10_000)
    await asked[1]?.refuse(new SocDrawError('RATE_LIMITED'))
    expect([search.problem?.code, search.busy, ids()]).to.deep.equal(['RATE_LIMITED', false, 'a'])
    await clock.pass(10_000)
    await asked[2]?.answer(['b'])
    expect([search.problem, ids()]).to.deep.equal([undefined, 'b'])
  })

  it('asks anew over another connection, as soon as there is one', async () => {
    const { clock, source, asked, ids, lookFor, reconnect } = scene()
    await asked[0]?.answer(['a'])
    source.lobby = undefined
    source.notify()
    expect(ids()).to.equal('')
    lookFor('a')
    await clock.pass(20_000)
    expect(asked.length).to.equal(1)
    reconnect()
    await asked[1]?.answer(['a'])
    expect([ids(), asked[1]?.search]).to.deep.equal(['a', 'a'])
  })

  it('asks nothing once it is stopped, and leaves no timer behind', async () => {
    const { clock, asked, search, ids, reconnect } = scene()
    search.stop()
    await asked[0]?.answer(['a'])
    reconnect()
    await clock.pass(60_000)
    expect([asked.length, ids(), clock.timers]).to.deep.equal([1, '', 0])
  })

  it('says in words that there is none, and of what', () => {
    expect(noneWords({ search: ' ', filter: undefined })).to.contain('No room here is open to you')
    expect(noneWords({ search: '', filter: 'mine' })).to.contain('yours')
    expect(noneWords({ search: 'café ', filter: 'waiting' })).to.match(/that waits for players called “.*café.*”/)
  })
})
