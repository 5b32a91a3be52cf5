import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { Guest } from './support/guest.ts'
import { startPageServer } from './support/page-server.ts'
import { show } from './support/show.ts'
import { eventually, everybodyLeaves, Visitor } from './support/visitor.ts'

const PLAYERS = { min: 1, max: 2 }
const LISTS = [
  { what: 'a list', length: 20 },
  { what: 'a long list', length: 150 },
] as const

describeInBrowser('the page: what it looks at', () => {
  let server: SocDrawServer

  afterEach(async () => {
    await everybodyLeaves(server)
  })

  const start = async (length: number): Promise<void> => {
    const rooms = Array.from({ length }, (_, at) => ({ id: `R:${at + 1}`, name: nameOf(at + 1), application: 'chat' }))
    server = await startPageServer({ rooms, players: PLAYERS })
  }

  /** Which parts of the chats' list anybody is told of. */
  const lookedAt = (): string[] =>
    [...server.io.of('/chat').adapter.rooms.keys()].filter((group) => group.includes('$list:'))

  for (const { what, length } of LISTS) {
    it(`[P10] looks at nothing of ${what} while it is hidden, and at all that it shows once it is seen again`, async () => {
      await start(length)
      const one = await Visitor.signedIn(server.url, 'user:1')
      await one.roomLink(nameOf(3)).waitFor()
      await eventually(async () => lookedAt().length > 0)
      await show(one, 'hidden')
      await eventually(async () => lookedAt().length === 0, 'nothing is looked at')
      await Guest.enter(server.url, 'R:3', 'user:2')
      expect(await one.roomLink(nameOf(3)).getByText('1 here').count()).to.equal(0)
      await show(one, 'visible')
      await one.roomLink(nameOf(3)).getByText('1 here').waitFor()
      await eventually(async () => lookedAt().length > 0)
    })

    it(`[P10] looks at nothing of ${what} that is put away but the room beside it, and at all that it shows once it is back`, async () => {
      await start(length)
      const one = await Visitor.signedIn(`${server.url}/chat/R:2`, 'user:1')
      await one.sees('chat has started')
      await one.roomLink(nameOf(3)).waitFor()
      await one.page.getByRole('button', { name: 'Hide the rooms' }).click()
      await eventually(
        async () => lookedAt().join() === '$list:0',
        'the room’s own part is looked at, and no new rooms',
      )
      await show(one, 'hidden')
      await eventually(async () => lookedAt().length === 0, 'nothing is looked at')
      await Guest.enter(server.url, 'R:3', 'user:2')
      await show(one, 'visible')
      await one.page.getByRole('button', { name: 'Show the rooms' }).click()
      await one.roomLink(nameOf(3)).getByText('1 here').waitFor()
    })

    it(`[P10] says on a phone, where ${what} is out of sight, that a seat is free`, async () => {
      await start(length)
      const two = await Guest.enter(server.url, 'R:2', 'user:2')
      await Guest.enter(server.url, 'R:2', 'user:3')
      const phone = { viewport: { width: 360, height: 740 } }
      const one = await Visitor.signedIn(`${server.url}/chat/R:2`, 'user:1', phone)
      await one.sees(`${nameOf(2)} is full`)
      await two.leave()
      await one.sees('A seat is free now')
    })
  }
})

function nameOf(position: number): string {
  return `Room ${String(position).padStart(3, '0')}`
}
