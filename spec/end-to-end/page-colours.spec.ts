import { expect } from 'chai'
import type { Locator } from 'playwright-core'
import type { drawingBoard } from '../../server/applications/drawing-board.ts'
import { signInAnswer } from '../../server/protocol/http-messages.ts'
import { account } from '../../web/client/account.ts'
import { connect } from '../../web/client/connect.ts'
import { describeInBrowser } from '../support/browser.ts'
import { demoSession } from './support/demo-session.ts'
import { startPageServer } from './support/page-server.ts'
import { everybodyLeaves, Visitor } from './support/visitor.ts'

const COLOUR = '#ffd400'
const YELLOW = 'rgb(255, 212, 0)'
const BLACK = 'rgb(0, 0, 0)'

/** What an element is filled with, and its letters. */
const painted = (place: Locator): Promise<readonly string[]> =>
  place.evaluate((element) => {
    const { backgroundColor, color, fill } = getComputedStyle(element)
    return [element instanceof SVGElement ? fill : backgroundColor, color]
  })

describeInBrowser('the page: the colour that somebody has chosen', () => {
  it('is that of their pen on a board, and of their place at a table where players are waited for', async () => {
    const server = await startPageServer()
    const { token } = signInAnswer.parse(JSON.parse(await demoSession(server.url, 'user:2')))
    await account(server.url, { token }).change({ color: COLOUR })
    const lobby = await connect<typeof drawingBoard>(server.url, 'board', { token, list: false })
    try {
      const pen = await lobby.enter('board:1')
      const one = await Visitor.signedIn(`${server.url}/board/board:1`, 'user:1')
      await one.page.locator('.board-cursors').waitFor({ state: 'attached' })
      pen.present({ x: 0, y: 0 })
      const name = one.page.locator('.board-cursor-name', { hasText: 'user:2' })
      await name.waitFor()
      expect(await painted(name), 'its name').to.deep.equal([YELLOW, BLACK])
      expect((await painted(one.page.locator('.board-cursor svg')))[0], 'its shape').to.equal(YELLOW)
      const two = await Visitor.signedIn(`${server.url}/chat/R:2`, 'user:2')
      const face = two.page.locator('.seat-face')
      await face.waitFor()
      expect((await painted(face))[0], 'their place').to.equal(YELLOW)
      expect((await painted(two.page.locator('.seat-name')))[0], 'their letters').to.equal(BLACK)
    } finally {
      lobby.close()
      await everybodyLeaves(server)
    }
  })
})
