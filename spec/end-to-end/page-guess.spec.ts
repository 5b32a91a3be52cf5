import { expect } from 'chai'
import type { BrowserContextOptions, Locator } from 'playwright-core'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { barriers } from './support/barriers.ts'
import { startPageServer } from './support/page-server.ts'
import { eventually, everybodyLeaves, Visitor } from './support/visitor.ts'

/** Words that nothing else on the page is called. */
const WORDS = ['dromedary', 'ferris wheel', 'T-shirt']

const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

/** What the game has of the page, in the colours that it stands in. */
const GAME = { within: '.guess', asItIs: true }

describeInBrowser('the page: draw and guess', () => {
  let server: SocDrawServer
  let one: Visitor
  let two: Visitor
  let three: Visitor

  before(async () => {
    const options = { turn: 120, rounds: 1, words: WORDS, onlyOwnWords: true }
    server = await startPageServer({ rooms: [{ id: 'guess:1', name: 'Round', application: 'guess', options }] })
    const enter = (user: string, how?: BrowserContextOptions) =>
      Visitor.signedIn(`${server.url}/guess/guess:1`, user, how)
    one = await enter('user:1')
    await one.sees('Waiting for')
    two = await enter('user:2')
    await two.sees('One draws, the others guess')
    three = await enter('user:3', PHONE)
    await three.sees('3 players are here')
  })

  after(async () => {
    await everybodyLeaves(server)
  })

  it('shows the word to its drawer alone, until others have found it', async () => {
    await button(one, 'Start the game').click()
    await two.sees('user:1 is choosing a word')
    await one.page.locator('.guess-choice', { hasText: 'ferris wheel' }).click()
    await one.page.locator('.guess-word-whole', { hasText: 'ferris wheel' }).waitFor()
    await mask(two, '11 letters: blank, blank, blank, blank, blank, blank, space, blank,').waitFor()
    expect(await two.page.evaluate(everything), 'what the page of who guesses has').to.not.match(
      /ferris|dromedary|T-shirt/i,
    )
    await draw(one, () => eventually(() => inked(two, '.drawing-sheet', 0.3), 'the guessers see it begin'))
    await eventually(() => inked(three), 'on a phone too')
    expect(await two.focused.getAttribute('aria-label'), 'who guesses can type at once').to.equal('Your guess')
  })

  it('tells who is close, alone; and who has found it talks with who knows it', async () => {
    await guess(two, 'ferris weel')
    await two.sees('is close.')
    await guess(three, 'a bicycle')
    await two.sees('a bicycle')
    expect(await log(three).innerText()).to.not.contain('ferris')
    await guess(two, 'Ferris-Wheel')
    await two.sees('You have found the word.')
    await guess(two, 'how well you draw')
    await one.sees('how well you draw')
    await three.sees('user:2 has found the word.')
    expect(await log(three).innerText()).to.not.contain('how well')
    await two.page.locator('.guess-word-whole', { hasText: 'ferris wheel' }).waitFor()
  })

  it('has all of it on a phone, without a sideways scroll, and no serious barrier there or elsewhere', async () => {
    const fits = await three.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)
    expect(fits).to.equal(true)
    const [sheet, field] = [await box(three, '.drawing-sheet'), await box(three, '.guess-text')]
    expect([Math.round(sheet.width), Math.round((sheet.height / sheet.width) * 100)]).to.deep.equal([390, 75])
    expect(field.y + field.height).to.be.below(844)
    expect(await barriers(one, GAME)).to.deep.equal([])
    await three.page.emulateMedia({ colorScheme: 'dark' })
    expect(await barriers(three, GAME)).to.deep.equal([])
  })

  it('gives points and the answer, and the turn to the next', async () => {
    await guess(three, 'ferris wheel')
    const answer = two.page.getByRole('region', { name: 'The answer' })
    await answer.getByText('Everybody has found it!').waitFor()
    expect(await answer.innerText()).to.match(/ferris wheel[\s\S]*You\s+\+[234]\d\d/)
    await two.sees('Choose what you draw')
    await one.sees('user:2 is choosing a word')
  })

  it('puts out whom the others vote out, who watches from then on', async () => {
    await two.page.locator('.guess-choice').first().click()
    for (const voter of [one, two]) {
      await button(voter, /^Vote user:3 out/).click()
      await button(voter, 'Vote out').click()
    }
    await three.sees('You watch until the next game')
    await one.sees('user:3 was voted out.')
    expect(await three.page.locator('.guess-text').count()).to.equal(0)
  })

  it('ends with the results', async () => {
    const word = await two.page.locator('.guess-word-whole').innerText()
    await guess(one, word)
    await one.page.getByRole('table', { name: 'Results' }).waitFor()
    const rows = await one.page.getByRole('table', { name: 'Results' }).getByRole('row').allInnerTexts()
    expect(rows).to.have.length(4)
    expect(rows[1]).to.match(/^1\.\s[\s\S]*user:[12]/)
  })

  it('shows the past drawing again, as it was made', async () => {
    await button(one, 'ferris wheel by user:1').click()
    const slider = one.page.getByRole('slider', { name: 'How far the drawing is' })
    await eventually(async () => Number(await slider.inputValue()) > 0, 'the drawing is loaded')
    await eventually(() => inked(one, '.guess-replay-sheet'), 'it is shown as it ended')
    await slider.focus()
    await one.page.keyboard.press('Home')
    await eventually(async () => !(await inked(one, '.guess-replay-sheet', 0.7)), 'its end is not drawn yet')
    await button(one, 'Play').click()
    await eventually(() => inked(one, '.guess-replay-sheet', 0.7), 'it is played to its end')
    expect(await barriers(one, GAME)).to.deep.equal([])
    await one.page.keyboard.press('Escape')
  })

  it('is played again by all who are there', async () => {
    await button(three, 'Play again').click()
    await three.sees('0 points')
    await one.sees('Choose what you draw')
  })

  it('remembers that one wants to hear nothing', async () => {
    const mute = one.page.getByRole('button', { name: 'Mute sounds' })
    await mute.click()
    await one.page.reload()
    await eventually(async () => (await mute.getAttribute('aria-pressed')) === 'true', 'it is muted after a reload')
  })

  it('stands still, with its clock, while too few are there', async () => {
    await button(three, 'Leave').click()
    await two.sees('user:3 left.')
    await button(two, 'Leave').click()
    await one.sees('The time stands still.')
    const timer = one.page.getByRole('timer')
    const shown = await timer.getAttribute('aria-label')
    expect(shown).to.match(/seconds left, paused$/)
    await one.sees('Paused: it goes on when enough people are back.')
  })
})

