import { nearestOnBoard, type Point, toBoard, toView } from './camera.ts'
import type { Grip, Hand } from './hand.ts'
import type { Viewpoint } from './viewpoint.ts'

/** How far an arrow key moves the pen, in pixels; with Shift, the fine way. */
const STRIDE = 12
const FINE = 2

const ARROWS: Readonly<Record<string, Point | undefined>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

/** The part of a `KeyboardEvent` that the pen reads. */
export type PenKey = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey' | 'repeat'>

/** The pen in the hand of somebody who has a keyboard alone: arrows move it, Enter puts it down and lifts it. */
export class KeyboardPen {
  readonly #hand: Hand
  readonly #viewpoint: Viewpoint
  #grip: Grip | undefined
  /** Where it is on the board; undefined until it is first used. */
  #at: Point | undefined

  constructor(hand: Hand, viewpoint: Viewpoint) {
    this.#hand = hand
    this.#viewpoint = viewpoint
  }

  /** Where the pen is, in pixels of the view; undefined when it is not in use. */
  get place(): Point | undefined {
    return this.#at && toView(this.#viewpoint.camera, this.#at)
  }

  /** Takes a key that was pressed on the board. False: it means nothing to the pen, or another device draws just now. */
  press(event: PenKey, middle: Point): boolean {
    const arrow = ARROWS[event.key]
    if ((!arrow && event.key !== 'Enter') || event.ctrlKey || event.altKey || event.metaKey) return false
    const draws = this.#grip?.holds === true
    if (this.#hand.down && !draws) return false
    const { camera } = this.#viewpoint
    this.#at ??= toBoard(camera, middle)
    if (arrow) {
      const stride = (event.shiftKey ? FINE : STRIDE) / camera.zoom
      this.#at = nearestOnBoard({ x: this.#at.x + arrow.x * stride, y: this.#at.y + arrow.y * stride })
      this.#grip?.move(this.#at)
    } else if (event.repeat) return true
    else if (draws) this.#grip?.lift()
    else this.#grip = this.#hand.press(this.#at)
    return true
  }

  putAway(): void {
    this.#grip?.lift()
    this.#grip = undefined
    this.#at = undefined
  }
}
