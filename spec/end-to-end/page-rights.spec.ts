import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import type { ServerOptions } from '../../server/host/server-options.ts'
import { describeInBrowser } from '../support/browser.ts'
import { Guest } from './support/guest.ts'
import { startPageServer } from './support/page-server.ts'
import { everybodyLeaves, Visitor } from './support/visitor.ts'

/** One is enough in each of them. */
const rooms = [
  { id: 'R:1', name: 'First Room', application: 'chat' },
  { id: 'R:2', name: 'Second Room', application: 'chat' },
  { id: 'board:1', name: 'First Board', application: 'board', moderators: ['user:2'] },
]

describeInBrowser('the page: a right that ends', () => {
  const denied = new Set<string>()
  let server: SocDrawServer

  beforeEach(async () => {
    denied.clear()
    const authorize: ServerOptions['authorize'] = ({ user, room, operation }) =>
      !denied.has(`${user.id} ${room.id}`) && !denied.has(`${user.id} ${room.id} ${operation}`)
    server = await startPageServer({ rooms, authorize })
  })

  afterEach(async () => {
    await everybodyLeaves(server)
  })

  it('[P10] says so in the room’s place, takes the room from the list, and lets one in again when it is back', async () => {
    const one = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1')
    const two = await Guest.enter(server.url, 'R:1', 'user:2')
    await two.say('what they both know')
    await one.message('what they both know').waitFor()
    denied.add('user:1 R:1')
    await server.recheck({ room: 'R:1' })
    await two.say('what only one knows')
    await one.sees('First Room is no longer open to you')
    await one.title('First Room').waitFor()
    await one.roomLink('First Room').waitFor({ state: 'detached' })
    const text = await one.page.locator('body').innerText()
    expect(text).not.to.include('what they both know').and.not.to.include('what only one knows')
    denied.clear()
    await server.recheck({ user: 'user:1' })
    await one.roomLink('First Room').waitFor()
    await one.page.getByRole('button', { name: 'Try again' }).click()
    await one.message('what only one knows').waitFor()
  })

  it('[P10] a room in the background is gone from the list, and the one in front goes on', async () => {
    const one = await Visitor.signedIn(`${server.url}/chat/R:2`, 'user:1')
    await one.goTo('First Room')
    denied.add('user:1 R:2')
    await server.recheck({ user: 'user:1' })
    await one.roomLink('Second Room').waitFor({ state: 'detached' })
    await one.say('still here')
  })

  it('says in words who is what in a room, and tells one whose seat is gone what they can still do there', async () => {
    const one = await Visitor.signedIn(`${server.url}/board/board:1`, 'user:2')
    const people = one.page.getByRole('complementary', { name: 'People' }).getByRole('listitem')
    await people.filter({ hasText: 'user:2' }).getByText('moderator', { exact: true }).waitFor()
    denied.add('user:2 board:1 enter')
    await server.recheck({ room: 'board:1' })
    await one.sees('You are no longer in First Board')
    await one.page.getByRole('button', { name: 'Watch', exact: true }).click()
    await people.first().waitFor({ state: 'detached' })
    await one.title('First Board').waitFor()
  })
})
