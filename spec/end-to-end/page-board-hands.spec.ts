import { expect } from 'chai'
import { describeInBrowser } from '../support/browser.ts'
import { BoardVisit } from './support/board-visit.ts'
import { eventually } from './support/visitor.ts'

describeInBrowser('the page: what a board makes of hands and keys', () => {
  let visit: BoardVisit

  before(async () => {
    visit = await BoardVisit.begin({})
    await visit.toNewBoard()
  })

  beforeEach(async () => {
    const ids = Object.values(visit.board.state?.ink ?? {}).flatMap((group) => Object.keys(group))
    if (ids.length > 0) await visit.board.act.erase({ ids })
    await take('Pen')
  })

  after(() => visit.end())

  it('ends a line where it was when its release went elsewhere', async () => {
    const { page } = visit.one
    await visit.mouse({ x: 300, y: 100 })
    await page.mouse.down()
    await visit.mouse({ x: 340, y: 100 })
    const dialog = page.waitForEvent('dialog')
    await page.evaluate(() => void setTimeout(() => alert('the release goes here'), 0))
    const shown = await dialog
    await page.mouse.up()
    await shown.accept()
    await visit.mouse({ x: 400, y: 300 }, { x: 500, y: 300 })
    const [line] = await visit.strokes(1)
    expect(line?.points.slice(2)).to.deep.equal([80, 0])
  })

  it('draws with the left button as long as that is pressed, whatever the right one does', async () => {
    const { page } = visit.one
    await visit.mouse({ x: 300, y: 100 })
    await page.mouse.down()
    await visit.mouse({ x: 340, y: 100 })
    await page.mouse.down({ button: 'right' })
    await visit.mouse({ x: 360, y: 100 })
    await page.mouse.up()
    await visit.mouse({ x: 600, y: 300 })
    await page.mouse.down()
    await visit.mouse({ x: 640, y: 300 })
    await page.mouse.up()
    await visit.mouse({ x: 640, y: 400 })
    await page.mouse.up({ button: 'right' })
    const lines = await visit.strokes(2, (all) => all.every(({ points }) => points.length > 2))
    expect(lines.map(({ points }) => points.slice(2))).to.deep.equal([
      [80, 0, 40, 0],
      [80, 0],
    ])
  })

  it('ends what goes on when the window goes into the background', async () => {
    const { page } = visit.one
    await visit.mouse({ x: 300, y: 100 })
    await page.mouse.down()
    await visit.mouse({ x: 340, y: 100 })
    await page.evaluate(() => window.dispatchEvent(new Event('blur')))
    await visit.mouse({ x: 600, y: 300 })
    await page.mouse.up()
    const [line] = await visit.strokes(1, ([first]) => first?.points.length === 4)
    expect(line?.points.slice(2)).to.deep.equal([80, 0])
  })

  it('draws again once space is lifted, wherever that is', async () => {
    const { page } = visit.one
    const lifted = [
      async () => {
        await page.getByRole('button', { name: 'Pen', exact: true }).click()
        await page.keyboard.up(' ')
      },
      async () => {
        await page.evaluate(() => window.dispatchEvent(new Event('blur')))
        await page.keyboard.up(' ')
      },
    ]
    for (const [at, lift] of lifted.entries()) {
      await page.locator('.drawing-sheet').focus()
      await page.keyboard.down(' ')
      await drag(150)
      await lift()
      await drag(200 + 50 * at)
      await visit.strokes(at + 1)
    }
  })

  it('leaves a line to the device that draws it', async () => {
    const { page } = visit.one
    await visit.mouse({ x: 300, y: 200 })
    await page.mouse.down()
    await visit.mouse({ x: 340, y: 200 })
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key)
    await visit.mouse({ x: 380, y: 200 })
    await page.mouse.up()
    const [line] = await visit.strokes(1, ([first]) => first?.points.length === 6)
    expect(line?.points.slice(2)).to.deep.equal([80, 0, 80, 0])
    await page.keyboard.down('Enter')
    for (let repeat = 0; repeat < 3; repeat += 1) await page.keyboard.down('Enter')
    await page.keyboard.up('Enter')
    await page.keyboard.press('ArrowRight')
    const all = await visit.strokes(2, ([, last]) => (last?.points.length ?? 0) > 2)
    expect(all[1]?.points.slice(2), 'Enter that is held puts the pen down once').to.deep.equal([24, 0])
    await page.keyboard.press('Enter')
  })

  it('zooms by a step for a notch of the wheel, and as far as fingers go on a touchpad, around the pointer', async () => {
    const { page } = visit.one
    await visit.mouse({ x: 300, y: 200 })
    const percent = async () => Number.parseInt((await page.locator('.board-percent').innerText()) || '0', 10)
    const turned = async (...turns: readonly (readonly [deltaY: number, ctrlKey: boolean])[]): Promise<number> => {
      await page.locator('.board-percent').click()
      await eventually(async () => (await percent()) === 100, 'it is shown as it is')
      for (const [deltaY, ctrlKey] of turns) {
        await page.locator('.drawing-sheet').evaluate(
          (sheet, turn) => {
            const { left, top } = sheet.getBoundingClientRect()
            const where = { clientX: left + 300, clientY: top + 200, bubbles: true, cancelable: true }
            sheet.dispatchEvent(new WheelEvent('wheel', { ...where, ...turn }))
          },
          { deltaY, ctrlKey },
        )
      }
      return percent()
    }
    for (const ctrlKey of [false, true]) {
      expect(await turned([-120, ctrlKey])).to.be.within(110, 126)
      expect(await turned([100, ctrlKey])).to.be.within(79, 91)
    }
    const pinch = Array.from({ length: 30 }, () => [-100 * (Math.log(2) / 30), true] as const)
    expect(await turned(...pinch), 'fingers twice as far apart').to.be.within(199, 201)
  })

  it('has its keys on keyboards of other scripts, and on Latin ones where their letters are', async () => {
    const pressed = (tool: string) =>
      visit.one.page.getByRole('button', { name: tool, exact: true }).getAttribute('aria-pressed')
    await key('у', 'KeyE')
    expect(await pressed('Eraser'), 'Cyrillic').to.equal('true')
    await key('ر', 'KeyV')
    await key('ح', 'KeyP')
    expect(await pressed('Pen'), 'Arabic').to.equal('true')
    await key('.', 'KeyE')
    expect(await pressed('Pen'), 'Dvorak has a full stop there').to.equal('true')
    await key('e', 'KeyD')
    expect(await pressed('Eraser'), 'Dvorak').to.equal('true')
    await key('"', 'Digit3')
    expect(await pressed('Width 3'), 'AZERTY').to.equal('true')
    await key('p', 'KeyR')
    await drag(200)
    await visit.strokes(1)
    await key('ז', 'KeyZ', { ctrlKey: true })
    await visit.strokes(0)
    await key('Я', 'KeyZ', { ctrlKey: true, shiftKey: true })
    await visit.strokes(1)
    await key('z', 'KeyW', { ctrlKey: true })
    await visit.strokes(0)
    await key('2', 'Digit2')
  })

  it('leaves the keys of an input method to it, and has its own again when a text is written', async () => {
    const { page } = visit.one
    const field = page.getByRole('textbox', { name: 'Text on the board' })
    const write = async (): Promise<void> => {
      await take('Text')
      const { x, y } = await visit.sheet()
      await page.mouse.click(x + 300, y + 150)
      await field.waitFor()
    }
    await write()
    await page.keyboard.type('half')
    // Safari sends the key that chose a word after the end of its composition: at once, or a moment later.
    await field.evaluate((element) => {
      for (const key of ['Escape', 'Enter']) {
        const init = { key, bubbles: true, cancelable: true }
        element.dispatchEvent(new KeyboardEvent('keydown', { ...init, isComposing: true }))
        element.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))
        element.dispatchEvent(new KeyboardEvent('keydown', init))
        element.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))
        element.dispatchEvent(new KeyboardEvent('keydown', init))
      }
    })
    await field.evaluate((element) =>
      element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true })),
    )
    expect(await field.inputValue()).to.equal('half')
    await page.keyboard.press('Enter')
    await visit.strokes(1)
    await page.keyboard.press('Control+z')
    await visit.strokes(0)
    await write()
    await page.keyboard.type('nothing')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Shift+Control+Z')
    await visit.strokes(1)
  })

  it('keeps its keys whatever beside the sheet is clicked', async () => {
    await drag(200)
    await visit.strokes(1)
    await visit.one.page.locator('.board-meter').click()
    await visit.one.page.keyboard.press('Control+z')
    await visit.strokes(0)
  })

  function take(tool: string): Promise<void> {
    return visit.one.page.getByRole('button', { name: tool, exact: true }).click()
  }

  /** Draws a line from left to right, so many pixels from the sheet's top. */
  async function drag(top: number): Promise<void> {
    await visit.mouse({ x: 300, y: top })
    await visit.one.page.mouse.down()
    await visit.mouse({ x: 340, y: top }, { x: 380, y: top })
    await visit.one.page.mouse.up()
  }

  /** Presses a key of a keyboard that the browser’s own one is not. */
  async function key(name: string, code: string, modifiers: KeyboardEventInit = {}): Promise<void> {
    await visit.one.page
      .locator('.drawing-sheet')
      .dispatchEvent('keydown', { key: name, code, ...modifiers, bubbles: true, cancelable: true })
  }
})
