import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { Guest } from './support/guest.ts'
import { startPageServer } from './support/page-server.ts'
import { eventually, everybodyLeaves, Visitor } from './support/visitor.ts'

describeInBrowser('the page: rooms and their addresses', () => {
  let server: SocDrawServer

  beforeEach(async () => {
    server = await startPageServer({ players: { min: 2, max: 2 } })
  })

  afterEach(async () => {
    await everybodyLeaves(server)
  })

  it('gives every room an address: a link, a reload and the back button do what people expect', async () => {
    const one = await Visitor.signedIn(`${server.url}/chat/R:2`, 'user:1')
    await one.title('Second Room').waitFor()
    await one.goTo('First Room')
    expect(new URL(one.page.url()).pathname).to.equal('/chat/R:1')
    await one.page.goBack()
    await one.title('Second Room').waitFor()
    await one.page.goForward()
    await one.title('First Room').waitFor()
    await one.page.reload()
    await one.title('First Room').waitFor()
    // A reload loses none of the rooms one was in.
    const two = await Guest.enter(server.url, 'R:2', 'user:2')
    await two.say('still there?')
    await one.roomLink('Second Room').getByText('1 unread').waitFor()
    // And the count of what is unread survives one.
    await one.page.reload()
    await one.roomLink('Second Room').getByText('1 unread').waitFor()
    await one.goTo('Second Room')
    await one.message('still there?').waitFor()
  })

  it('[P10] says that there is no such room, and shows a way back', async () => {
    const one = await Visitor.signedIn(`${server.url}/chat/R:99`, 'user:1')
    await one.sees('There is no such room')
    await one.page.getByRole('link', { name: 'To the rooms' }).click()
    await one.sees('Choose a room')
    for (const address of ['/nothing/R:1', '/a/b/c', '/chat/%25zz/x']) {
      await one.page.goto(server.url + address)
      await one.page.getByRole('heading', { level: 2, name: 'There is nothing at this address' }).waitFor()
    }
  })

  it('says that a room is full, and when it no longer is', async () => {
    const one = await Guest.enter(server.url, 'R:1', 'user:1')
    await Guest.enter(server.url, 'R:1', 'user:2')
    const three = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:3')
    await three.sees('First Room is full')
    await three.sees('All 2 seats are taken.')
    await one.leave()
    await three.sees('A seat is free now')
    await three.page.getByRole('button', { name: 'Try again' }).click()
    await three.sees('chat has started')
  })

  it('keeps each room’s draft and place while one is in another', async () => {
    const one = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1')
    const two = await Guest.enter(server.url, 'R:1', 'user:2')
    for (let at = 1; at <= 12; at += 1) await two.say(`line ${at}\n.\n.\n.`)
    await one.message('line 12').waitFor()
    const list = one.page.getByRole('region', { name: 'Conversation' })
    await list.evaluate((element) => element.scrollTo(0, 40))
    await one.page.getByRole('button', { name: 'To the newest' }).waitFor()
    await one.composer.fill('half a thought')
    await one.goTo('Second Room')
    await one.sees('Waiting for 1 more person')
    await one.goTo('First Room')
    expect(await one.composer.inputValue()).to.equal('half a thought')
    expect(await list.evaluate((element) => element.scrollTop)).to.equal(40)
  })

  it('takes an application’s mistake for that application’s, and offers to show it again', async () => {
    const one = await Visitor.signedIn(server.url, 'user:1')
    // The chat asks for this as it is built, and so does what keeps the keyboard's place, which is there by then.
    await one.page.waitForFunction(() =>
      performance.getEntriesByType('resource').some(({ name }) => name.includes('keep-focus')),
    )
    await one.page.evaluate(() => {
      const { matchMedia } = window
      window.matchMedia = () => {
        window.matchMedia = matchMedia
        throw new Error('a mistake in the chat')
      }
    })
    await one.goTo('First Room')
    const two = await Guest.enter(server.url, 'R:1', 'user:2')
    await one.sees('This room’s view has failed')
    await one.sees('2 here')
    await two.say('hello?')
    await one.page.getByRole('button', { name: 'Show it again' }).click()
    await one.message('hello?').waitFor()
    expect(await one.page.locator('.chat').count()).to.equal(1)
  })

  it('says that the connection is gone for as long as it is, and that it is back', async () => {
    const port = Number(new URL(server.url).port)
    const one = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1')
    await one.sees('Waiting for 1 more person')
    await server.stop()
    await one.sees('Connection lost.')
    server = await startPageServer({ port })
    // A server that keeps its accounts in memory has forgotten everybody: it says so.
    await one.sees(/Your session has ended|Back again/)
    await eventually(async () => (await one.page.getByText('Connection lost.').count()) === 0)
  })
})
