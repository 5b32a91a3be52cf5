import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks'
import { useSubscription } from '../../common/use-subscription.ts'
import type { Point } from './camera.ts'
import { KeyboardPen } from './keyboard-pen.ts'
import { Pointers } from './pointers.ts'
import type { Studio } from './studio.ts'
import { Writing } from './writing.tsx'

interface CanvasProps {
  readonly studio: Studio
  readonly mayDraw: boolean
  /** Whether keys belong to the board when nothing else has the focus. */
  readonly home: boolean
  /** The pointer is at a place of the board; null: it is elsewhere. */
  pointed(at: Point | null): void
  /** What lies above the drawing. */
  readonly children?: ComponentChildren
}

/** The board itself, to be drawn on. */
export function DrawingCanvas({ studio, mayDraw, home, pointed, children }: CanvasProps) {
  const place = useRef<HTMLDivElement>(null)
  const latest = useRef({ mayDraw, pointed })
  latest.current = { mayDraw, pointed }
  const [pen] = useState(() => new KeyboardPen(studio.hand, studio.viewpoint))
  const [, renderAgain] = useReducer((count: number, _: undefined) => count + 1, 0)
  const tool = useSubscription(studio.tools, () => studio.tools.tool)
  useSubscription(studio.viewpoint, () => studio.viewpoint.camera)
  useLayoutEffect(() => {
    const element = place.current
    if (!element) return
    element.prepend(studio.easel.element)
    const pointers = new Pointers({
      element,
      hand: studio.hand,
      tools: studio.tools,
      viewpoint: studio.viewpoint,
      mayDraw: () => latest.current.mayDraw,
      pointed: (at) => latest.current.pointed(at),
    })
    return () => pointers.destroy()
  }, [studio])
  useLayoutEffect(() => {
    if (!mayDraw) studio.hand.lift()
  }, [mayDraw])
  const keyDown = (event: KeyboardEvent): void => {
    if (event.target !== place.current) return
    if (!mayDraw || !pen.press(event, studio.easel.middle)) return
    event.preventDefault()
    renderAgain(undefined)
  }
  const putAway = (): void => {
    pen.putAway()
    renderAgain(undefined)
  }
  return (
    <div class="drawing-canvas" data-tool={mayDraw ? tool : 'move'}>
      {/* biome-ignore-start lint/a11y/noNoninteractiveTabindex: one draws on it, by keys too */}
      <div
        class="paper drawing-sheet"
        ref={place}
        data-focus-home={home || undefined}
        role="application"
        tabIndex={0}
        aria-label="Board"
        aria-description="Arrow keys move the pen, Enter puts it down and lifts it."
        onKeyDown={keyDown}
        onBlur={putAway}
        onPointerDown={putAway}
      />
      {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: one draws on it, by keys too */}
      {children}
      {pen.place && <Crosshair at={pen.place} />}
      <Writing studio={studio} done={() => place.current?.focus({ preventScroll: true })} />
    </div>
  )
}

function Crosshair({ at }: { at: Point }) {
  return <span class="drawing-crosshair" style={{ transform: `translate(${at.x}px, ${at.y}px)` }} />
}
