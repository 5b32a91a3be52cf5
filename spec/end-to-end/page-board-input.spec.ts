import { expect } from 'chai'
import type { FreeStroke } from '../../server/applications/drawing/stroke.ts'
import { describeInBrowser } from '../support/browser.ts'
import { BoardVisit, type Place } from './support/board-visit.ts'
import { eventually, nobodyComplains, Visitor } from './support/visitor.ts'

describeInBrowser('the page: hands on the board', () => {
  let visit: BoardVisit

  before(async () => {
    visit = await BoardVisit.begin()
  })

  beforeEach(() => visit.toNewBoard())

  afterEach(nobodyComplains)

  after(() => visit.end())

  it('draws with a pen as hard as it presses, and fingers then only move the view', async () => {
    await visit.pen(
      ['mousePressed', { x: 500, y: 300 }, { force: 0.2 }],
      ['mouseMoved', { x: 560, y: 320 }, { force: 0.9 }],
    )
    await visit.pen(['mouseReleased', { x: 560, y: 320 }, { force: 0 }])
    const [stroke] = await visit.strokes(1, (all) => all.some(({ points }) => points.length > 3))
    const points = (stroke as FreeStroke).points
    expect([(stroke as FreeStroke).pressure, points[2], points.at(-1)]).to.deep.equal([true, 20, 90])
    await visit.touch('touchStart', { x: 500, y: 400 })
    await visit.touch('touchMove', { x: 500, y: 460 })
    await visit.touch('touchEnd')
    const before = points.slice(0, 2)
    await visit.pen(
      ['mousePressed', { x: 500, y: 360 }, { force: 0.5 }],
      ['mouseReleased', { x: 500, y: 360 }, { force: 0 }],
    )
    const [, dot] = await visit.strokes(2)
    expect(dot?.points.slice(0, 2), 'what was at 300 pixels is at 360 now').to.deep.equal(before)
  })

  it('takes a resting hand for no finger while the pen is down', async () => {
    await visit.touch('touchStart', { x: 700, y: 500 })
    await visit.pen(
      ['mousePressed', { x: 500, y: 300 }, { force: 0.5 }],
      ['mouseMoved', { x: 540, y: 300 }, { force: 0.5 }],
    )
    await visit.touch('touchMove', { x: 720, y: 540 })
    await visit.pen(
      ['mouseMoved', { x: 580, y: 300 }, { force: 0.5 }],
      ['mouseReleased', { x: 580, y: 300 }, { force: 0 }],
    )
    await visit.touch('touchEnd')
    const drawn = await visit.strokes(1, (all) => all.some(({ points }) => points.length >= 9))
    const { points } = drawn.find(({ points }) => points.length >= 9) ?? { points: [] }
    expect([points[3], points[4], points[6], points[7]], 'one straight line').to.deep.equal([80, 0, 80, 0])
  })

  it('erases with the button at a pen’s side, whatever tool was chosen', async () => {
    await visit.pen(
      ['mousePressed', { x: 500, y: 300 }, { force: 0.5 }],
      ['mouseMoved', { x: 560, y: 300 }, { force: 0.5 }],
    )
    await visit.pen(['mouseReleased', { x: 560, y: 300 }, { force: 0 }])
    await visit.strokes(1)
    await visit.pen(['mousePressed', { x: 530, y: 280 }, { force: 0.5, button: 'right' }])
    await visit.pen(['mouseMoved', { x: 530, y: 320 }, { force: 0.5, button: 'right' }])
    await visit.pen(['mouseReleased', { x: 530, y: 320 }, { force: 0, button: 'right' }])
    await visit.strokes(0)
    expect(
      await visit.one.page.getByRole('button', { name: 'Pen', exact: true }).getAttribute('aria-pressed'),
    ).to.equal('true')
  })

  it('draws with one finger, and zooms and moves with two without leaving ink', async () => {
    await visit.touch('touchStart', { x: 500, y: 300 })
    await visit.touch('touchMove', { x: 560, y: 300 })
    await visit.touch('touchEnd')
    await visit.strokes(1)
    await visit.touch('touchStart', { x: 500, y: 400 })
    await visit.touch('touchStart', { x: 500, y: 400 }, { x: 600, y: 400 })
    for (const apart of [20, 40, 60])
      await visit.touch('touchMove', { x: 500 - apart, y: 400 }, { x: 600 + apart, y: 400 })
    await visit.touch('touchEnd')
    await visit.one.sees(/^2[12]\d %$/)
    await visit.strokes(1)
    await visit.one.sees('1 of 10,000 strokes')
  })

  it('shows the others’ pens by name where they are, carried along, but for who wants no motion', async () => {
    visit.board.present({ x: 800, y: 600 })
    const cursor = visit.one.page.locator('.board-cursor', { hasText: 'user:2' })
    await cursor.waitFor()
    await visit.one.page.reload()
    await cursor.waitFor()
    const style = () => cursor.evaluate((element) => getComputedStyle(element).transitionDuration)
    await visit.one.page.emulateMedia({ reducedMotion: 'no-preference' })
    expect(await style()).to.equal('0.1s')
    await visit.one.page.emulateMedia({ reducedMotion: 'reduce' })
    expect(await style()).to.equal('0s')
    const { x, y } = await visit.sheet()
    const place = async () => {
      const box = await cursor.boundingBox()
      return box && [Math.round(box.x - x), Math.round(box.y - y)]
    }
    expect(await place()).to.deep.equal([400, 300])
    visit.board.present({ x: 900, y: 500 })
    await eventually(async () => String(await place()) === '450,250', 'it moved')
    await visit.one.page.getByRole('button', { name: 'Zoom out' }).click()
    expect(await place(), 'about the middle of what is seen').to.not.deep.equal([450, 250])
    visit.lobby.close()
    await cursor.waitFor({ state: 'detached' })
  })

  it('paints a line that paused and went on in its place below what came meanwhile, and takes all of it away', async () => {
    const [crossing, end] = [
      { x: 150, y: 300 },
      { x: 300, y: 300 },
    ]
    await visit.board.act.begin({ id: 'Aaaaaa', colour: 8, width: 4, at: [200, 600] })
    await visit.board.act.extend({ id: 'Aaaaaa', points: [100, 0, 100, 0] })
    await eventually(async () => (await painted(crossing)) === '39,103,216,255', 'it has settled')
    await visit.board.act.place({ tool: 'line', id: 'Baaaaa', colour: 3, width: 4, points: [300, 400, 300, 800] })
    await eventually(async () => (await painted(crossing)) === '217,45,58,255', 'another one lies above it')
    await visit.board.act.extend({ id: 'Aaaaaa', points: [100, 0, 100, 0, 100, 0] })
    await eventually(async () => (await painted(end)) === '39,103,216,255', 'it has settled again')
    expect(await painted(crossing)).to.equal('217,45,58,255')
    await visit.board.act.undo({})
    await visit.board.act.undo({})
    await eventually(async () => (await painted(end)) === '0,0,0,0', 'it is gone')
    expect(await painted(crossing)).to.equal('0,0,0,0')
  })

  it('lets who only watches look around, and not draw', async () => {
    const watcher = await Visitor.signedIn(visit.server.url, 'user:3')
    await watcher.page.getByRole('button', { name: `Watch ${visit.name}` }).click()
    await watcher.sees('You are watching')
    await visit.board.act.begin({ id: 'Aaaaaa', colour: 0, width: 4, at: [600, 600] })
    await watcher.sees('1 of 10,000 strokes')
    await watcher.page.mouse.move(700, 400)
    await watcher.page.mouse.down()
    await watcher.page.mouse.move(760, 440, { steps: 4 })
    await watcher.page.mouse.up()
    await watcher.page.mouse.wheel(0, 200)
    await watcher.sees(/^7\d %$/)
    await watcher.page.keyboard.press('Control+z')
    expect(await watcher.page.getByRole('toolbar').count()).to.equal(0)
    await visit.board.act.begin({ id: 'Baaaaa', colour: 0, width: 4, at: [600, 600] })
    expect((await visit.strokes(2)).map(({ author }) => author)).to.deep.equal(['user:2', 'user:2'])
  })

  /** The red, green, blue and opacity of what is painted for good at a place of the sheet. */
  function painted({ x, y }: Place): Promise<string> {
    return visit.one.page.evaluate(
      async ([left, top]) => {
        await new Promise(requestAnimationFrame)
        const canvas = document.querySelector<HTMLCanvasElement>('.easel div canvas')
        const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
        if (canvas) copy?.drawImage(canvas, left, top, 1, 1, 0, 0, 1, 1)
        return String(copy?.getImageData(0, 0, 1, 1).data)
      },
      [x, y] as const,
    )
  }
})
