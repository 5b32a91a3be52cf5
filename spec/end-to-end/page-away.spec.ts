import { expect } from 'chai'
import { describeInBrowser } from '../support/browser.ts'
import { BoardVisit } from './support/board-visit.ts'
import { Guest } from './support/guest.ts'
import { startPageServer } from './support/page-server.ts'
import { show } from './support/show.ts'
import { eventually, everybodyLeaves, nobodyComplains, Visitor } from './support/visitor.ts'

/** Longer than the library waits before its first attempt, in milliseconds. */
const LONG = 2500

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Counts the attempts to connect from here on. */
function attemptsOf({ page }: Visitor): () => number {
  let attempts = 0
  page.on('websocket', () => attempts++)
  page.on('request', (request) => {
    if (request.url().includes('/socket.io/')) attempts++
  })
  return () => attempts
}

describeInBrowser('the page: put away, and looked at again', () => {
  describe('with a chat', () => {
    let server: Awaited<ReturnType<typeof startPageServer>>
    let one: Visitor
    let two: Guest

    before(async () => {
      server = await startPageServer()
      one = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1')
      two = await Guest.enter(server.url, 'R:1', 'user:2')
      await two.say('to begin with')
      await one.message('to begin with').waitFor()
    })

    afterEach(nobodyComplains)

    after(() => everybodyLeaves(server))

    const cut = (): void => {
      for (const { conn } of server.io.of('/chat').sockets.values()) conn.close(true)
    }

    it('[P9] makes no attempt while it is hidden, and is back at once when it is seen', async () => {
      await show(one, 'hidden')
      await two.say('while hidden')
      await one.message('while hidden').waitFor({ state: 'attached' })
      const attempts = attemptsOf(one)
      cut()
      await two.say('while cut')
      await pause(LONG)
      expect([attempts(), await one.message('while cut').count()]).to.deep.equal([0, 0])
      await show(one, 'visible')
      await one.message('while cut').waitFor()
      expect(attempts()).to.be.above(0)
    })

    it('[P9] makes no attempt while it is offline, and is back when it is online', async () => {
      await one.page.context().setOffline(true)
      await one.sees('Connection lost.')
      const attempts = attemptsOf(one)
      await two.say('while offline')
      await pause(LONG)
      expect([attempts(), await one.message('while offline').count()]).to.deep.equal([0, 0])
      await one.page.context().setOffline(false)
      await one.message('while offline').waitFor()
      expect(attempts()).to.be.above(0)
    })

    it('[P6] connects anew where it comes out of the browser’s cache of pages, and misses nothing', async () => {
      const attempts = attemptsOf(one)
      await one.page.evaluate(() => {
        window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
      })
      await eventually(async () => attempts() > 0, 'it connects')
      await two.say('afterwards')
      await one.message('afterwards').waitFor()
    })

    it('keeps the place where one reads, and what one was about to say', async () => {
      for (let line = 0; line < 40; line++) await two.say(`line ${line}`)
      const log = one.page.getByRole('log')
      await one.message('line 39').waitFor()
      await log.evaluate((element) => element.scrollTo({ top: 200, behavior: 'instant' }))
      await one.composer.fill('half a sentence')
      const place = await log.evaluate(({ scrollTop }) => scrollTop)
      await one.page.context().setOffline(true)
      await one.sees('Connection lost.')
      await show(one, 'hidden')
      await two.say('while away')
      await one.page.context().setOffline(false)
      await show(one, 'visible')
      await one.message('while away').waitFor({ state: 'attached' })
      expect(await log.evaluate(({ scrollTop }) => scrollTop)).to.be.closeTo(place, 1)
      expect(await one.composer.inputValue()).to.equal('half a sentence')
    })
  })

  describe('with a board', () => {
    let visit: BoardVisit

    before(async () => {
      visit = await BoardVisit.begin({})
    })

    beforeEach(async () => {
      await visit.toNewBoard()
      await visit.mouse({ x: 300, y: 100 })
      await visit.one.page.mouse.down()
      await visit.mouse({ x: 340, y: 100 })
      await visit.one.page.context().setOffline(true)
      await visit.one.sees('Connection lost.')
    })

    afterEach(nobodyComplains)

    after(() => visit.end())

    const length = (points: readonly number[]): number => points.slice(2).reduce((sum, step) => sum + step, 0)

    it('keeps a stroke whose half was drawn before the connection went, and whose half after it', async () => {
      const { page } = visit.one
      await visit.mouse({ x: 380, y: 100 })
      await page.context().setOffline(false)
      await visit.mouse({ x: 420, y: 100 })
      await page.mouse.up()
      await visit.strokes(1, ([line]) => line !== undefined && length(line.points) === 240)
    })

    it('keeps what was drawn of it where the page is hidden meanwhile', async () => {
      const { page } = visit.one
      await show(visit.one, 'hidden')
      await page.mouse.up()
      await page.context().setOffline(false)
      await pause(200)
      await show(visit.one, 'visible')
      await visit.strokes(1, ([line]) => line !== undefined && length(line.points) === 80)
    })
  })
})
