import { expect } from 'chai'
import type { AnyApplication } from '../../../server/contract/application.ts'
import type { LobbyListing, RoomListing, RoomPage } from '../../../server/protocol/listings.ts'
import { type Core, enter, settled, startCore, type Tab } from '../../support/core.ts'
import { counter } from '../../support/counter.ts'

const _HOUR = 60 * 60 * 1000

async function _running(application: AnyApplication = counter) {
  const core = startCore(application)
  const [ann, bob] = [core.connect('ann'), core.connect('bob')]
  await enter(core, ann)
  await enter(core, bob)
  await core.clock.pass(200)
  return { core, ann, bob }
}

/** A server that starts where another one ended, on what its log holds. */
function _restart({ clock, log }: Core, application: AnyApplication = counter): Core {
  return startCore(application, undefined, { clock, log })
}

/** What the log was given of a core's commits since it started. */
const _kinds = ({ log, batchesBefore }: Core) =>
  log.batches
    .slice(batchesBefore)
    .flatMap((batch) => batch.flatMap(({ entries }) => entries.flatMap(({ commit }) => commit?.kind ?? [])))

const listed = (tab: Tab) => tab.sent('lobby').map(({ args }) => args[0] as LobbyListing)

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
      await settled()
      const pages: RoomPage[] = listed(tab)
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

  it('tells who enters a room beyond what they were told of about it, before they are in', async () => {
    const core = startCore(counter, rooms)
    const ann = core.connect('ann')
    await settled()
    expect(ann.sent('room')).to.deep.equal([])
    await enter(core, ann, 'R:201')
    const [{ args } = { args: [] }] = ann.sent('room')
    expect(args[0] as RoomListing).to.deep.include({ id: 'R:201', name: 'Room 201', position: 201, members: 1 })
    await enter(core, ann, 'R:5')
    expect(ann.sent('room').filter(({ args: [listing] }) => (listing as RoomListing).id === 'R:5')).to.deep.equal([])
  })

  it('is read again when it could not be read', async () => {
    const core = startCore(counter, rooms)
    const page = core.registry.page.bind(core.registry)
    let failures = 2
    core.registry.page = (query) => (failures-- > 0 ? Promise.reject(new Error('the disk is away')) : page(query))
    const ann = core.connect('ann')
    await core.clock.pass(1500)
    expect(listed(ann)).to.have.length(0)
    await core.clock.pass(1500)
    expect(listed(ann)).to.have.length(1)
  })
})
