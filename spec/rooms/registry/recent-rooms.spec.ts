import { expect } from 'chai'
import type { FoundRoom } from '../../../server/rooms/log/room-catalogue.ts'
import type { RoomSearch } from '../../../server/rooms/log/room-search.ts'
import { RecentRooms } from '../../../server/rooms/registry/recent-rooms.ts'
import { FakeClock } from '../../../server/testing/fake-clock.ts'

/** A catalogue that finds rooms for everyone at even positions, and one's own at odd ones; each ranked by its position. */
function scene() {
  const clock = new FakeClock()
  const asked: RoomSearch[] = []
  const failing = { now: false }
  const room = (position: number): FoundRoom => ({
    ...{ record: { id: `R:${position}`, name: 'R', application: 'chat' }, position, rank: position },
    ...{ standing: { status: 'waiting', members: 0 }, origin: 'host', archived: false },
  })
  const search = async (query: RoomSearch): Promise<readonly FoundRoom[]> => {
    asked.push(query)
    if (failing.now) throw new Error('can’t be read')
    const below = query.after?.position ?? 10
    const all = Array.from({ length: below - 1 }, (_, at) => room(below - 1 - at))
    const even = query.part === 'theirs' ? 1 : 0
    return all.filter(({ position }) => query.all || position % 2 === even).slice(0, query.limit)
  }
  /** By how much the clock was set back, in milliseconds. */
  const time = { back: 0 }
  const setTimer = clock.setTimer.bind(clock)
  const recent = new RecentRooms({ catalogue: { search }, clock: { now: () => clock.now() - time.back, setTimer } })
  const page = async (user: string | null, after?: number): Promise<string> => {
    const place = after === undefined ? {} : { after: { rank: after, position: after } }
    const rooms = await recent.page({ application: 'chat', user, limit: 4, ...place })
    return rooms.map(({ position }) => position).join()
  }
  const shared = () => asked.filter(({ part }) => part !== 'theirs').length
  return { clock, time, failing, recent, page, shared }
}

describe('rooms in which something happened last', () => {
  it('are those for everyone and one’s own in one order, page by page; or all', async () => {
    const { page } = scene()
    expect([await page('ann'), await page('ann', 6), await page(null)]).to.deep.equal(['9,8,7,6', '5,4,3,2', '9,8,7,6'])
  })

  it('are read once for all who ask, for five seconds, whatever the clock does', async () => {
    const { clock, time, page, shared } = scene()
    await Promise.all(['ann', 'bob', 'cid'].map((user) => page(user)))
    await clock.pass(4_999)
    await page('dan')
    expect(shared()).to.equal(1)
    await clock.pass(1)
    await page('dan')
    expect(shared()).to.equal(2)
    time.back = 3_600_000
    await page('dan')
    expect(shared(), 'a clock that was set back').to.equal(3)
  })

  it('are read anew once they are not what they were, and where they could not be read', async () => {
    const { failing, recent, page, shared } = scene()
    failing.now = true
    const outcome = await page('ann').catch((error: Error) => error.message)
    expect(outcome).to.equal('can’t be read')
    failing.now = false
    await page('ann')
    expect(shared()).to.equal(2)
    recent.forget()
    await page('ann')
    expect(shared()).to.equal(3)
  })

  it('keep no more than 64 pages, those that were read first not', async () => {
    const { page, shared } = scene()
    for (let after = 100; after < 164; after++) await page('ann', after)
    await page('ann', 100)
    expect(shared()).to.equal(64)
    await page('ann')
    await page('ann', 100)
    expect(shared()).to.equal(66)
  })
})
