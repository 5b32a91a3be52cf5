import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { until } from '../../server/testing/bots.ts'
import { describeInBrowser } from '../support/browser.ts'
import { barriers } from './support/barriers.ts'
import { Guest } from './support/guest.ts'
import { startPageServer } from './support/page-server.ts'
import { everybodyLeaves, Visitor } from './support/visitor.ts'

describeInBrowser('the page: for everybody', () => {
  let server: SocDrawServer

  beforeEach(async () => {
    server = await startPageServer({ players: { min: 2, max: 2 }, quorumLoss: 'pause' })
  })

  afterEach(async () => {
    await everybodyLeaves(server)
  })

  it('has no serious barrier in any state, light and dark', async () => {
    const found: string[] = []
    const look = async (visitor: Visitor, state: string): Promise<void> => {
      found.push(...(await barriers(visitor)).map((barrier) => `${state}: ${barrier}`))
    }
    const one = await Visitor.open(server.url)
    await one.page.getByRole('button', { name: 'Sign in' }).click()
    await one.sees('Please type your name.')
    await look(one, 'sign-in, refused')
    await one.signIn('user:1')
    await one.roomLink('First Room').waitFor()
    await look(one, 'lobby')
    await one.goTo('First Room')
    await one.sees('Waiting for 1 more person')
    await look(one, 'waiting')

    const two = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:2')
    await one.say('see https://example.org')
    await two.say('I do')
    await one.message('I do').waitFor()
    await look(one, 'chat')
    const three = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:3')
    await three.sees('First Room is full')
    await look(three, 'full')
    await three.page.goto(`${server.url}/chat/R:99`)
    await three.sees('There is no such room')
    await look(three, 'no such room')

    await one.goTo('Second Room')
    await two.say('in the background')
    await one.roomLink('First Room').getByText('1 unread').waitFor()
    await look(one, 'unread')
    await one.goTo('First Room')
    await two.composer.fill('x'.repeat(2_001))
    await look(two, 'too long')
    await one.page.context().setOffline(true)
    await one.sees('Connection lost.')
    await one.composer.fill('later')
    await one.composer.press('Enter')
    await look(one, 'offline')
    await one.page.context().setOffline(false)
    await one.sees('Back again')
    await two.page.getByRole('button', { name: 'Leave' }).click()
    await one.sees('Paused.')
    await look(one, 'paused')
    expect(found, found.slice(0, 5).join('\n')).to.deep.equal([])
  })

  it('can be walked with the keyboard alone', async () => {
    const two = await Guest.enter(server.url, 'R:1', 'user:2')
    const one = await Visitor.open(server.url)
    const { keyboard } = one.page
    /** Presses Tab until the control of that name has the focus. */
    const tabTo = async (name: string): Promise<void> => {
      for (let presses = 0; presses < 40; presses += 1) {
        await keyboard.press('Tab')
        const label = await one.page.evaluate(() => {
          const { activeElement: element } = document
          // Past the last control, nothing has the focus; the next press begins at the top.
          return element === document.body ? '' : `${element?.getAttribute('aria-label')} ${element?.textContent}`
        })
        if (label.includes(name)) return
      }
      expect.fail(`Tab never comes to ${name}`)
    }
    // The name field has the focus: one types, and Enter signs in.
    await one.page.getByLabel('Name', { exact: true }).waitFor()
    await keyboard.type('user:1')
    await keyboard.press('Tab')
    await keyboard.type('soc-draw')
    await keyboard.press('Enter')
    await one.sees('Choose a room')
    await one.roomLink('First Room').waitFor()
    await tabTo('First Room')
    await keyboard.press('Enter')
    await one.sees('chat has started')
    // The composer takes the focus: one writes at once.
    await one.page.locator('textarea:focus').waitFor()
    await keyboard.type('by hand')
    await keyboard.press('Enter')
    await two.hears('by hand')

    await one.page.reload()
    await one.message('by hand').waitFor()
    await one.page.locator('textarea:focus').waitFor()
    await tabTo('Leave')
    await keyboard.press('Enter')
    await one.sees('Choose a room')
    await until(two.room, ({ status }) => status === 'paused')
    await tabTo('Sign out')
    await keyboard.press('Enter')
    await one.page.locator('input[name=username]:focus').waitFor()
  })

  it('can be skipped to the room, and names its landmarks', async () => {
    const one = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1')
    await one.sees('Waiting for 1 more person')
    for (const role of ['navigation', 'main', 'complementary'] as const) {
      expect(await one.page.getByRole(role).count(), role).to.equal(1)
    }
    await one.page.keyboard.press('Tab')
    expect(await one.focused.textContent()).to.contain('Skip to the room')
    await one.page.keyboard.press('Enter')
    await one.page.locator('h1:focus', { hasText: 'First Room' }).waitFor()
    expect(await one.page.getByRole('heading', { level: 1 }).count()).to.equal(1)
  })

  it('moves nothing for those who asked for that', async () => {
    const one = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1', { reducedMotion: 'reduce' })
    await one.sees('Waiting for 1 more person')
    expect(await one.page.evaluate(() => document.getAnimations().length)).to.equal(0)
  })
})
