import { expect } from 'chai'
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

/** The boards there are, each for a spec of its own: a page that is open comes to one in a tenth of the time that it takes to open it. */
export const BOARDS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => {
  return { id: `board:${letter}`, name: `Board ${letter}`, application: 'board' }
})

/** `user:1` at a board in a browser, with mouse, fingers, pen and keys; `user:2` has the same board without one. */
export class BoardVisit {
  readonly server: SocDrawServer
  readonly one: Visitor
  readonly #input: CDPSession
  readonly #unused = [...BOARDS]
  #name = ''
  #other: OtherUser | undefined

  private constructor(server: SocDrawServer, one: Visitor, input: CDPSession) {
    this.server = server
    this.one = one
    this.#input = input
  }

  /** The page is open, and at no board yet. */
  static async begin(options: BrowserContextOptions = { hasTouch: true }): Promise<BoardVisit> {
    const server = await startPageServer({ rooms: BOARDS })
    const one = await Visitor.signedIn(server.url, 'user:1', options)
    return new BoardVisit(server, one, await one.page.context().newCDPSession(one.page))
  }

  /** What the board is called. */
  get name(): string {
    return this.#name
  }

  get board(): Room<typeof drawingBoard> {
    return this.#atBoard.board
  }

  get lobby(): Lobby<typeof drawingBoard> {
    return this.#atBoard.lobby
  }

  get #atBoard(): OtherUser {
    return this.#other ?? expect.fail('they are at no board')
  }

  /** Both leave the board that they are at, and come to one that nobody has been at. */
  async toNewBoard(): Promise<void> {
    const board = this.#unused.shift() ?? expect.fail('there are too few boards')
    if (this.#other) await this.one.leave()
    this.#other?.lobby.close()
    this.#name = board.name
    await this.one.goTo(board.name)
    await this.one.sees('Nothing here yet')
    const token = await tokenOf(this.server.url, 'user:2')
    const lobby = await connect<typeof drawingBoard>(this.server.url, 'board', { token, socket: { forceNew: true } })
    this.#other = { lobby, board: await lobby.enter(board.id) }
  }

  async end(): Promise<void> {
    this.#other?.lobby.close()
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
