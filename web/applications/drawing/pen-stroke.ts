import { EDGE, type FreeStroke, MAX_BATCH, MAX_POINTS } from '../../../server/applications/drawing/stroke.ts'
import type { DrawingActions } from './drawing-actions.ts'
import { InkItem } from './ink-item.ts'
import { strokeId } from './stroke-id.ts'
import type { Touch } from './touch.ts'

export interface Pen {
  readonly author: string
  readonly colour: number
  readonly width: number
}

/** What is nearer than this to the last point adds nothing, in board units. */
const LEAST_STEP = 3

/** One line under the pen: said to the room in batches, and going on in a new stroke where one is at its end. */
export class PenStroke {
  readonly #pen: Pen
  readonly #act: DrawingActions
  readonly #attempt: (action: Promise<unknown>) => void
  readonly #pressure: boolean
  #id = strokeId()
  #points: number[]
  #unsent: number[] = []
  #count = 1
  #x: number
  #y: number

  constructor(pen: Pen, start: Touch, ports: { act: DrawingActions; attempt(action: Promise<unknown>): void }) {
    this.#pen = pen
    this.#act = ports.act
    this.#attempt = ports.attempt
    this.#pressure = start.pressure !== undefined
    this.#x = onBoard(start.x)
    this.#y = onBoard(start.y)
    this.#points = this.#begin(start, false)
  }

  /** The stroke that goes on now. */
  get id(): string {
    return this.#id
  }

  /** As it is now, with what the room has not been told yet. */
  get item(): InkItem {
    const stroke: FreeStroke = {
      tool: 'pen',
      ...this.#pen,
      order: Infinity,
      pressure: this.#pressure,
      points: this.#points,
    }
    return new InkItem(this.#id, stroke)
  }

  add(touch: Touch): void {
    const [x, y] = [onBoard(touch.x), onBoard(touch.y)]
    const step = [x - this.#x, y - this.#y] as const
    if (Math.hypot(...step) < LEAST_STEP) return
    if (this.#count >= MAX_POINTS) this.#goOn(touch)
    this.#x = x
    this.#y = y
    const point = this.#pressure ? [...step, pressureOf(touch)] : step
    this.#points.push(...point)
    this.#unsent.push(...point)
    this.#count += 1
    if (this.#unsent.length >= MAX_BATCH * (this.#pressure ? 3 : 2)) this.flush()
  }

  /** Tells the room what it doesn't know. */
  flush(): void {
    if (this.#unsent.length > 0) this.#attempt(this.#act.extend({ id: this.#id, points: this.#unsent }))
    this.#unsent = []
  }

  #goOn(touch: Touch): void {
    this.flush()
    this.#id = strokeId()
    this.#count = 1
    this.#points = this.#begin(touch, true)
  }

  #begin(touch: Touch, joins: boolean): number[] {
    const { colour, width } = this.#pen
    const at: [number, number] | [number, number, number] = this.#pressure
      ? [this.#x, this.#y, pressureOf(touch)]
      : [this.#x, this.#y]
    this.#attempt(this.#act.begin({ id: this.#id, colour, width, at, joins }))
    return [...at]
  }
}

/** The board's nearest point that can be told. */
export function onBoard(value: number): number {
  return Math.round(Math.min(EDGE, Math.max(-EDGE, value)))
}

function pressureOf({ pressure = 0.5 }: Touch): number {
  return Math.round(100 * Math.min(1, Math.max(0, pressure)))
}
