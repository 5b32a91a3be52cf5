import { type Point, toBoard } from './camera.ts'
import type { Grip, Hand } from './hand.ts'
import { HeldPointers, wentDown } from './held-pointers.ts'
import { HeldSpace } from './held-space.ts'
import type { ToolBox } from './tool-box.ts'
import type { Touch } from './touch.ts'
import type { Viewpoint } from './viewpoint.ts'
import { followWheel } from './wheel-zoom.ts'

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

/** Mouse, touch and pen on a board: they draw, or move the view by fingers, the wheel, the middle button or with space. */
export class Pointers {
  readonly #parts: PointersParts
  readonly #stop = new AbortController()
  readonly #held = new HeldPointers()
  readonly #space: HeldSpace
  /** What is being drawn; undefined while the view is moved. */
  #grip: Grip | undefined
  /** Whoever has a pen rests their palm on the board: fingers don't draw any more. */
  #penSeen = false
  /** When the hand was put down last, in milliseconds of the events' clock. */
  #pressedAt = Number.NEGATIVE_INFINITY

  constructor(parts: PointersParts) {
    this.#parts = parts
    const { element, viewpoint } = parts
    const { signal } = this.#stop
    element.addEventListener('pointerdown', (event) => this.#press(event), { signal })
    element.addEventListener('pointermove', (event) => this.#move(event), { signal })
    element.addEventListener('lostpointercapture', (event) => this.#lift(event), { signal })
    element.addEventListener('pointerleave', () => parts.pointed(null), { signal })
    // A pen's button is an eraser, and asks for no menu.
    element.addEventListener('contextmenu', (event) => this.#held.pen && event.preventDefault(), { signal })
    // Wherever it is lifted; and what is lifted while the window is in the background is not heard of.
    for (const name of ['pointerup', 'pointercancel'] as const) {
      window.addEventListener(name, (event) => this.#lift(event), { signal, capture: true })
    }
    window.addEventListener('blur', () => this.#liftAll(), { signal })
    document.addEventListener('visibilitychange', () => this.#liftAll(), { signal })
    this.#space = new HeldSpace({ takes: (target) => holds(target, element), signal })
    const place = (event: MouseEvent): Point => this.#place(event)
    followWheel({ element, viewpoint, place, busy: () => this.#held.size > 0, signal })
  }

  destroy(): void {
    this.#stop.abort()
  }

  #press(event: PointerEvent): void {
    const { element, hand, mayDraw } = this.#parts
    const { pointerId, pointerType, button, timeStamp } = event
    const rubs = pointerType === 'pen' && ERASERS.includes(button)
    if (button > 1 && !rubs) return
    event.preventDefault()
    element.focus({ preventScroll: true })
    // A hand that rests beside the pen is no finger.
    if (pointerType === 'touch' && this.#held.pen) return
    if (pointerType === 'pen') {
      this.#penSeen = true
      // What the hand beside it did was no drawing.
      this.#grip?.cancel()
      this.#held.clear()
    }
    element.setPointerCapture(pointerId)
    this.#held.press(event, this.#place(event))
    if (mayDraw() && !this.#looks(event)) {
      this.#pressedAt = timeStamp
      this.#grip = hand.press(this.#touch(event), rubs ? 'eraser' : undefined)
      return
    }
    if (this.#held.size > 1 && timeStamp - this.#pressedAt < PINCH_WITHIN) this.#grip?.cancel()
    else this.#grip?.lift()
    this.#grip = undefined
  }

  /** Whether what was pressed moves the view instead of drawing. */
  #looks({ pointerType, button }: PointerEvent): boolean {
    const palm = pointerType === 'touch' && this.#penSeen
    return this.#held.size > 1 || this.#space.down || button === 1 || this.#parts.tools.tool === 'move' || palm
  }

  #move(event: PointerEvent): void {
    if (this.#held.isLifted(event)) this.#lift(event)
    const held = this.#held.has(event.pointerId)
    // A mouse tells of a button that is pressed or lifted beside another one as if it had moved.
    if (!held && wentDown(event)) this.#press(event)
    else if (held && this.#grip) for (const each of coalesced(event)) this.#grip.move(this.#touch(each))
    else if (held) this.#look(event)
    if (event.pointerType !== 'touch') this.#parts.pointed(this.#touch(event))
    this.#held.move(event.pointerId, this.#place(event))
  }

  #lift({ pointerId }: PointerEvent): void {
    if (!this.#held.has(pointerId)) return
    this.#held.lift(pointerId)
    if (this.#held.size === 0) this.#liftAll()
  }

  #liftAll(): void {
    this.#held.clear()
    this.#grip?.lift()
    this.#grip = undefined
  }

  /** One pointer moves the view, several zoom it as well. */
  #look(event: PointerEvent): void {
    const { viewpoint } = this.#parts
    const was = this.#held.shape
    this.#held.move(event.pointerId, this.#place(event))
    const is = this.#held.shape
    if (!was || !is) return
    viewpoint.pan({ x: is.middle.x - was.middle.x, y: is.middle.y - was.middle.y })
    if (was.spread > 0 && is.spread > 0) viewpoint.zoom(is.spread / was.spread, is.middle)
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

/** Whether what has the focus is the board, or what it stands in; not the page, which has it when nothing has. */
function holds(target: EventTarget | null, board: HTMLElement): boolean {
  return target instanceof HTMLElement && target !== document.body && target.contains(board)
}

/** Everywhere the pointer was since the last event, where the browser tells. */
function coalesced(event: PointerEvent): readonly PointerEvent[] {
  const all = event.getCoalescedEvents?.() ?? []
  return all.length > 0 ? all : [event]
}
