import type { Stroke } from '../../../server/applications/drawing/stroke.ts'
import { type Bounds, boundsOf, eachPoint, textBox, thickness } from './geometry.ts'
import { colourOf, outline } from './outline.ts'

/** The face of text on a board and in its exports. */
export const INK_FONT = 'system-ui, sans-serif'

/** One stroke as it is painted. What is dear to find out is found out once, when it is first needed. */
export class InkItem {
  readonly id: string
  readonly stroke: Stroke
  #bounds: Bounds | undefined
  #path: Path2D | undefined

  constructor(id: string, stroke: Stroke) {
    this.id = id
    this.stroke = stroke
  }

  get bounds(): Bounds {
    this.#bounds ??= boundsOf(this.stroke)
    return this.#bounds
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
      const { left, top, height } = textBox(stroke)
      context.font = `${height}px ${INK_FONT}`
      context.textBaseline = 'top'
      context.fillText(stroke.text, left, top)
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
