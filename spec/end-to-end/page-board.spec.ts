import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { barriers } from './support/barriers.ts'
import { BOARDS } from './support/board-visit.ts'
import { startPageServer } from './support/page-server.ts'
import { eventually, everybodyLeaves, nobodyComplains, Visitor } from './support/visitor.ts'

describeInBrowser('the page: drawing', () => {
  const unused = [...BOARDS]
  let server: SocDrawServer
  let one: Visitor
  let two: Visitor
  let board: string

  before(async () => {
    server = await startPageServer({ rooms: BOARDS })
    one = await Visitor.signedIn(server.url, 'user:1')
    two = await Visitor.signedIn(server.url, 'user:2')
  })

  beforeEach(async () => {
    board = unused.shift()?.name ?? expect.fail('there are too few boards')
    for (const visitor of [one, two]) {
      await visitor.goTo(board)
      await visitor.sees('Nothing here yet')
    }
  })

  afterEach(async () => {
    for (const visitor of [one, two]) await visitor.leave()
    nobodyComplains()
  })

  after(() => everybodyLeaves(server))

  it('shows one’s ink at once without a connection, and to the others when that is back', async () => {
    await one.page.context().setOffline(true)
    await one.sees('Connection lost.')
    await draw(one, 200)
    expect(await inked(one, 200)).to.equal(true)
    await one.page.context().setOffline(false)
    await eventually(() => inked(two, 200), 'the ink is on the other page')
    await two.sees('1 of 10,000 strokes')
    await two.page.locator('.board-cursor', { hasText: 'user:1' }).waitFor()
  })

  it('undoes and does again what one drew oneself, and never what others did', async () => {
    await draw(one, 200)
    await two.sees('1 of 10,000 strokes')
    await draw(two, 300)
    await one.sees('2 of 10,000 strokes')
    await one.page.keyboard.press('Control+z')
    await eventually(async () => !(await inked(two, 200)), 'the line is gone')
    expect(await inked(two, 300)).to.equal(true)
    expect(await button(one, 'Undo').getAttribute('aria-disabled')).to.equal('true')
    await one.page.keyboard.press('Shift+Control+z')
    await eventually(() => inked(two, 200), 'the line is there again')
  })

  it('erases, writes, and spans shapes, each shown to the others', async () => {
    await draw(one, 200)
    await button(one, 'Rectangle').click()
    await draw(one, 320)
    await two.sees('2 of 10,000 strokes')
    await button(two, 'Eraser').click()
    await draw(two, 200)
    await one.sees('1 of 10,000 strokes')
    expect(await inked(one, 200)).to.equal(false)
    await button(two, 'Text').click()
    const { x, y } = await sheet(two)
    await two.page.mouse.click(x + 150, y + 250)
    await two.page.getByRole('textbox', { name: 'Text on the board' }).fill('words')
    await two.page.keyboard.press('Enter')
    await one.sees('2 of 10,000 strokes')
  })

  it('fills the area around a place as one stroke, the same for everybody', async () => {
    await button(one, 'Rectangle').click()
    await drag(one, { x: 100, y: 300 }, { x: 300, y: 200 })
    await two.sees('1 of 10,000 strokes')
    await one.page.keyboard.press('f')
    await button(one, 'Red').click()
    for (const name of ['Fill an area', 'Red']) {
      await one.page.getByRole('button', { name, exact: true, pressed: true }).waitFor()
    }
    const { x, y } = await sheet(one)
    await one.page.mouse.click(x + 200, y + 250)
    await two.sees('2 of 10,000 strokes')
    const [inside, outside] = [
      { x: 250, y: 230 },
      { x: 350, y: 250 },
    ]
    await eventually(async () => (await colourAt(two, inside)) === '217,45,58,255', 'it is red inside')
    expect(await colourAt(one, inside)).to.equal('217,45,58,255')
    expect(await colourAt(two, outside)).to.equal('0,0,0,0')
    expect((await save(one, 'SVG')).toString()).to.match(/<path d="M[^"]+Z" fill="#d92d3a" fill-rule="evenodd"\/>/)
    await one.page.keyboard.press('Control+z')
    await eventually(async () => (await colourAt(two, inside)) === '0,0,0,0', 'the whole of it is gone')
    await two.sees('1 of 10,000 strokes')
  })

  it('shows in the list what is on it, in words and as a small picture', async () => {
    const link = two.roomLink(board)
    await link.getByText('Nothing drawn yet').waitFor()
    expect(await link.locator('canvas').count()).to.equal(0)
    await draw(one, 200)
    await link.getByText('1 stroke by 1 person', { exact: true }).waitFor()
    const inked = () =>
      link.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
        const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })
        copy?.drawImage(canvas, 0, 0)
        const { data } = copy?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] }
        return data.filter((value, at) => at % 4 === 3 && value === 255).length
      })
    // The list may have been told of it while the line was still being drawn.
    await eventually(async () => (await inked()) >= 10, 'the whole line is in the picture')
    expect(await inked()).to.be.at.most(60)
    expect(
      await two
        .roomLink(unused[0]?.name ?? '')
        .locator('canvas')
        .count(),
    ).to.equal(0)
  })

  it('can be drawn on with the keyboard alone', async () => {
    await one.page.getByRole('application', { name: 'Board' }).focus()
    await one.page.keyboard.press('4')
    await one.page.keyboard.press('Enter')
    for (let step = 0; step < 6; step += 1) await one.page.keyboard.press('ArrowRight')
    await one.page.keyboard.press('Enter')
    await two.sees('1 of 10,000 strokes')
    expect(await button(one, 'Width 4').getAttribute('aria-pressed')).to.equal('true')
  })

  it('is saved as a picture of what is on it, and cleared after one has confirmed it', async () => {
    await draw(one, 200)
    await two.sees('1 of 10,000 strokes')
    const svg = await save(one, 'SVG')
    expect(svg.toString()).to.match(/^<svg [\s\S]*<path d="M[^"]{100,}" fill="#1d2129"\/>[\s\S]*<\/svg>$/)
    const png = await save(one, 'PNG')
    expect([png.subarray(1, 4).toString(), png.length > 1000]).to.deep.equal(['PNG', true])
    expect(await button(two, 'Clear').count(), 'the other has not been here longest').to.equal(0)
    await button(one, 'Clear').click()
    await button(one, 'Keep it').click()
    expect(await inked(one, 200)).to.equal(true)
    await button(one, 'Clear').click()
    await button(one, 'Clear for everybody').click()
    await two.sees('Nothing here yet')
    await eventually(async () => !(await inked(two, 200)), 'the board is white again')
  })

  it('keeps the ink where it was while one zooms and moves the view', async () => {
    await draw(one, 200)
    await two.sees('1 of 10,000 strokes')
    await button(one, 'Move the view').click()
    const { x, y } = await sheet(one)
    await one.page.mouse.move(x + 100, y + 300)
    await one.page.mouse.down()
    await one.page.mouse.move(x + 100, y + 420, { steps: 4 })
    await one.page.mouse.up()
    await eventually(async () => (await inked(one, 320)) && !(await inked(one, 200)), 'the line moved with the view')
    await one.page.mouse.wheel(0, 240)
    await one.sees(/^\d\d %$/)
    expect(await inked(two, 200), 'others look from where they like').to.equal(true)
  })

  it('has no serious barrier, light and dark', async () => {
    await draw(one, 200)
    expect(await barriers(one)).to.deep.equal([])
  })
})

