import type { BrowserContextOptions, CDPSession } from 'playwright-core'
import type { Stroke } from '../../../server/applications/drawing/stroke.ts'
import type { drawingBoard } from '../../../server/applications/drawing-board.ts'
import type { SocDrawServer } from '../../../server/host/server.ts'
import { DEMO_PASSWORD } from '../../../server/shipped/demo.ts'
import { until } from '../../../server/testing/bots.ts'
import type { Lobby, Room } from '../../../web/client/client-api.ts'
import { connect } from '../../../web/client/connect.ts'
import { startPageServer } from './page-server.ts'
import { everybodyLeaves, Visitor } from './visitor.ts'

/** A place on the sheet, in pixels from its upper left corner. */
export interface Place {
  readonly x: number
  readonly y: number
}

/** What a pen does, as the browser gets it from the system: `force` is its pressure. */
export type PenEvent = readonly [
  'mousePressed' | 'mouseMoved' | 'mouseReleased',
  Place,
  { force: number; button?: 'left' | 'right' },
]

/** `user:1` at a board in a browser, with mouse, fingers, pen and keys; `user:2` has the same board without one. */
export class BoardVisit {
  readonly server: SocDrawServer
  readonly one: Visitor
  readonly board: Room<typeof drawingBoard>
  readonly lobby: Lobby<typeof drawingBoard>
  readonly #input: CDPSession

  private constructor(server: SocDrawServer, one: Visitor, other: OtherUser, input: CDPSession) {
    this.server = server
    this.one = one
    this.board = other.board
    this.lobby = other.lobby
    this.#input = input
  }

  static async begin(options: BrowserContextOptions = { hasTouch: true }): Promise<BoardVisit> {
    const server = await startPageServer()
    const one = await Visitor.signedIn(`${server.url}/board/board:1`, 'user:1', options)
    await one.sees('Nothing here yet')
    const input = await one.page.context().newCDPSession(one.page)
    const token = await tokenOf(server.url, 'user:2')
    const lobby = await connect<typeof drawingBoard>(server.url, 'board', { token, socket: { forceNew: true } })
    return new BoardVisit(server, one, { lobby, board: await lobby.enter('board:1') }, input)
  }

  async end(): Promise<void> {
    this.lobby.close()
    await everybodyLeaves(this.server)
  }

  /** Everything on the board, the lowest first, once it is so many strokes that `suits` takes. */
  async strokes(count: number, suits: (all: readonly Stroke[]) => boolean = () => true): Promise<Stroke[]> {
    const { board } = this
    let all: Stroke[] = []
    const there = (): boolean => {
      const groups = Object.values(board.state?.ink ?? {})
      const drawn = groups.flatMap((group) => Object.values(group)).filter(({ gone }) => gone === undefined)
      // Before it is asked what suits: by their names they come in any order.
      all = drawn.sort((before, after) => before.order - after.order)
      return all.length === count && suits(all)
    }
    await until(board, there, `there are ${count} strokes`, 20_000)
    return all
  }

  /** The sheet's upper left corner, in the window. */
  async sheet(): Promise<Place> {
    const box = await this.one.page.locator('.drawing-sheet').boundingBox()
    if (!box) throw new Error('there is no board')
    return box
  }

  /** Moves the mouse through places of the sheet. */
  async mouse(...places: readonly Place[]): Promise<void> {
    const { x, y } = await this.sheet()
    for (const place of places) await this.one.page.mouse.move(x + place.x, y + place.y)
  }

  async pen(...events: readonly PenEvent[]): Promise<void> {
    const { x, y } = await this.sheet()
    for (const [type, at, { force, button = 'left' }] of events) {
      const buttons = type === 'mouseReleased' ? 0 : button === 'left' ? 1 : 2
      const place = { x: x + at.x, y: y + at.y }
      const what = { button, buttons, force, pointerType: 'pen', clickCount: 1 } as const
      await this.#input.send('Input.dispatchMouseEvent', { type, ...place, ...what })
    }
  }

  async touch(type: 'touchStart' | 'touchMove' | 'touchEnd', ...at: readonly Place[]): Promise<void> {
    const { x, y } = await this.sheet()
    const touchPoints = at.map((place, id) => ({ x: x + place.x, y: y + place.y, id }))
    await this.#input.send('Input.dispatchTouchEvent', { type, touchPoints })
  }
}

interface OtherUser {
  readonly lobby: Lobby<typeof drawingBoard>
  readonly board: Room<typeof drawingBoard>
}

async function tokenOf(url: string, username: string): Promise<string> {
  const response = await fetch(`${url}/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: DEMO_PASSWORD }),
  })
  const { token } = (await response.json()) as { token: string }
  return token
}
