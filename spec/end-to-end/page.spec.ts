import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { Guest } from './support/guest.ts'
import { startPageServer } from './support/page-server.ts'
import { eventually, everybodyLeaves, Visitor } from './support/visitor.ts'

describeInBrowser('the page: a walk of three users through two rooms', () => {
  let server: SocDrawServer

  beforeEach(async () => {
    server = await startPageServer()
  })

  afterEach(async () => {
    await everybodyLeaves(server)
  })

  it('[P1] [P11] goes as in the prototype', async () => {
    const one = await Visitor.signedIn(server.url, 'user:1')
    await one.sees('Choose a room')
    await one.roomLink('Second Room').waitFor()
    await one.goTo('First Room')
    await one.sees('Waiting for 1 more person')
    await one.sees('So far it is only you.')

    const two = await Visitor.signedIn(server.url, 'user:2')
    await two.roomLink('First Room').getByText('1 more to start').waitFor()
    await two.goTo('First Room')
    for (const visitor of [one, two]) await visitor.sees('chat has started')
    await one.say('hello from one')
    await two.message('hello from one').waitFor()
    await two.say('hello from two')
    await one.message('hello from two').waitFor()

    const three = await Visitor.signedIn(server.url, 'user:3')
    await three.goTo('Second Room')
    await three.sees('Waiting for 1 more person')

    await one.goTo('Second Room')
    for (const visitor of [one, three]) await visitor.sees('chat has started')
    expect(await one.messages()).to.deep.equal([])
    await one.say('only for the second room')
    await three.message('only for the second room').waitFor()

    // While user 1 is in the second room, nothing said in the first is missed, and nothing of it shows.
    await two.say('said in the background')
    await two.say('and once more')
    await one.roomLink('First Room').getByText('2 unread').waitFor()
    await eventually(async () => (await one.page.title()) === '(2) Second Room – soc-draw')
    expect(await one.messages()).to.deep.equal(['You: only for the second room'])
    expect(await three.messages()).to.deep.equal(['user:1: only for the second room'])

    await one.goTo('First Room')
    const all = ['hello from one', 'hello from two', 'said in the background', 'and once more']
    await one.message('and once more').waitFor()
    expect((await one.messages()).map((line) => line.replace(/^.*?: /, ''))).to.deep.equal(all)
    expect(await one.page.getByText('unread').count()).to.equal(0)
    await eventually(async () => (await one.page.title()) === 'First Room – soc-draw')
    // Where the news begins, there is a line; and it is not before one's own words.
    const afterLine = one.page.locator('.chat-new + .chat-line')
    expect(await afterLine.textContent()).to.contain('said in the background')
  })

  it('[P1] lets a third into a running chat: they see what was said, and nothing starts again', async () => {
    const one = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1')
    await one.sees('Waiting for 1 more person')
    const two = await Guest.enter(server.url, 'R:1', 'user:2')
    await two.say('before the third came')
    const three = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:3')
    await three.message('before the third came').waitFor()
    await one.sees('3 here')
    for (const visitor of [one, three]) {
      expect(await visitor.page.getByRole('log').getByText('chat has started').count()).to.equal(1)
      const people = visitor.page.getByRole('complementary', { name: 'People' }).getByRole('listitem')
      expect((await people.allInnerTexts()).map((text) => text.split('\n')[1])).to.deep.equal([
        'user:1',
        'user:2',
        'user:3',
      ])
    }
    // What was there before one came is not news.
    expect(await three.page.locator('.chat-new').count()).to.equal(0)
  })

  it('[P13] pauses when too few are left, says so, and goes on with all that was said', async () => {
    await server.stop()
    server = await startPageServer({ quorumLoss: 'pause' })
    const one = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1')
    const two = await Guest.enter(server.url, 'R:1', 'user:2')
    await two.say('I have to go')
    await two.leave()
    await one.sees('It goes on as soon as 1 more person is here.')
    await one.message('I have to go').waitFor()
    // One can write meanwhile, and is told why it is not sent.
    await one.composer.fill('are you back?')
    await one.composer.press('Enter')
    await one.sees('you can write, and send it when enough people are back')
    expect(await one.composer.inputValue()).to.equal('are you back?')

    const again = await Guest.enter(server.url, 'R:1', 'user:2')
    await one.page.getByText('It goes on as soon as').waitFor({ state: 'detached' })
    await one.composer.press('Enter')
    await again.hears('are you back?')
    expect(again.heard).to.deep.equal(['I have to go', 'are you back?'])
    expect(await one.messages()).to.deep.equal(['user:2: I have to go', 'You: are you back?'])
    expect(await one.page.getByRole('log').getByText('chat has started').count()).to.equal(1)
  })

  it('[P12] shows whose connection is lost, and who is gone', async () => {
    await server.stop()
    server = await startPageServer({ grace: 500 })
    const one = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1')
    const two = await Guest.enter(server.url, 'R:1', 'user:2')
    const three = await Guest.enter(server.url, 'R:1', 'user:3')
    await one.sees('3 here')
    two.close()
    await one.sees('connection lost')
    await one.sees('2 here')
    three.close()
    await one.sees('1 here')
  })

  it('[P13] goes on with one, who leaves a message for later', async () => {
    const one = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1')
    const two = await Guest.enter(server.url, 'R:1', 'user:2')
    await one.sees('chat has started')
    await two.leave()
    await one.sees('1 here')
    await one.say('for when you are back')
    const again = await Guest.enter(server.url, 'R:1', 'user:2')
    await again.hears('for when you are back')
  })
})