function button({ page }: Visitor, name: string) {
  return page.locator('.board').getByRole('button', { name, exact: true })
}

async function sheet({ page }: Visitor): Promise<{ x: number; y: number }> {
  const box = await page.locator('.drawing-sheet').boundingBox()
  if (!box) throw new Error('there is no board')
  return box
}

/** Draws a line from left to right, so many pixels from the board's top, rising by 20. */
function draw(visitor: Visitor, top: number): Promise<void> {
  return drag(visitor, { x: 100, y: top }, { x: 300, y: top - 20 })
}

/** Drags the mouse from one place of the sheet to another. */
async function drag(visitor: Visitor, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  const { x, y } = await sheet(visitor)
  await visitor.page.mouse.move(x + from.x, y + from.y)
  await visitor.page.mouse.down()
  await visitor.page.mouse.move(x + to.x, y + to.y, { steps: 10 })
  await visitor.page.mouse.up()
}

/** The red, green, blue and opacity that are painted at a place of the sheet. */
async function colourAt({ page }: Visitor, at: { x: number; y: number }): Promise<string> {
  return page.evaluate(async ({ x, y }) => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame)
    const copy = document.createElement('canvas')
    const context = copy.getContext('2d', { willReadFrequently: true })
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>('.easel canvas')) {
      context?.drawImage(canvas, x, y, 1, 1, 0, 0, 1, 1)
    }
    return String(context?.getImageData(0, 0, 1, 1).data)
  }, at)
}

/** Whether there is ink where `draw` draws. */
async function inked({ page }: Visitor, top: number): Promise<boolean> {
  // Two frames: what was told before is painted.
  return page.evaluate(async (at) => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame)
    const copy = document.createElement('canvas')
    const [width, height] = [(copy.width = 200), (copy.height = 30)]
    const context = copy.getContext('2d', { willReadFrequently: true })
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>('.easel canvas')) {
      context?.drawImage(canvas, 100, at - 25, width, height, 0, 0, width, height)
    }
    return context?.getImageData(0, 0, width, height).data.some((value, index) => index % 4 === 3 && value > 0) ?? false
  }, top)
}

async function save(visitor: Visitor, kind: 'PNG' | 'SVG'): Promise<Buffer> {
  const coming = visitor.page.waitForEvent('download')
  await button(visitor, `Save as ${kind}`).click()
  return readFile(await (await coming).path())
}
