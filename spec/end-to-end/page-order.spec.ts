import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { barriers } from './support/barriers.ts'
import { Guest } from './support/guest.ts'
import { startPageServer } from './support/page-server.ts'
import { everybodyLeaves, Visitor } from './support/visitor.ts'

const PHONE = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true }

describeInBrowser('the page: the order of its rooms', () => {
  let server: SocDrawServer

  beforeEach(async () => {
    const rooms = ['One', 'Two', 'Three', 'Four'].map((name, at) => ({ id: `R:${at + 1}`, name, application: 'chat' }))
    server = await startPageServer({ rooms, players: { min: 1, max: 4 } })
  })

  afterEach(() => everybodyLeaves(server))

  it('begins with the room in which something happened last', async () => {
    const other = await Guest.enter(server.url, 'R:3', 'user:2')
    await other.say('hello')
    const one = await Visitor.signedIn(server.url, 'user:1')
    await stand(one, 'Three, One, Two, Four')
  })

  it('[P10] moves no row under a pointer, nor beside the focus; when the hands are off, rooms that one is in come first', async () => {
    const one = await Visitor.signedIn(server.url, 'user:1')
    await stand(one, 'One, Two, Three, Four')
    // A click leaves the pointer where it was.
    await one.goTo('Three')
    await one.sees('chat has started')
    expect(await names(one)).to.equal('One, Two, Three, Four')
    await one.page.mouse.move(900, 400)
    await stand(one, 'Three, One, Two, Four')

    await one.roomLink('Two').focus()
    await one.page.keyboard.press('Enter')
    await one.title('Two').waitFor()
    await stand(one, 'Two, Three, One, Four')
    await one.roomLink('Two').focus()
    await (await Guest.enter(server.url, 'R:3', 'user:2')).say('there is news')
    await one.roomLink('Three').getByText('unread').waitFor()
    expect(await names(one)).to.equal('Two, Three, One, Four')
    await one.composer.focus()
    await stand(one, 'Three, Two, One, Four')
    expect(await barriers(one)).to.deep.equal([])
  })

  it('moves rooms on a phone while they are out of sight', async () => {
    const one = await Visitor.signedIn(server.url, 'user:1', PHONE)
    await stand(one, 'One, Two, Three, Four')
    await one.roomLink('Four').tap()
    await one.title('Four').waitFor()
    await stand(one, 'Four, One, Two, Three')
    await one.page.getByRole('link', { name: 'Back to the rooms' }).tap()
    await one.roomLink('Four').waitFor()
    expect(await names(one)).to.equal('Four, One, Two, Three')
  })
})

/** Resolves when the rooms stand so. */
async function stand(visitor: Visitor, order: string): Promise<void> {
  await visitor.page.waitForFunction(
    ([selector, expected]) =>
      [...document.querySelectorAll(selector ?? '')].map(({ textContent }) => textContent).join(', ') === expected,
    [NAMES, order],
  )
}

async function names({ page }: Visitor): Promise<string> {
  return (await page.locator(NAMES).allTextContents()).join(', ')
}

/** Of the chats alone: the other lobbies have no rooms here. */
const NAMES = '.room-link-name'
