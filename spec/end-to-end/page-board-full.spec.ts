import { MAX_STROKES } from '../../server/applications/drawing/drawing.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import { seededDrawing } from '../bench/board/seeded-drawing.ts'
import { describeInBrowser } from '../support/browser.ts'
import { startPageServer } from './support/page-server.ts'
import { everybodyLeaves, Visitor } from './support/visitor.ts'

describeInBrowser('the page: a full board', () => {
  let server: SocDrawServer

  afterEach(async () => {
    await everybodyLeaves(server)
  })

  it('shows every stroke, says when there is room for no more, and takes one when one was erased', async () => {
    server = await startPageServer({ drawing: () => seededDrawing(MAX_STROKES - 1) })
    const one = await Visitor.signedIn(`${server.url}/board/board:1`, 'user:1')
    await one.page.locator('.easel[aria-busy="false"]').waitFor({ state: 'attached' })
    await one.sees('Nearly full: 9,999 of 10,000 strokes')
    await line(one, 300)
    await one.sees('Full: 10,000 of 10,000 strokes')
    await line(one, 340)
    await one.sees('The board is full: it holds 10,000 strokes. Erase some to go on.')
    await one.page.keyboard.press('Control+z')
    await one.sees('Nearly full: 9,999 of 10,000 strokes')
    await line(one, 360)
    await one.sees('Full: 10,000 of 10,000 strokes')
    await one.roomLink('First Board').getByText('10,000 strokes by 13 people', { exact: true }).waitFor()
  })
})

async function line({ page }: Visitor, top: number): Promise<void> {
  const box = await page.locator('.drawing-sheet').boundingBox()
  if (!box) throw new Error('there is no board')
  await page.mouse.move(box.x + 100, box.y + top)
  await page.mouse.down()
  await page.mouse.move(box.x + 200, box.y + top, { steps: 3 })
  await page.mouse.up()
}
