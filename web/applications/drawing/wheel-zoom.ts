import type { Point } from './camera.ts'
import type { Viewpoint } from './viewpoint.ts'

export interface WheelParts {
  readonly element: HTMLElement
  readonly viewpoint: Viewpoint
  /** Where an event is, in the element. */
  place(event: MouseEvent): Point
  /** Whether fingers move the view just now. */
  busy(): boolean
  readonly signal: AbortSignal
}

/** The part of a wheel's event that tells how far it turned. */
export type WheelTurn = Pick<WheelEvent, 'deltaY' | 'deltaMode' | 'ctrlKey'>

/** A third of a wheel's notch: what a browser that counts in lines calls one, in pixels. */
const LINE = 33

/** How far e is zoomed by one pixel: of a scroll, and of a pinch on a touchpad, which browsers tell of as e^(−δ/100). */
const SCROLLED = 0.0018
const PINCHED = 0.01

/** No event zooms by more than this, nor by less than its reverse: a notch of a wheel is one step, however far it says it is. */
const STEP = 1.25

/** By how much a turn of the wheel zooms, or a pinch on a touchpad, which comes as a wheel with Ctrl. */
export function wheelZoom({ deltaY, deltaMode, ctrlKey }: WheelTurn): number {
  // By pages: one of them is a step at least.
  const pixels = deltaMode === 0 ? deltaY : deltaY * (deltaMode === 1 ? LINE : 10 * LINE)
  return Math.min(STEP, Math.max(1 / STEP, Math.exp(-pixels * (ctrlKey ? PINCHED : SCROLLED))))
}

/** Safari tells of a pinch on a touchpad by events of its own: `scale` since its beginning. */
interface GestureEvent extends MouseEvent {
  readonly scale: number
}

/** Lets wheel and touchpad zoom a view around the pointer; with Shift the wheel moves it sideways. */
export function followWheel({ element, viewpoint, place, busy, signal }: WheelParts): void {
  const turned = (event: WheelEvent): void => {
    // A view that can't be moved leaves the page's own zoom to the wheel.
    if (viewpoint.fixed) return
    event.preventDefault()
    const pixels = event.deltaMode === 0 ? 1 : LINE
    if (event.shiftKey) viewpoint.pan({ x: -(event.deltaX + event.deltaY) * pixels, y: 0 })
    else viewpoint.zoom(wheelZoom(event), place(event))
  }
  let scale = 1
  const pinched = (event: Event): void => {
    if (viewpoint.fixed) return
    event.preventDefault()
    const { scale: now } = event as GestureEvent
    if (event.type === 'gesturechange' && !busy() && now > 0) viewpoint.zoom(now / scale, place(event as GestureEvent))
    scale = now > 0 ? now : 1
  }
  element.addEventListener('wheel', turned, { signal, passive: false })
  for (const name of ['gesturestart', 'gesturechange']) element.addEventListener(name, pinched, { signal })
}
