import { expect } from 'chai'
import type { RoomPage } from '../../../server/protocol/listings.ts'
import { enter, startCore } from '../../support/core.ts'
import { counter } from '../../support/counter.ts'

describe('a lobby of many rooms', () => {
  const rooms = Array.from({ length: 250 }, (_, index) => ({
    id: `R:${index + 1}`,
    name: `Room ${index + 1}`,
    ...(index % 10 === 9 && { users: ['ann'] }),
  }))
  const numbers = (page: RoomPage) => page.rooms.map(({ id }) => Number(id.slice(2)))

  it('[P10] is told page by page, each user theirs', async () => {
    const core = startCore(counter, rooms)
    const read = async (user: string) => {
      const tab = core.connect(user)
      const pages: RoomPage[] = [await tab.list()]
      for (let next = pages[0]?.next; next; next = pages.at(-1)?.next) {
        pages.push((await tab.ask('rooms', { after: next })) as unknown as RoomPage)
      }
      return pages.map(numbers)
    }
    const all = rooms.map((_, index) => index + 1)
    expect(await read('ann')).to.deep.equal([all.slice(0, 100), all.slice(100, 200), all.slice(200)])
    const [first, ...others] = await read('bob')
    expect(first).to.have.length(100)
    expect([first, ...others].flat()).to.deep.equal(all.filter((number) => number % 10 !== 0))
  })

  it('tells who enters a room of it in the answer, whether they look at the list or not', async () => {
    const core = startCore(counter, rooms)
    const ann = core.connect('ann')
    const entered = await enter(core, ann, 'R:201')
    expect(entered.listing).to.deep.include({ id: 'R:201', name: 'Room 201', position: 201, members: 1 })
    await core.clock.pass(2000)
    expect(ann.told()).to.deep.equal([])
  })

  it('[P10] is read once for all who see the same, and for each who has rooms of their own', async () => {
    const core = startCore(counter, rooms)
    let reads = 0
    const page = core.catalogue.page.bind(core.catalogue)
    core.catalogue.page = (query) => {
      reads++
      return page(query)
    }
    const users = Array.from({ length: 50 }, (_, index) => `user:${index}`)
    const pages = await Promise.all([...users, 'ann'].map((user) => core.connect(user).list()))
    expect(reads).to.equal(2)
    expect([...new Set(pages.map(({ rooms }) => rooms.map(({ id }) => id).join()))]).to.have.length(2)
  })

  it('says how a room is by now, however long ago the page was read, also once it has left memory', async () => {
    const core = startCore(counter, rooms)
    const [ann, bob] = [core.connect('ann'), core.connect('bob')]
    const members = async (): Promise<number | undefined> => (await bob.list()).rooms[0]?.members
    expect(await members()).to.equal(0)
    await enter(core, ann)
    expect(await members()).to.equal(1)
    await ann.leave('R:1')
    await enter(core, ann)
    ann.disconnect()
    await core.clock.pass(120_000)
    expect([core.registry.size, await members()]).to.deep.equal([0, 0])
  })

  it('is read again when it could not be read', async () => {
    const core = startCore(counter, rooms)
    const page = core.catalogue.page.bind(core.catalogue)
    let failures = 1
    core.catalogue.page = (query) => (failures-- > 0 ? Promise.reject(new Error('the disk is away')) : page(query))
    const bob = core.connect('bob')
    expect(await bob.list()).to.nested.include({ 'error.code': 'INTERNAL' })
    expect((await bob.list()).rooms).to.have.length(100)
  })
})