function button({ page }: Visitor, name: string | RegExp): Locator {
  return page.getByRole('button', { name, exact: typeof name === 'string' })
}

function mask({ page }: Visitor, words: string): Locator {
  return page.getByRole('img', { name: words })
}

function log({ page }: Visitor): Locator {
  return page.getByRole('log', { name: 'Talk and guesses' })
}

async function guess({ page }: Visitor, text: string): Promise<void> {
  await page.locator('.guess-text').fill(text)
  await page.locator('.guess-text').press('Enter')
}

/** All that a page holds: what it shows, what it is labelled with, what it stores. */
function everything(): string {
  return [document.documentElement.outerHTML, JSON.stringify(localStorage), JSON.stringify(sessionStorage)].join('\n')
}

async function box({ page }: Visitor, selector: string) {
  const found = await page.locator(selector).boundingBox()
  if (!found) throw new Error(`there is no ${selector}`)
  return found
}

/** Draws a line through the middle of the sheet, and rests when half of it is drawn. */
async function draw(visitor: Visitor, rest: () => Promise<void>): Promise<void> {
  const { x, y, width, height } = await box(visitor, '.drawing-sheet')
  await visitor.page.mouse.move(x + width * 0.25, y + height / 2)
  await visitor.page.mouse.down()
  await visitor.page.mouse.move(x + width * 0.5, y + height / 2, { steps: 5 })
  await rest()
  await visitor.page.mouse.move(x + width * 0.75, y + height / 2, { steps: 5 })
  await visitor.page.mouse.up()
}

/** Whether there is ink at a place of that line, from its left end at 0.25 to its right one at 0.75 of the sheet. */
async function inked({ page }: Visitor, sheet = '.drawing-sheet', at = 0.5): Promise<boolean> {
  return page.evaluate(
    async ([selector, share]) => {
      // Two frames: what was told before is painted.
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame)
      const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
      for (const canvas of document.querySelectorAll<HTMLCanvasElement>(`${selector} canvas`)) {
        copy?.drawImage(canvas, canvas.width * share - 3, canvas.height / 2 - 3, 6, 6, 0, 0, 6, 6)
      }
      return copy?.getImageData(0, 0, 6, 6).data.some((value, index) => index % 4 === 3 && value > 0) ?? false
    },
    [sheet, at] as const,
  )
}
