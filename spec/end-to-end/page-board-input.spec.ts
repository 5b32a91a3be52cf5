import { expect } from 'chai'
import type { CDPSession } from 'playwright-core'
import type { FreeStroke, Stroke } from '../../server/applications/drawing/stroke.ts'
import type { drawingBoard } from '../../server/applications/drawing-board.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import { DEMO_PASSWORD } from '../../server/shipped/demo.ts'
import { until } from '../../server/testing/bots.ts'
import type { Lobby, Room } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import { describeInBrowser } from '../support/browser.ts'
import { startPageServer } from './support/page-server.ts'
import { eventually, everybodyLeaves, Visitor } from './support/visitor.ts'

interface Place {
  readonly x: number
  readonly y: number
}

/** What a pen does, as the browser gets it from the system: `force` is its pressure. */
type PenEvent = readonly [
  'mousePressed' | 'mouseMoved' | 'mouseReleased',
  Place,
  { force: number; button?: 'left' | 'right' },
]

describeInBrowser('the page: hands on the board', () => {
  let server: SocDrawServer
  let one: Visitor
  let input: CDPSession
  let lobby: Lobby<typeof drawingBoard>
  /** The board as somebody else has it. */
  let board: Room<typeof drawingBoard>

  beforeEach(async () => {
    server = await startPageServer()
    one = await Visitor.signedIn(`${server.url}/board/board:1`, 'user:1', { hasTouch: true })
    await one.sees('Nothing here yet')
    input = await one.page.context().newCDPSession(one.page)
    lobby = await connect(server.url, 'board', {
      token: await tokenOf(server.url, 'user:2'),
      socket: { forceNew: true },
    })
    board = await lobby.enter('board:1')
  })

  afterEach(async () => {
    lobby.close()
    await everybodyLeaves(server)
  })

  it('draws with a pen as hard as it presses, and fingers then only move the view', async () => {
    await pen(['mousePressed', { x: 500, y: 300 }, { force: 0.2 }], ['mouseMoved', { x: 560, y: 320 }, { force: 0.9 }])
    await pen(['mouseReleased', { x: 560, y: 320 }, { force: 0 }])
    const [stroke] = await strokes(1, (all) => all.some(({ points }) => points.length > 3))
    const points = (stroke as FreeStroke).points
    expect([(stroke as FreeStroke).pressure, points[2], points.at(-1)]).to.deep.equal([true, 20, 90])
    await touch('touchStart', { x: 500, y: 400 })
    await touch('touchMove', { x: 500, y: 460 })
    await touch('touchEnd')
    const before = points.slice(0, 2)
    await pen(['mousePressed', { x: 500, y: 360 }, { force: 0.5 }], ['mouseReleased', { x: 500, y: 360 }, { force: 0 }])
    const [, dot] = await strokes(2)
    expect(dot?.points.slice(0, 2), 'what was at 300 pixels is at 360 now').to.deep.equal(before)
  })

  it('takes a resting hand for no finger while the pen is down', async () => {
    await touch('touchStart', { x: 700, y: 500 })
    await pen(['mousePressed', { x: 500, y: 300 }, { force: 0.5 }], ['mouseMoved', { x: 540, y: 300 }, { force: 0.5 }])
    await touch('touchMove', { x: 720, y: 540 })
    await pen(['mouseMoved', { x: 580, y: 300 }, { force: 0.5 }], ['mouseReleased', { x: 580, y: 300 }, { force: 0 }])
    await touch('touchEnd')
    const drawn = await strokes(1, (all) => all.some(({ points }) => points.length >= 9))
    const { points } = drawn.find(({ points }) => points.length >= 9) ?? { points: [] }
    expect([points[3], points[4], points[6], points[7]], 'one straight line').to.deep.equal([80, 0, 80, 0])
  })

  it('erases with the button at a pen’s side, whatever tool was chosen', async () => {
    await pen(['mousePressed', { x: 500, y: 300 }, { force: 0.5 }], ['mouseMoved', { x: 560, y: 300 }, { force: 0.5 }])
    await pen(['mouseReleased', { x: 560, y: 300 }, { force: 0 }])
    await strokes(1)
    await pen(['mousePressed', { x: 530, y: 280 }, { force: 0.5, button: 'right' }])
    await pen(['mouseMoved', { x: 530, y: 320 }, { force: 0.5, button: 'right' }])
    await pen(['mouseReleased', { x: 530, y: 320 }, { force: 0, button: 'right' }])
    await strokes(0)
    expect(await one.page.getByRole('button', { name: 'Pen', exact: true }).getAttribute('aria-pressed')).to.equal(
      'true',
    )
  })

  it('draws with one finger, and zooms and moves with two without leaving ink', async () => {
    await touch('touchStart', { x: 500, y: 300 })
    await touch('touchMove', { x: 560, y: 300 })
    await touch('touchEnd')
    await strokes(1)
    await touch('touchStart', { x: 500, y: 400 })
    await touch('touchStart', { x: 500, y: 400 }, { x: 600, y: 400 })
    for (const apart of [20, 40, 60]) await touch('touchMove', { x: 500 - apart, y: 400 }, { x: 600 + apart, y: 400 })
    await touch('touchEnd')
    await one.sees(/^2[12]\d %$/)
    await strokes(1)
    await one.sees('1 of 10,000 strokes')
  })

  it('shows the others’ pens by name where they are, carried along, but for who wants no motion', async () => {
    board.present({ x: 800, y: 600 })
    const cursor = one.page.locator('.board-cursor', { hasText: 'user:2' })
    await cursor.waitFor()
    await one.page.reload()
    await cursor.waitFor()
    const style = () => cursor.evaluate((element) => getComputedStyle(element).transitionDuration)
    expect(await style()).to.equal('0.1s')
    await one.page.emulateMedia({ reducedMotion: 'reduce' })
    expect(await style()).to.equal('0s')
    const { x, y } = await sheet()
    const place = async () => {
      const box = await cursor.boundingBox()
      return box && [Math.round(box.x - x), Math.round(box.y - y)]
    }
    expect(await place()).to.deep.equal([400, 300])
    board.present({ x: 900, y: 500 })
    await eventually(async () => String(await place()) === '450,250', 'it moved')
    await one.page.getByRole('button', { name: 'Zoom out' }).click()
    expect(await place(), 'about the middle of what is seen').to.not.deep.equal([450, 250])
    lobby.close()
    await cursor.waitFor({ state: 'detached' })
  })

  it('paints a line that paused and went on in its place below what came meanwhile, and takes all of it away', async () => {
    const [crossing, end] = [
      { x: 150, y: 300 },
      { x: 300, y: 300 },
    ]
    await board.act.begin({ id: 'Aaaaaa', colour: 8, width: 4, at: [200, 600] })
    await board.act.extend({ id: 'Aaaaaa', points: [100, 0, 100, 0] })
    await eventually(async () => (await painted(crossing)) === '39,103,216,255', 'it has settled')
    await board.act.place({ tool: 'line', id: 'Baaaaa', colour: 3, width: 4, points: [300, 400, 300, 800] })
    await eventually(async () => (await painted(crossing)) === '217,45,58,255', 'another one lies above it')
    await board.act.extend({ id: 'Aaaaaa', points: [100, 0, 100, 0, 100, 0] })
    await eventually(async () => (await painted(end)) === '39,103,216,255', 'it has settled again')
    expect(await painted(crossing)).to.equal('217,45,58,255')
    await board.act.undo({})
    await board.act.undo({})
    await eventually(async () => (await painted(end)) === '0,0,0,0', 'it is gone')
    expect(await painted(crossing)).to.equal('0,0,0,0')
  })

  it('lets who only watches look around, and not draw', async () => {
    const watcher = await Visitor.signedIn(server.url, 'user:3')
    await watcher.page.getByRole('button', { name: 'Watch First Board' }).click()
    await watcher.sees('You are watching')
    await board.act.begin({ id: 'Aaaaaa', colour: 0, width: 4, at: [600, 600] })
    await watcher.sees('1 of 10,000 strokes')
    await watcher.page.mouse.move(700, 400)
    await watcher.page.mouse.down()
    await watcher.page.mouse.move(760, 440, { steps: 4 })
    await watcher.page.mouse.up()
    await watcher.page.mouse.wheel(0, 200)
    await watcher.sees(/^7\d %$/)
    await watcher.page.keyboard.press('Control+z')
    expect(await watcher.page.getByRole('toolbar').count()).to.equal(0)
    await board.act.begin({ id: 'Baaaaa', colour: 0, width: 4, at: [600, 600] })
    expect((await strokes(2)).map(({ author }) => author)).to.deep.equal(['user:2', 'user:2'])
  })

  /** Everything on the board, the lowest first, once it is so many strokes that `suits` takes. */
  async function strokes(count: number, suits: (all: readonly Stroke[]) => boolean = () => true): Promise<Stroke[]> {
    let all: Stroke[] = []
    const there = (): boolean => {
      const groups = Object.values(board.state?.ink ?? {})
      all = groups.flatMap((group) => Object.values(group)).filter(({ gone }) => gone === undefined)
      return all.length === count && suits(all)
    }
    await until(board, there, `there are ${count} strokes`, 20_000)
    return all.sort((before, after) => before.order - after.order)
  }

  /** The red, green, blue and opacity of what is painted for good at a place of the sheet. */
  function painted({ x, y }: Place): Promise<string> {
    return one.page.evaluate(
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

  async function pen(...events: readonly PenEvent[]): Promise<void> {
    const { x, y } = await sheet()
    for (const [type, at, { force, button = 'left' }] of events) {
      const buttons = type === 'mouseReleased' ? 0 : button === 'left' ? 1 : 2
      const place = { x: x + at.x, y: y + at.y }
      await input.send('Input.dispatchMouseEvent', {
        type,
        ...place,
        button,
        buttons,
        force,
        pointerType: 'pen',
        clickCount: 1,
      })
    }
  }

  async function touch(type: 'touchStart' | 'touchMove' | 'touchEnd', ...at: readonly Place[]): Promise<void> {
    const { x, y } = await sheet()
    const touchPoints = at.map((place, id) => ({ x: x + place.x, y: y + place.y, id }))
    await input.send('Input.dispatchTouchEvent', { type, touchPoints })
  }

  async function sheet(): Promise<Place> {
    const box = await one.page.locator('.drawing-sheet').boundingBox()
    if (!box) throw new Error('there is no board')
    return box
  }
})

async function tokenOf(url: string, username: string): Promise<string> {
  const response = await fetch(`${url}/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: DEMO_PASSWORD }),
  })
  const { token } = (await response.json()) as { token: string }
  return token
}
