import type { Begin, Erase, Extend } from '../applications/drawing/stroke.ts'
import type { Point } from './curves.ts'
import type { Ways } from './ways.ts'

/** Points leave in batches of so many milliseconds, as the page sends them: two points each, 60 a second. */
const BATCH = 33
const POINTS = 2

/** How many batches may be without an answer: as far as a person would draw ahead of the server. */
const AHEAD = 60

const LETTERS = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ']

/** The part of `room.act` that draws. */
interface DrawingActions {
  begin(payload: Begin): Promise<unknown>
  extend(payload: Extend): Promise<unknown>
  erase(payload: Erase): Promise<unknown>
  undo(payload: Record<string, never>): Promise<unknown>
}

export interface HandOptions {
  readonly act: DrawingActions
  readonly ways: Ways
  /** Told where the pen is, before what it draws there is sent. */
  readonly moved?: (at: Point) => void
  /** Whether one may go on drawing; by default always. */
  readonly may?: () => boolean
}

/** How a line looks. */
export interface Look {
  readonly colour: number
  readonly width: number
}

/** A hand that draws lines, and takes some back. */
export class Hand {
  readonly #act: DrawingActions
  readonly #ways: Ways
  readonly #moved: (at: Point) => void
  readonly #may: () => boolean
  #ahead = 0
  #drawn: string[] = []

  constructor({ act, ways, moved = () => {}, may = () => true }: HandOptions) {
    this.#act = act
    this.#ways = ways
    this.#moved = moved
    this.#may = may
  }

  /** How many lines it could take back. */
  get drawn(): number {
    return this.#drawn.length
  }

  /** Draws one line. Resolves when the pen is up. */
  async draw([first, ...rest]: readonly Point[], look: Look): Promise<void> {
    const ways = this.#ways
    if (!first) return
    const id = this.#name()
    this.#moved(first)
    await this.#send(() => this.#act.begin({ id, ...look, at: [first.x, first.y] }))
    let last = first
    for (let next = 0; next < rest.length; next += POINTS) {
      await ways.pause(BATCH)
      if (!this.#may()) return
      const points: number[] = []
      for (const point of rest.slice(next, next + POINTS)) {
        points.push(point.x - last.x, point.y - last.y)
        last = point
      }
      this.#moved(last)
      await this.#send(() => this.#act.extend({ id, points }))
    }
    this.#drawn = [...this.#drawn.slice(-9), id]
  }

  /** Undoes or erases a line. */
  async takeBack(): Promise<void> {
    await this.#ways.pause(this.#ways.between(300, 1200))
    if (!this.#may()) return
    const last = this.#drawn.pop()
    if (last === undefined || this.#ways.chance(0.5)) await this.#send(() => this.#act.undo({}))
    else await this.#send(() => this.#act.erase({ ids: [last] }))
  }

  /** Ink waits for no answer; where none come, the pen rests. */
  async #send(action: () => Promise<unknown>): Promise<void> {
    while (this.#ahead >= AHEAD) await this.#ways.pause(BATCH)
    this.#ahead++
    this.#ways.begin(action, () => this.#ahead--)
  }

  #name(): string {
    return Array.from({ length: 6 }, () => this.#ways.oneOf(LETTERS)).join('')
  }
}
