import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { Guest } from './support/guest.ts'
import { startPageServer } from './support/page-server.ts'
import { everybodyLeaves, Visitor } from './support/visitor.ts'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

describeInBrowser('the page: on a phone', () => {
  let server: SocDrawServer

  beforeEach(async () => {
    server = await startPageServer()
  })

  afterEach(async () => {
    await everybodyLeaves(server)
  })

  it('shows the rooms, a room or its people, each with a way back', async () => {
    const one = await Visitor.signedIn(server.url, 'user:1', phone)
    const rail = one.page.getByRole('navigation', { name: 'Rooms' })
    const people = one.page.getByRole('complementary', { name: 'People' })
    await one.roomLink('First Room').tap()
    await one.sees('Waiting for 1 more person')
    expect(await rail.isVisible()).to.equal(false)
    expect(await people.isVisible()).to.equal(false)

    await one.page.getByRole('link', { name: 'People, 1' }).tap()
    await people.getByText('user:1').waitFor()
    expect(await one.title('First Room').isVisible()).to.equal(false)
    await one.page.goBack()
    await one.title('First Room').waitFor()

    const two = await Guest.enter(server.url, 'R:1', 'user:2')
    await one.sees('chat has started')
    await one.page.getByRole('link', { name: 'Back to the rooms' }).tap()
    await rail.waitFor()
    expect(await one.title('First Room').isVisible()).to.equal(false)
    await two.say('news for one')
    await one.roomLink('First Room').getByText('1 unread').waitFor()
    await one.roomLink('First Room').tap()
    await one.message('news for one').waitFor()
  })

  it('is never wider than the screen, and leaves room for a thumb', async () => {
    const one = await Visitor.open(`${server.url}/chat/R:1`, phone)
    const narrow = async (): Promise<void> => {
      const wide = await one.page.evaluate(() => document.documentElement.scrollWidth)
      expect(wide).to.be.at.most(phone.viewport.width)
      for (const control of await one.page.locator('button:visible, .bar a:visible, .room-link:visible').all()) {
        const box = await control.boundingBox()
        expect(Math.round(box?.height ?? 0), await control.innerHTML()).to.be.at.least(44)
      }
    }
    await one.page.getByRole('button', { name: 'user:1' }).waitFor()
    await narrow()
    await one.signIn('user:1')
    await one.sees('Waiting for 1 more person')
    await narrow()
    await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:2', phone)
    await one.say(`a word without end: ${'x'.repeat(300)} https://example.org/${'y'.repeat(300)}`)
    await narrow()
    await one.page.getByRole('link', { name: 'Back to the rooms' }).tap()
    await one.roomLink('First Room').waitFor()
    await narrow()
  })

  it('takes people over the room where there is no width for them beside it', async () => {
    const one = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1', { viewport: { width: 900, height: 700 } })
    const people = one.page.getByRole('complementary', { name: 'People' })
    await one.sees('Waiting for 1 more person')
    expect(await people.isVisible()).to.equal(false)
    await one.page.getByRole('link', { name: 'People, 1' }).click()
    await people.waitFor()
    await one.page.keyboard.press('Escape')
    await people.waitFor({ state: 'hidden' })
    await one.page.setViewportSize({ width: 1280, height: 800 })
    await people.waitFor()
  })
})
