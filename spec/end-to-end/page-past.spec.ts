import { expect } from 'chai'
import type { Page } from 'playwright-core'
import type { chat } from '../../server/applications/chat.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import { DEMO_PASSWORD } from '../../server/shipped/demo.ts'
import type { Lobby, Room } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import { describeInBrowser } from '../support/browser.ts'
import { barriers } from './support/barriers.ts'
import { startPageServer } from './support/page-server.ts'
import { eventually, everybodyLeaves, Visitor } from './support/visitor.ts'

/** More than a page of the past is ever to hold. */
const MANY = 1500
const BEGINNING = 'This is the beginning of the conversation.'
const SHOWN = '[role=log] .chat-message'

describeInBrowser('the page: what was said before', () => {
  let server: SocDrawServer
  const lobbies: Lobby<typeof chat>[] = []
  let rooms: Room<typeof chat>[] = []

  /** Somebody without a page says `count` things: `message 1`, `message 2`, … */
  const talk = async (count: number): Promise<void> => {
    const [first] = rooms
    for (let at = 1; at <= count; at += 1) {
      // One connection may say 400 things at once; they are many, and each waits for the one before it only here and there.
      const room = rooms[Math.floor((at - 1) / 100) % rooms.length]
      const said = room?.act.say({ text: `message ${at}` })
      if (at % 100 === 0 || at === count) await said
    }
    expect(first?.state?.messages.length).to.be.at.least(Math.min(count, 200))
  }

  beforeEach(async () => {
    server = await startPageServer()
    for (const username of ['user:2', 'user:3', 'user:4']) {
      const body = JSON.stringify({ username, password: DEMO_PASSWORD })
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${server.url}/api/sessions`, { method: 'POST', headers, body })
      const { token } = (await answer.json()) as { token: string }
      lobbies.push(await connect<typeof chat>(server.url, 'chat', { token, socket: { forceNew: true } }))
    }
    rooms = await Promise.all(lobbies.map((lobby) => lobby.enter('R:1')))
  })

  afterEach(async () => {
    for (const lobby of lobbies.splice(0)) lobby.close()
    await everybodyLeaves(server)
  })

  it('comes as one scrolls up, and leaves what one reads where it is', async () => {
    await talk(600)
    const one = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1')
    await one.message('message 600').waitFor()
    expect(await numbers(one)).to.deep.equal(range(401, 600))
    expect(await one.page.locator('.chat-day-label').allInnerTexts()).to.deep.equal(['Today'])
    expect(await one.page.getByRole('log').getAttribute('aria-live')).to.equal(null)
    for (const first of [301, 201, 101]) {
      const wandered = await scrollAndWatch(one.page, 250)
      await eventually(async () => (await firstShown(one)) === first, `it begins with message ${first}`)
      expect(await numbers(one), 'in order, each once').to.deep.equal(range(first, 600))
      expect(await one.page.getByRole('log').getAttribute('aria-live'), 'nobody hears it read out').to.equal('off')
      expect(await wandered(), 'how far what one reads was moved').to.be.at.most(1)
    }
    expect(await one.page.locator('.chat-day-label').allInnerTexts(), 'one day, one divider').to.deep.equal(['Today'])
    await one.page.locator('[role=log]:not([aria-live])').waitFor()
    // What comes in now is added far below, and counted.
    const stays = await scrollAndWatch(one.page, 1200)
    await rooms[0]?.act.say({ text: 'did you see?' })
    await one.page.getByRole('button', { name: '1 new' }).waitFor()
    expect(await stays()).to.be.at.most(1)
  })

  it('parts the days once each, wherever the pages part them', async () => {
    await talk(500)
    const one = await Visitor.open(`${server.url}/chat/R:1`)
    await tellAnotherTime(one.page, (number) => dayOf(number).getTime())
    await one.page.reload()
    await one.signIn('user:1')
    await one.message('message 500').waitFor()
    for (const first of [301, 201, 101]) {
      const days = new Map<string, number[]>()
      for (const number of range(first, 500)) {
        const day = dayOf(number).toDateString()
        days.set(day, [...(days.get(day) ?? []), number])
      }
      expect(await daysOf(one)).to.deep.equal([...days.values()])
      expect(new Set(await one.page.locator('.chat-day-label').allInnerTexts()).size).to.equal(days.size)
      const list = one.page.getByRole('region', { name: 'Conversation' })
      await list.evaluate((element) => element.scrollTo(0, 0))
      await eventually(async () => (await firstShown(one)) === first - 100, 'older ones come')
    }
  })

  it('never jumps, however fast one scrolls up', async () => {
    await talk(700)
    const one = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1')
    await one.message('message 700').waitFor()
    const seen = await watchTop(one.page)
    await one.page.locator('.chat-scroller').hover()
    await eventually(async () => {
      await one.page.mouse.wheel(0, -400)
      return (await seen()).at(-1) === 1
    }, 'one comes to the beginning')
    const tops = await seen()
    for (const [at, top] of tops.entries()) {
      const before = tops[at - 1] ?? top
      // A wheel's turn is 400 pixels, some of which may fall together into what one sees next; a page is a hundred messages.
      expect(before - top, `after message ${before}`).to.be.within(0, 60)
    }
  })

  it('keeps the place far up while one is in another room', async () => {
    await talk(500)
    const one = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1')
    await one.message('message 500').waitFor()
    await one.page.locator('.chat-scroller').evaluate((list) => list.scrollTo(0, 250))
    await eventually(async () => (await firstShown(one)) === 201, 'older ones come')
    const place = () => one.page.locator('.chat-message', { hasText: /message 310$/ }).boundingBox()
    const before = await place()
    await one.goTo('Second Room')
    await one.sees('Waiting for 1 more person')
    await rooms[0]?.act.say({ text: 'meanwhile' })
    await one.roomLink('First Room').getByText('1 unread').waitFor()
    await one.goTo('First Room')
    expect(await place()).to.deep.equal(before)
    await one.page.getByRole('button', { name: '1 new' }).click()
    await one.message('meanwhile').waitFor()
  })

  it('goes up to the very first, and down again to the newest, with a bounded page', async function () {
    this.timeout(240_000)
    await talk(MANY)
    const one = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1')
    await one.message(`message ${MANY}`).waitFor()
    const list = one.page.getByRole('region', { name: 'Conversation' })
    await list.focus()
    let top = MANY - 199
    while (!(await one.page.getByText(BEGINNING).isVisible())) {
      await one.page.keyboard.press('Home')
      await eventually(async () => (await firstShown(one)) !== top || (await list.evaluate((e) => e.scrollTop)) === 0)
      const shown = await numbers(one)
      top = shown[0] ?? 0
      expect(shown, 'without a gap').to.deep.equal(range(top, shown.at(-1) ?? 0))
      expect(shown.length).to.be.at.most(1000)
    }
    expect((await numbers(one))[0]).to.equal(1)
    // Not the thousand messages: to look at each of those takes long, and they are like those of any chat.
    expect(await barriers(one, { every: true, within: '.chat-beginning' })).to.deep.equal([])
    expect((await numbers(one)).at(-1), 'the newest were let go').to.equal(1000)
    expect(await one.page.locator('.chat-day-label').count()).to.equal(1)

    // Somebody goes on talking meanwhile, when nothing else moves any more.
    await one.page.locator('[role=log]:not([aria-live])').waitFor()
    await rooms[0]?.act.say({ text: `message ${MANY + 1}` })
    await one.page.getByRole('button', { name: '1 new' }).waitFor()
    let last = 1000
    while (last < MANY + 1) {
      await one.page.keyboard.press('End')
      await eventually(async () => (await lastShown(one)) > last, `there is more after message ${last}`)
      const shown = await numbers(one)
      last = shown.at(-1) ?? 0
      expect(shown, 'without a gap').to.deep.equal(range(shown[0] ?? 0, last))
      expect(shown.length).to.be.at.most(1000)
    }
    await one.page.keyboard.press('End')
    await one.page.getByRole('button', { name: 'new' }).waitFor({ state: 'detached' })

    // From far up, the button and one's own words lead to the newest at once.
    for (const goDown of [() => one.page.getByRole('button', { name: 'To the newest' }).click(), () => one.say('I')]) {
      await list.focus()
      while ((await lastShown(one)) === MANY + 1) {
        const before = await firstShown(one)
        await list.evaluate((element) => element.scrollTo(0, 0))
        await eventually(async () => (await firstShown(one)) !== before, 'older ones come')
      }
      await goDown()
      await eventually(async () => (await fromEnd(one.page)) === 0, 'one is at the end')
      await one.page.getByRole('button', { name: 'new' }).waitFor({ state: 'detached' })
      expect((await numbers(one)).at(-1)).to.equal(MANY + 1)
    }
  })

  it('says that it could not be loaded, and tries again when it is told to', async () => {
    await talk(400)
    const one = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1')
    await one.message('message 400').waitFor()
    let spoil = true
    // On its way out the question is spoiled, so that the server refuses it for good.
    await one.page.routeWebSocket('**/socket.io/**', (socket) => {
      const onwards = socket.connectToServer()
      socket.onMessage((data) => onwards.send(spoil ? String(data).replace('"limit":', '"limit":-') : data))
    })
    await one.page.reload()
    await one.message('message 400').waitFor()
    const list = one.page.getByRole('region', { name: 'Conversation' })
    await list.evaluate((element) => element.scrollTo(0, 0))
    await one.sees('The older messages could not be loaded.')
    expect(await barriers(one, { every: true, within: '.chat-edge' })).to.deep.equal([])
    expect(await numbers(one)).to.deep.equal(range(201, 400))
    spoil = false
    await one.page.getByRole('button', { name: 'Try again' }).click()
    await eventually(async () => (await firstShown(one)) === 101, 'older ones come')
    expect(await numbers(one)).to.deep.equal(range(101, 400))
  })
})

/** The messages on the page, by their numbers. */
async function numbers(visitor: Visitor): Promise<number[]> {
  const texts = await visitor.page.locator(SHOWN).allTextContents()
  return texts.flatMap((text) => numberOf(text) ?? [])
}

/** The number of the first message on the page: to be asked again and again, where all of them would be a thousand texts. */
async function firstShown({ page }: Visitor): Promise<number> {
  return numberOf(await page.locator(SHOWN).first().textContent()) ?? 0
}

async function lastShown({ page }: Visitor): Promise<number> {
  return numberOf(await page.locator(SHOWN).last().textContent()) ?? 0
}

function numberOf(text: string | null): number | undefined {
  return /message (\d+)$/
    .exec(text ?? '')
    ?.slice(1)
    .map(Number)[0]
}

/** The messages of each day on the page. */
async function daysOf(visitor: Visitor): Promise<number[][]> {
  const days = await visitor.page.locator('.chat-day').all()
  return Promise.all(
    days.map(async (day) => {
      const texts = await day.locator('.chat-message').allTextContents()
      return texts.map((text) => Number(/\d+$/.exec(text)?.[0]))
    }),
  )
}

/** Notes the number of the first message in sight again and again; then tells them. */
async function watchTop(page: Page): Promise<() => Promise<number[]>> {
  const watch = await page.locator('.chat-scroller').evaluateHandle((list) => {
    const tops: number[] = []
    // Not by a function with a name: those are marked in a way that the page does not know.
    setInterval(() => {
      const edge = list.getBoundingClientRect().top
      const line = [...list.querySelectorAll('.chat-message')].find(
        (each) => each.getBoundingClientRect().bottom > edge,
      )
      tops.push(Number(/\d+$/.exec(line?.textContent ?? '')?.[0]))
    }, 8)
    return tops
  })
  return () => watch.jsonValue()
}

/** A time in the past for each message: seventy a day, so that no page ends with a day. */
function dayOf(number: number): Date {
  return new Date(2031, 0, Math.floor(number / 70), 12, number % 70)
}

/** The page is told of other times, at which things were said. */
async function tellAnotherTime(page: Page, timeOf: (number: number) => number): Promise<void> {
  const time = (number: string): string => `"at":${timeOf(Number(number))}`
  await page.routeWebSocket('**/socket.io/**', (socket) => {
    const onwards = socket.connectToServer()
    socket.onMessage((data) => onwards.send(data))
    onwards.onMessage((data) => {
      const told = String(data)
        .replace(/("text":"message (\d+)"),"at":\d+/g, (_, text, number) => `${text},${time(number)}`)
        .replace(/"at":\d+(,"payload":\{"text":"message (\d+)")/g, (_, text, number) => `${time(number)}${text}`)
      socket.send(told)
    })
  })
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at)
}

function fromEnd(page: Page): Promise<number> {
  return page
    .locator('.chat-scroller')
    .evaluate((element) => Math.round(element.scrollHeight - element.clientHeight - element.scrollTop))
}

/**
 * Scrolls so far from the top, and watches the first line in sight from then on. Tells how many pixels it was ever seen
 * away from its place, and watches no more.
 */
async function scrollAndWatch(page: Page, top: number): Promise<() => Promise<number>> {
  const watch = await page.locator('.chat-scroller').evaluateHandle((list, top) => {
    list.scrollTo(0, top)
    const edge = list.getBoundingClientRect().top
    const line = [...list.querySelectorAll('.chat-message')].find((each) => each.getBoundingClientRect().top > edge)
    const place = line?.getBoundingClientRect().top ?? Number.NaN
    const seen = { most: 0, timer: 0 }
    // Not by a function with a name: those are marked in a way that the page does not know.
    seen.timer = window.setInterval(() => {
      seen.most = Math.max(seen.most, Math.abs((line?.getBoundingClientRect().top ?? Number.NaN) - place))
    }, 2)
    return seen
  }, top)
  return () =>
    watch.evaluate(({ most, timer }) => {
      clearInterval(timer)
      return most
    })
}
