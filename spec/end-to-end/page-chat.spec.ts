import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { closeGuests, Guest } from './support/guest.ts'
import { startPageServer } from './support/page-server.ts'
import { eventually, everybodyLeaves, nobodyComplains, Visitor } from './support/visitor.ts'

/** Each spec has a room of its own: a page that is open comes to it in a tenth of the time that it takes to open one. */
const ROOMS = [...'ABCDEFGHIJKL'].map((letter) => {
  return { id: `R:${letter}`, name: `Room ${letter}`, application: 'chat', players: { min: 2 } }
})

describeInBrowser('the page: chatting', () => {
  const unused = [...ROOMS]
  let server: SocDrawServer
  let one: Visitor
  let two: Guest
  /** Where the room is. */
  let url: string
  /** Beside the one who stays. */
  const visitors: Visitor[] = []

  before(async () => {
    server = await startPageServer({ rooms: ROOMS })
    one = await Visitor.signedIn(server.url, 'user:1')
  })

  beforeEach(async () => {
    const room = unused.shift() ?? expect.fail('there are too few rooms')
    url = `${server.url}/chat/${room.id}`
    two = await Guest.enter(server.url, room.id, 'user:2')
    await one.goTo(room.name)
    await one.sees('chat has started')
    // What the spec before has done to the connection is not told any more: it takes place above the room.
    await one.page.locator('.banner').waitFor({ state: 'detached' })
  })

  afterEach(async () => {
    await one.leave()
    for (const visitor of visitors.splice(0)) await visitor.page.context().close()
    closeGuests()
    nobodyComplains()
  })

  after(() => everybodyLeaves(server))

  const enter = async (user: string): Promise<Visitor> => {
    const visitor = await Visitor.signedIn(url, user)
    visitors.push(visitor)
    return visitor
  }

  it('[P4] [P6] shows at once what is said without a connection, marked, and says it once when that is back', async () => {
    await one.page.context().setOffline(true)
    await one.sees('What you write is kept and sent then.')
    await one.write('said on the train')
    await one.pending('said on the train').waitFor()
    await one.sees('Waits for the connection')
    expect(await one.messages()).to.deep.equal([])
    await two.say('said meanwhile')
    const readOut = await listen(one)

    await one.page.context().setOffline(false)
    await one.sees('Back again')
    await one.message('said on the train').waitFor()
    await two.hears('said on the train')
    await one.page.getByText('Connection lost.').waitFor({ state: 'detached' })
    await one.say('and in the station')
    await two.hears('and in the station')
    expect(two.heard).to.deep.equal(['said meanwhile', 'said on the train', 'and in the station'])
    expect(await texts(one)).to.deep.equal(two.heard)
    expect(await one.pending().count()).to.equal(0)
    expect(await one.page.getByText('Waits for the connection').count()).to.equal(0)
    // What stood there already stayed where it was, and was not read out again.
    expect(await readOut()).to.deep.equal(['said meanwhile', 'and in the station'])
    expect(await one.page.locator('.chat-new').count(), 'one’s own words are no news').to.equal(0)
    await one.page.getByText('Back again').waitFor({ state: 'detached' })
  })

  it('[P4] [P6] [P8] ends the same on both pages when both write while both go offline and online', async () => {
    two.close()
    const other = await enter('user:2')
    const written: string[] = []
    const write = async (visitor: Visitor, text: string): Promise<void> => {
      written.push(text)
      await visitor.write(text)
    }
    for (let round = 0; round < 6; round += 1) {
      const away = round % 2 === 0 ? one : other
      await away.page.context().setOffline(true)
      await write(away, `away ${round}`)
      await away.sees('Waits for the connection')
      await write(one, `one ${round}`)
      await write(other, `other ${round}`)
      if (round % 3 === 2) server.io.of('/chat').disconnectSockets(true)
      await away.page.context().setOffline(false)
      await write(one, `one again ${round}`)
      await write(other, `other again ${round}`)
    }
    const complete = async (visitor: Visitor) => (await visitor.messages()).length >= written.length
    for (const visitor of [one, other]) await eventually(() => complete(visitor), 'everything is there')
    expect((await texts(one)).toSorted(), 'each once').to.deep.equal(written.toSorted())
    expect(await texts(other)).to.deep.equal(await texts(one))
    for (const [visitor, name] of [
      [one, 'one'],
      [other, 'other'],
    ] as const) {
      expect(await visitor.pending().count()).to.equal(0)
      const own = (text: string) => text.startsWith(name)
      expect((await texts(visitor)).filter(own), 'in the order made').to.deep.equal(written.filter(own))
      const heads = (await visitor.messages()).filter((line) => line.startsWith('You: '))
      expect(heads).to.have.length(written.length / 2)
    }
  })

  it('[P4] says once what was said while the server dropped the connection again and again', async () => {
    const readOut = await listen(one)
    const all = [0, 1, 2, 3, 4].map((at) => `message ${at}`)
    for (const text of all) {
      await one.write(text)
      server.io.of('/chat').disconnectSockets(true)
    }
    await two.hears('message 4')
    expect(two.heard).to.deep.equal(all)
    await one.message('message 4').waitFor()
    expect(await readOut()).to.deep.equal(all)
  })

  it('shows who is typing above where one writes, until they send or have done with it, and moves nothing', async () => {
    const place = async () => [await one.composer.boundingBox(), await one.page.locator('.chat-scroller').boundingBox()]
    const before = await place()
    const typing = (words: string) => one.page.locator('.chat-typing').getByText(words, { exact: true })
    const three = await enter('user:3')
    two.type()
    await typing('user:2 is typing…').waitFor()
    await three.composer.pressSequentially('I')
    await typing('user:2 and user:3 are typing…').waitFor()
    expect(await place()).to.deep.equal(before)
    await two.say('well')
    two.type(false)
    await typing('user:3 is typing…').waitFor()
    await three.composer.fill('')
    await one.page.locator('.chat-typing').getByText('typing').waitFor({ state: 'detached' })
    // Nobody has to say that they don't write any more.
    await three.composer.fill('on second thoughts')
    await typing('user:3 is typing…').waitFor()
    await typing('user:3 is typing…').waitFor({ state: 'detached' })
    expect(await three.page.locator('.chat-typing').textContent(), 'one knows that one is typing').to.equal('')
    expect(await place()).to.deep.equal(before)
  })

  it('keeps a message that was refused in its place, to be sent again, mended or taken away', async () => {
    // A page of its own: what is put in its way stays there.
    const three = await enter('user:3')
    let spoil = true
    // On its way out the message is spoiled, so that the server itself refuses it.
    await three.page.routeWebSocket('**/socket.io/**', (socket) => {
      const onwards = socket.connectToServer()
      socket.onMessage((data) => onwards.send(spoil ? String(data).replace('"text":"', '"txt":"') : data))
    })
    await three.page.reload()
    await three.sees('chat has started')
    const unsent = three.page.getByRole('list', { name: 'Not sent' }).getByRole('listitem')
    const refuse = async (text: string): Promise<void> => {
      spoil = true
      await three.composer.fill(text)
      await three.composer.press('Enter')
      await unsent.filter({ hasText: text }).getByRole('alert').waitFor()
    }
    await refuse('one')
    await refuse('two')
    await refuse('three')
    await unsent.filter({ hasText: 'one' }).getByText('Not sent: ').waitFor()
    await unsent.filter({ hasText: 'two' }).getByRole('button', { name: 'Delete' }).click()
    await three.composer.fill('')
    await unsent.filter({ hasText: 'three' }).getByRole('button', { name: 'Edit' }).click()
    expect(await three.composer.inputValue()).to.equal('three')
    spoil = false
    await unsent.filter({ hasText: 'one' }).getByRole('button', { name: 'Retry' }).click()
    await two.hears('one')
    await three.composer.press('Enter')
    await two.hears('three')
    await unsent.first().waitFor({ state: 'detached' })
    expect(two.heard).to.deep.equal(['one', 'three'])
  })

  it('shows text as text, and makes links of addresses alone', async () => {
    const attack = '<img src=x onerror="window.attacked = true"><script>window.attacked = true</script>'
    await one.say(attack)
    await one.say('see https://example.org/a?b=1. Not javascript:alert(1)')
    const other = await enter('user:3')
    await other.message('see https://example.org').waitFor()
    expect(await other.message('<img').textContent()).to.contain(attack)
    for (const { page } of [one, other]) {
      expect(await page.locator('.chat img, .chat script').count()).to.equal(0)
      expect(await page.evaluate(() => 'attacked' in window)).to.equal(false)
    }
    const link = other.page.getByRole('log').getByRole('link')
    expect(await link.count()).to.equal(1)
    expect(await link.getAttribute('href')).to.equal('https://example.org/a?b=1')
    expect(await link.getAttribute('rel')).to.equal('noopener noreferrer nofollow')
    expect(await link.getAttribute('target')).to.equal('_blank')
  })

  it('sends at Enter, breaks the line at Shift+Enter, and leaves Enter to whoever composes a word', async () => {
    await one.composer.pressSequentially('first')
    await one.page.keyboard.press('Shift+Enter')
    await one.composer.pressSequentially('second')
    expect(await one.composer.inputValue()).to.equal('first\nsecond')
    await one.composer.dispatchEvent('compositionstart')
    await one.page.keyboard.press('Enter')
    // Some browsers send the Enter that picked the word after the composition's end.
    await one.composer.evaluate((element) => {
      element.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))
      element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
    })
    expect(await one.composer.inputValue(), 'Enter picked a word').to.contain('first\nsecond')
    await one.composer.fill('first\nsecond')
    await one.page.keyboard.press('Enter')
    await two.hears('first\nsecond')
    expect(await one.composer.inputValue()).to.equal('')
    await one.page.keyboard.press('Enter')
    await one.say('the end')
    await two.hears('the end')
    expect(two.heard, 'nothing empty was sent').to.have.length(2)
  })

  it('tells whoever writes too much how much, and keeps it', async () => {
    await one.composer.fill('x'.repeat(1_900))
    await one.sees('1,900 of 2,000')
    await one.composer.fill('x'.repeat(2_001))
    await one.sees('1 too many')
    await one.composer.press('Enter')
    expect((await one.composer.inputValue()).length).to.equal(2_001)
    await one.composer.fill('x'.repeat(2_000))
    await one.composer.press('Enter')
    await two.hears('x'.repeat(2_000))
  })

  it('tells own, others’ and the room’s messages apart, and groups them by sender', async () => {
    await one.say('mine')
    await two.say('theirs')
    await two.say('theirs too')
    await one.message('theirs too').waitFor()
    expect(await one.messages()).to.deep.equal(['You: mine', 'user:2: theirs', 'user:2: theirs too'])
    expect(await one.page.locator('.chat-line-own .chat-message').count()).to.equal(1)
    expect(await one.page.locator('.chat-line').count()).to.equal(3)
    expect(await one.page.locator('.chat-line-first').count(), 'groups').to.equal(2)
    expect(await one.page.locator('.chat-room').textContent()).to.match(/^chat has started \d\d:\d\d$/)
    expect(await one.page.getByRole('log', { name: 'Messages' }).count(), 'one live region').to.equal(1)
    expect(await one.page.locator('.chat [aria-live], .chat [role=status], .chat [role=alert]').count()).to.equal(0)
  })

  it('follows the newest message, unless one reads further up', async () => {
    const list = one.page.getByRole('region', { name: 'Conversation' })
    const fromEnd = () => list.evaluate((e) => Math.round(e.scrollHeight - e.clientHeight - e.scrollTop))
    for (let at = 1; at <= 12; at += 1) await two.say(`line ${at}\n.\n.\n.`)
    await one.message('line 12').waitFor()
    await eventually(async () => (await fromEnd()) === 0, 'the list is at its end')
    await list.evaluate((element) => element.scrollTo(0, 0))
    // What comes within the frame in which one scrolls is seen by somebody who is still at the end.
    await one.page.getByRole('button', { name: 'To the newest' }).waitFor()
    await two.say('did you see?')
    await two.say('hello?')
    await one.page.getByRole('button', { name: '2 new' }).waitFor()
    expect(await list.evaluate((element) => element.scrollTop)).to.equal(0)
    await one.page.getByRole('button', { name: '2 new' }).click()
    await eventually(async () => (await fromEnd()) === 0, 'one is at the end again')
    await one.page.getByRole('button', { name: 'new' }).waitFor({ state: 'detached' })
    await list.evaluate((element) => element.scrollTo(0, 0))
    await one.say('yes, I did')
    await eventually(async () => (await fromEnd()) === 0, 'one’s own message brings one down')
  })
})

/** What was said in the room in front, without who said it. */
async function texts(visitor: Visitor): Promise<string[]> {
  return (await visitor.messages()).map((line) => line.replace(/^.*?: /, ''))
}

/** Notes each message that is put into the list from now on, which is what a screen reader reads out; then tells them. */
async function listen(visitor: Visitor): Promise<() => Promise<string[]>> {
  const log = await visitor.page.getByRole('log').elementHandle()
  const notes = await log?.evaluateHandle((element) => {
    const added: string[] = []
    new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
        const messages = node instanceof Element ? node.querySelectorAll('.chat-message') : []
        for (const message of messages) added.push(message.textContent?.replace(/^.*?, \d\d:\d\d:\s*/, '') ?? '')
      }
    }).observe(element, { childList: true, subtree: true })
    return added
  })
  return async () => (await notes?.jsonValue()) ?? []
}
