import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { BoardVisit } from './support/board-visit.ts'
import { startPageServer } from './support/page-server.ts'
import { everybodyLeaves, Visitor } from './support/visitor.ts'

const UPRIGHT = { width: 390, height: 844 }
const ON_ITS_SIDE = { width: 844, height: 390 }
const PHONE = { viewport: UPRIGHT, isMobile: true, hasTouch: true }

describeInBrowser('the page: room to draw', () => {
  let visit: BoardVisit | undefined

  after(() => visit?.end())

  it('leaves most of the board free on a phone, with widths and colours one touch away', async () => {
    visit = await BoardVisit.begin(PHONE)
    await visit.toNewBoard()
    const { page } = visit.one
    const red = page.getByRole('button', { name: 'Red', exact: true })
    for (const [size, most] of [
      [UPRIGHT, 0.2],
      [ON_ITS_SIDE, 0.25],
    ] as const) {
      await page.setViewportSize(size)
      const [board, tools] = [await box(visit.one, '.drawing-sheet'), await box(visit.one, '.drawing-tools')]
      expect(tools.height / board.height, `of ${size.height} pixels`).to.be.below(most)
      expect(await red.isVisible()).to.equal(false)
      await page.getByRole('button', { name: /^Colour and width/ }).tap()
      for (const side of [await box(visit.one, '.drawing-ink-panel'), await box(visit.one, '.drawing-tools')]) {
        expect(side.x).to.be.at.least(board.x)
        expect(side.y).to.be.at.least(0)
        expect(side.x + side.width).to.be.at.most(size.width)
      }
      await page.keyboard.press('Escape')
      expect(await red.isVisible()).to.equal(false)
      expect(await visit.one.focused.getAttribute('aria-expanded'), 'the focus is where it was').to.equal('false')
    }
    await page.getByRole('button', { name: /^Colour and width/ }).tap()
    await red.tap()
    await page.getByRole('button', { name: 'Width 3' }).tap()
    await visit.touch('touchStart', { x: 120, y: 80 })
    await visit.touch('touchMove', { x: 160, y: 80 })
    await visit.touch('touchEnd')
    const [line] = await visit.strokes(1)
    expect([line?.colour, line?.width]).to.deep.equal([3, 3])
    expect(await red.isVisible(), 'who draws has chosen').to.equal(false)
    await page.getByRole('button', { name: 'Colour and width: Red, 3' }).waitFor()
  })

  describe('in the game', () => {
    let server: SocDrawServer
    let drawer: Visitor

    before(async () => {
      const options = { turn: 240, rounds: 1, words: ['dromedary', 'ferris wheel', 'T-shirt'], onlyOwnWords: true }
      server = await startPageServer({ rooms: [{ id: 'guess:1', name: 'Round', application: 'guess', options }] })
      drawer = await Visitor.signedIn(`${server.url}/guess/guess:1`, 'user:1', { ...PHONE, viewport: ON_ITS_SIDE })
      const other = await Visitor.signedIn(`${server.url}/guess/guess:1`, 'user:2')
      await other.page.getByRole('button', { name: 'Start the game' }).click()
      await drawer.page.locator('.guess-choice').first().tap()
      await drawer.page.locator('.drawing-tools').waitFor()
    })

    after(() => everybodyLeaves(server))

    it('lies beside its tools on a phone on its side, and nothing is out of sight', async () => {
      const [sheet, tools] = [await box(drawer, '.drawing-sheet'), await box(drawer, '.drawing-tools')]
      expect(sheet.height).to.be.at.least(0.4 * ON_ITS_SIDE.height)
      expect(tools.x).to.be.at.least(sheet.x + sheet.width)
      expect(tools.y + tools.height).to.be.at.most(ON_ITS_SIDE.height)
      await drawer.page.getByRole('button', { name: /^Colour and width/ }).tap()
      const panel = await box(drawer, '.drawing-ink-panel')
      const stage = await box(drawer, '.guess-stage')
      expect([panel.x >= stage.x, panel.y >= stage.y, panel.y + panel.height <= 390]).to.deep.equal([true, true, true])
    })

    it('has more than half of a window’s width, as the players stand there once', async () => {
      const { page } = drawer
      await page.setViewportSize({ width: 1280, height: 800 })
      const people = page.getByRole('complementary', { name: 'People' })
      expect(await people.isVisible()).to.equal(false)
      expect((await box(drawer, '.drawing-sheet')).width).to.be.at.least(640)
      await page.getByRole('link', { name: 'People, 2' }).tap()
      await people.getByText('user:2').waitFor()
      await people.getByRole('link', { name: 'Back to the room' }).tap()
      await people.waitFor({ state: 'hidden' })
    })
  })
})

async function box({ page }: Visitor, selector: string) {
  const found = await page.locator(selector).boundingBox()
  if (!found) throw new Error(`there is no ${selector}`)
  return found
}
