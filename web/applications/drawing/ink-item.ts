import type { Stroke } from '../../../server/applications/drawing/stroke.ts'
import { colourOf } from './colours.ts'
import { type Bounds, boundsOf, eachPoint, thickness } from './geometry.ts'
import { type InkShape, inkShape } from './ink-shape.ts'
import { outline } from './outline.ts'
import { reaches, type Sweep } from './sweep.ts'
import { paintText, textBounds, textLine } from './text-ink.ts'
import { TextMask } from './text-mask.ts'

/** One stroke as it is painted. What is dear to find out is found out once, when it is first needed. */
export class InkItem {
  readonly id: string
  readonly stroke: Stroke
  #bounds: Bounds | undefined
  #path: Path2D | undefined
  #shape: InkShape | undefined
  /** Of text; undefined where its letters can't be told. */
  #mask: { readonly letters: TextMask | undefined } | undefined

  constructor(id: string, stroke: Stroke) {
    this.id = id
    this.stroke = stroke
  }

  /** What it covers at most, in board units. On a screen it may reach a pixel further: no line is thinner there. */
  get bounds(): Bounds {
    const { stroke } = this
    this.#bounds ??= stroke.tool === 'text' ? textBounds(textLine(stroke)) : boundsOf(stroke)
    return this.#bounds
  }

  /** Its ink as geometry; of a text the box around it. */
  get shape(): InkShape {
    this.#shape ??= inkShape(this.stroke)
    return this.#shape
  }

  /** Whether an eraser touches its ink on its way. */
  touches(sweep: Sweep): boolean {
    const { stroke } = this
    if (!reaches(sweep, this.shape)) return false
    if (stroke.tool !== 'text' || globalThis.document === undefined) return true
    this.#mask ??= { letters: TextMask.of(textLine(stroke)) }
    return this.#mask.letters?.touchedBy(sweep) ?? true
  }

  /**
   * Paints it roughly and in a third of the time, for the first sight of thousands of strokes: free-hand ink as a plain
   * line, without what lies nearer than `step` to the point before.
   */
  sketch(context: CanvasRenderingContext2D, step: number): void {
    const { stroke } = this
    if (stroke.tool !== 'pen' || stroke.points.length < 6) {
      this.paint(context)
      return
    }
    context.strokeStyle = colourOf(stroke)
    // Ink is thinner than its pen, where it is drawn as it should be.
    context.lineWidth = thickness(stroke.width) * 0.8
    context.lineCap = context.lineJoin = 'round'
    context.beginPath()
    let [lastX, lastY, x, y] = [Infinity, Infinity, 0, 0]
    eachPoint(stroke, (nextX, nextY) => {
      x = nextX
      y = nextY
      if (Math.abs(x - lastX) + Math.abs(y - lastY) < step) return
      context.lineTo(x, y)
      lastX = x
      lastY = y
    })
    context.lineTo(x, y)
    context.stroke()
  }

  /** Paints it with a context that counts in board units. */
  paint(context: CanvasRenderingContext2D): void {
    const { stroke } = this
    context.fillStyle = context.strokeStyle = colourOf(stroke)
    if (stroke.tool === 'text') {
      paintText(context, textLine(stroke))
      return
    }
    this.#path ??= new Path2D(outline(stroke))
    if (stroke.tool === 'pen' || stroke.tool === 'fill') {
      context.fill(this.#path, stroke.tool === 'fill' ? 'evenodd' : 'nonzero')
      return
    }
    context.lineWidth = thickness(stroke.width)
    context.lineCap = context.lineJoin = 'round'
    context.stroke(this.#path)
  }
}
