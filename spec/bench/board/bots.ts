import { io } from 'socket.io-client'
import { MAX_BATCH, MAX_POINTS } from '../../../server/applications/drawing/stroke.ts'
import { drawingBoard } from '../../../server/applications/drawing-board.ts'
import { tokenOf } from '../../../server/testing/start-test-server.ts'
import type { Lobby, Room } from '../../../web/client/client-api.ts'
import { connect } from '../../../web/client/connect.ts'
import { numbersFrom, SEEN, wander } from './seeded-drawing.ts'

/** As the page tells what is drawn: batches of 33 ms. */
const BATCH = 33
const PER_SECOND = 60
/** How many points a stroke of theirs has: one to three seconds' worth. */
const [LEAST, MOST] = [60, 180]

/** People who draw without a pause: 60 points a second each, told as the page tells them. */
export class DrawingBots {
  readonly #lobbies: Lobby<typeof drawingBoard>[]
  readonly #timers: NodeJS.Timeout[] = []
  #failed: unknown
  points = 0
  strokes = 0

  private constructor(lobbies: Lobby<typeof drawingBoard>[]) {
    this.#lobbies = lobbies
  }

  static async start(url: string, people: number): Promise<DrawingBots> {
    const lobbies = await Promise.all(
      Array.from({ length: people }, (_, at) => {
        const options = { token: tokenOf(`bot:${at}`), socket: { forceNew: true } }
        return connect<typeof drawingBoard>(url, drawingBoard.name, options)
      }),
    )
    const bots = new DrawingBots(lobbies)
    const rooms = await Promise.all(lobbies.map((lobby) => lobby.enter('B')))
    for (const [at, room] of rooms.entries()) bots.#draw(room, at)
    return bots
  }

  /** Ends the drawing. @throws whatever an action of theirs was refused with */
  stop(): void {
    for (const timer of this.#timers) clearInterval(timer)
    for (const lobby of this.#lobbies) lobby.close()
    if (this.#failed !== undefined) throw this.#failed
  }

  #draw({ act }: Room<typeof drawingBoard>, person: number): void {
    const random = numbersFrom(1000 + person)
    let [id, left, drawn, since] = ['', 0, 0, performance.now()]
    let step = wander(random)
    const attempt = (action: Promise<unknown>): void => {
      action.catch((error: unknown) => {
        this.#failed ??= error
      })
    }
    const draw = (): void => {
      const due = Math.floor(((performance.now() - since) * PER_SECOND) / 1000) - drawn
      drawn += due
      const points: number[] = []
      for (let point = 0; point < Math.min(due, MAX_POINTS); point += 1) {
        if (left === 0) {
          if (points.length > 0) attempt(act.extend({ id, points: points.splice(0) }))
          id = `${'abcdefghijklmnopqrstuvwxyz'.charAt(Math.floor(random() * 26))}X${String(this.strokes).padStart(4, '0')}`
          left = LEAST + Math.floor(random() * (MOST - LEAST))
          step = wander(random)
          const at: [number, number] = [Math.floor(random() * SEEN.width), Math.floor(random() * SEEN.height)]
          attempt(act.begin({ id, colour: person, width: 1 + (person % 4), at }))
          this.strokes += 1
        } else points.push(...step())
        if (points.length === 2 * MAX_BATCH) attempt(act.extend({ id, points: points.splice(0) }))
        left -= 1
        this.points += 1
      }
      if (points.length > 0) attempt(act.extend({ id, points }))
    }
    this.#timers.push(setInterval(draw, BATCH))
    since = performance.now()
  }
}

/** A member who only listens, and counts what arrives: the characters of every packet, which are bytes here. */
export async function countingMember(url: string): Promise<{ received(): number; close(): void }> {
  const socket = io(`${url}/${drawingBoard.name}`, {
    auth: { token: tokenOf('counter') },
    transports: ['websocket'],
    forceNew: true,
  })
  let bytes = 0
  await new Promise<void>((resolve, reject) => {
    socket.on('connect_error', reject)
    socket.on('connect', () => socket.emit('enter', 'B', { client: 'counter' }, () => resolve()))
  })
  // Above it stand two to four bytes of WebSocket framing, which say nothing of the board.
  socket.io.engine.on('packet', ({ data }: { data?: unknown }) => {
    if (typeof data === 'string') bytes += data.length + 1
  })
  return { received: () => bytes, close: () => socket.disconnect() }
}
