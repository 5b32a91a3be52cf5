import type { Stroke } from '../../../server/applications/drawing/stroke.ts'
import { type Bounds, boundsOf, textBox, thickness } from './geometry.ts'
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
    if (stroke.tool === 'pen') {
      context.fill(this.#path)
      return
    }
    context.lineWidth = thickness(stroke.width)
    context.lineCap = context.lineJoin = 'round'
    context.stroke(this.#path)
  }
}
