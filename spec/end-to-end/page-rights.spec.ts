import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { startPageServer } from './support/page-server.ts'
import { everybodyLeaves, Visitor } from './support/visitor.ts'

/** One is enough in each of them. */
const rooms = [
  { id: 'R:1', name: 'First Room', application: 'chat' },
  { id: 'R:2', name: 'Second Room', application: 'chat' },
]

describeInBrowser('the page: a right that ends', () => {
  const denied = new Set<string>()
  let server: SocDrawServer

  beforeEach(async () => {
    denied.clear()
    const authorize = ({ user, room }: { user: { id: string }; room: { id: string } }): boolean =>
      !denied.has(`${user.id} ${room.id}`)
    server = await startPageServer({ rooms, authorize })
  })

  afterEach(async () => {
    await everybodyLeaves(server)
  })

  it('[P10] says so in the room’s place, takes the room from the list, and lets one in again when it is back', async () => {
    const one = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1')
    const two = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:2')
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
})
