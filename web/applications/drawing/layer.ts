import type { Camera } from './camera.ts'
import type { Bounds } from './geometry.ts'
import type { InkItem } from './ink-item.ts'

/** How large a view is: CSS pixels, and how many of the screen's there are to one. */
export interface ViewSize {
  readonly width: number
  readonly height: number
  readonly ratio: number
}

/** A canvas with ink on it, as one camera sees it. */
export class Layer {
  readonly canvas = document.createElement('canvas')
  readonly #context: CanvasRenderingContext2D
  #camera: Camera = { x: 0, y: 0, zoom: 1 }
  #size: ViewSize = { width: 1, height: 1, ratio: 1 }

  constructor() {
    const context = this.canvas.getContext('2d')
    if (!context) throw new Error('this browser gives no 2D canvas')
    this.#context = context
  }

  get camera(): Camera {
    return this.#camera
  }

  /** Empties it, for a camera and a size. */
  reset(camera: Camera, size: ViewSize): void {
    this.#camera = camera
    const [width, height] = [Math.ceil(size.width * size.ratio), Math.ceil(size.height * size.ratio)]
    if (this.canvas.width !== width) this.canvas.width = width
    if (this.canvas.height !== height) this.canvas.height = height
    this.#size = size
    this.clear()
  }

  clear(): void {
    this.#context.setTransform(1, 0, 0, 1, 0, 0)
    this.#context.clearRect(0, 0, this.canvas.width, this.canvas.height)
    this.#look()
  }

  paint(item: InkItem): void {
    item.paint(this.#context)
  }

  /** Empties a part of the board, and paints anew what is in it: of `items` whatever reaches there. */
  repaint({ left, top, right, bottom }: Bounds, items: readonly InkItem[]): void {
    const context = this.#context
    context.save()
    context.beginPath()
    context.rect(left, top, right - left, bottom - top)
    context.clip()
    context.clearRect(left, top, right - left, bottom - top)
    for (const item of items) item.paint(context)
    context.restore()
  }

  #look(): void {
    const { x, y, zoom } = this.#camera
    const scale = zoom * this.#size.ratio
    this.#context.setTransform(scale, 0, 0, scale, -x * scale, -y * scale)
  }
}
