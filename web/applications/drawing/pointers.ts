import { type Point, toBoard } from './camera.ts'
import type { Hand } from './hand.ts'
import type { ToolBox } from './tool-box.ts'
import type { Touch } from './touch.ts'
import type { Viewpoint } from './viewpoint.ts'

export interface PointersParts {
  readonly element: HTMLElement
  readonly hand: Hand
  readonly tools: ToolBox
  readonly viewpoint: Viewpoint
  /** Whether one may draw now; looking around one may always. */
  mayDraw(): boolean
  /** The pointer is at a place of the board; null: it is elsewhere. */
  pointed(at: Point | null): void
}

/** The buttons of a pen that make it an eraser: the one at its side, and its other end. */
const ERASERS: readonly number[] = [2, 5]

/** How long after the first finger a second one may come, for the first one not to have been drawing; in milliseconds. */
const PINCH_WITHIN = 300

/** Mouse, touch and pen on a board: they draw, or move the view by two fingers, the wheel, the middle button or with space. */
export class Pointers {
  readonly #parts: PointersParts
  readonly #stop = new AbortController()
  /** Where each pointer that is down was last, in the element. */
  readonly #down = new Map<number, Point>()
  #space = false
  #panning = false
  /** Whoever has a pen rests their palm on the board: fingers don't draw any more. */
  #penSeen = false
  /** The pen that is down. */
  #pen: number | undefined
  /** When the hand was put down last, in milliseconds of the events' clock. */
  #pressedAt = Number.NEGATIVE_INFINITY

  constructor(parts: PointersParts) {
    this.#parts = parts
    const options = { signal: this.#stop.signal }
    const { element } = parts
    element.addEventListener('pointerdown', (event) => this.#press(event), options)
    element.addEventListener('pointermove', (event) => this.#move(event), options)
    element.addEventListener('pointerup', (event) => this.#lift(event), options)
    element.addEventListener('pointercancel', (event) => this.#lift(event), options)
    element.addEventListener('pointerleave', () => parts.pointed(null), options)
    // A pen's button is an eraser, and asks for no menu.
    element.addEventListener('contextmenu', (event) => this.#pen !== undefined && event.preventDefault(), options)
    element.addEventListener('wheel', (event) => this.#wheel(event), { ...options, passive: false })
    window.addEventListener('keydown', (event) => this.#spaceBar(event, true), options)
    window.addEventListener('keyup', (event) => this.#spaceBar(event, false), options)
    window.addEventListener('blur', () => (this.#space = false), options)
  }

  destroy(): void {
    this.#stop.abort()
  }

  #press(event: PointerEvent): void {
    const { element, hand, mayDraw } = this.#parts
    const rubs = event.pointerType === 'pen' && ERASERS.includes(event.button)
    if (event.button > 1 && !rubs) return
    event.preventDefault()
    element.focus({ preventScroll: true })
    // A hand that rests beside the pen is no finger.
    if (event.pointerType === 'touch' && this.#pen !== undefined) return
    if (event.pointerType === 'pen') {
      this.#penSeen = true
      this.#pen = event.pointerId
      // What the hand beside it did was no drawing.
      if (this.#down.size > 0) hand.cancel()
      this.#down.clear()
    }
    element.setPointerCapture(event.pointerId)
    this.#down.set(event.pointerId, this.#place(event))
    this.#panning = !mayDraw() || this.#looks(event)
    if (!this.#panning) {
      this.#pressedAt = event.timeStamp
      hand.press(this.#touch(event), rubs ? 'eraser' : undefined)
    } else if (this.#down.size > 1 && event.timeStamp - this.#pressedAt < PINCH_WITHIN) hand.cancel()
    else hand.lift()
  }

  /** Whether what was pressed moves the view instead of drawing. */
  #looks(event: PointerEvent): boolean {
    const palm = event.pointerType === 'touch' && this.#penSeen
    return this.#down.size > 1 || this.#space || event.button === 1 || this.#parts.tools.tool === 'move' || palm
  }

  #move(event: PointerEvent): void {
    const { hand, pointed } = this.#parts
    const before = this.#down.get(event.pointerId)
    if (before && this.#panning) this.#look(event, before)
    else if (before) for (const each of coalesced(event)) hand.move(this.#touch(each))
    if (event.pointerType !== 'touch') pointed(this.#touch(event))
    if (before) this.#down.set(event.pointerId, this.#place(event))
  }

  #lift(event: PointerEvent): void {
    if (this.#pen === event.pointerId) this.#pen = undefined
    this.#down.delete(event.pointerId)
    if (this.#down.size > 0) return
    this.#panning = false
    this.#parts.hand.lift()
  }

  /** One pointer moves the view, two zoom it as well. */
  #look(event: PointerEvent, before: Point): void {
    const { viewpoint } = this.#parts
    const now = this.#place(event)
    const other = [...this.#down].find(([id]) => id !== event.pointerId)?.[1]
    const share = other ? 0.5 : 1
    viewpoint.pan({ x: (now.x - before.x) * share, y: (now.y - before.y) * share })
    if (!other) return
    const [was, is] = [distance(before, other), distance(now, other)]
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }
    if (was > 0 && is > 0) viewpoint.zoom(is / was, middle)
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault()
    const { viewpoint } = this.#parts
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
    // A pinch on a touchpad comes as a wheel with Ctrl; Shift turns a wheel sideways.
    if (event.shiftKey) viewpoint.pan({ x: -(event.deltaX + event.deltaY) * lines, y: 0 })
    else viewpoint.zoom(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0015)), this.#place(event))
  }

  #spaceBar(event: KeyboardEvent, down: boolean): void {
    if (event.key !== ' ' || document.activeElement !== this.#parts.element) return
    event.preventDefault()
    this.#space = down
  }

  #place({ clientX, clientY }: MouseEvent): Point {
    const { left, top } = this.#parts.element.getBoundingClientRect()
    return { x: clientX - left, y: clientY - top }
  }

  #touch(event: PointerEvent): Touch {
    const at = toBoard(this.#parts.viewpoint.camera, this.#place(event))
    return event.pointerType === 'pen' && event.pressure > 0 ? { ...at, pressure: event.pressure } : at
  }
}

/** Everywhere the pointer was since the last event, where the browser tells. */
function coalesced(event: PointerEvent): readonly PointerEvent[] {
  const all = event.getCoalescedEvents?.() ?? []
  return all.length > 0 ? all : [event]
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}
