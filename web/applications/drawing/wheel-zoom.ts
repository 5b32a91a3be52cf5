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

interface Pace {
  /** One pixel zooms by e to this. */
  readonly pixel: number
  /** No event zooms by more than this, nor by less than its reverse. */
  readonly most: number
}

/** A notch of a wheel, of about 100 pixels, zooms by a sixth; two fingers that scroll on a touchpad, as far as they go. */
const SCROLL: Pace = { pixel: 0.0015, most: 1.5 }

/**
 * A pinch on a touchpad, which browsers tell of as a wheel with Ctrl that turns by −100 · ln(scale): small steps, many of
 * them. A real wheel with Ctrl says 100 and more at once, and means one step as well.
 */
const PINCH: Pace = { pixel: 0.01, most: 1.25 }

/** By how much a turn of the wheel zooms, or a pinch on a touchpad. */
export function wheelZoom({ deltaY, deltaMode, ctrlKey }: WheelTurn): number {
  const pixels = deltaMode === 0 ? deltaY : deltaY * (deltaMode === 1 ? LINE : 10 * LINE)
  const { pixel, most } = ctrlKey ? PINCH : SCROLL
  return Math.min(most, Math.max(1 / most, Math.exp(-pixels * pixel)))
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
