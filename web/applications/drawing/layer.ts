import type { Camera, Extent } from './camera.ts'
import type { Bounds } from './geometry.ts'
import type { InkItem } from './ink-item.ts'
import { canBeRead } from './readable-canvas.ts'

/** How far apart the points of a sketch are, in CSS pixels. */
const SKETCH_STEP = 10

/** How large a view is, and how many of the screen's pixels there are to one of CSS. */
export interface ViewSize extends Extent {
  readonly ratio: number
}

/** A canvas with ink on it, as one camera sees it. */
export class Layer {
  readonly canvas = document.createElement('canvas')
  readonly #context: CanvasRenderingContext2D
  #camera: Camera = { x: 0, y: 0, zoom: 1 }
  #size: ViewSize = { width: 1, height: 1, ratio: 1 }

  /** @param read whether its pixels are asked for, which browsers make quicker where they know */
  constructor({ read = false } = {}) {
    const context = this.canvas.getContext('2d', { willReadFrequently: read })
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
    // One pixel of the canvas is one of the screen's, also where there are one and a half to one of CSS.
    this.canvas.style.width = `${width / size.ratio}px`
    this.canvas.style.height = `${height / size.ratio}px`
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

  /** Paints an item roughly: see `InkItem.sketch`. */
  sketch(item: InkItem): void {
    item.sketch(this.#context, SKETCH_STEP / this.#camera.zoom)
  }

  /** Draws what is on another layer, whatever camera that has. */
  draw({ canvas, camera, pixelsPerUnit }: Layer): void {
    const [width, height] = [canvas.width / pixelsPerUnit, canvas.height / pixelsPerUnit]
    this.#context.drawImage(canvas, camera.x, camera.y, width, height)
  }

  /** Whether its pixels can be known; it is emptied: see `canBeRead`. */
  get readable(): boolean {
    return canBeRead(this.#context)
  }

  /** Its pixels. */
  get cells(): ImageData {
    return this.#context.getImageData(0, 0, this.canvas.width, this.canvas.height)
  }

  get pixelsPerUnit(): number {
    return this.#camera.zoom * this.#size.ratio
  }

  /** Takes a part of the board from another layer of the same camera and size. */
  take({ left, top, right, bottom }: Bounds, { canvas }: Layer): void {
    const context = this.#context
    const { x, y, zoom } = this.#camera
    const scale = zoom * this.#size.ratio
    // Whole pixels, or there would be seams.
    const from = { x: Math.floor((left - x) * scale), y: Math.floor((top - y) * scale) }
    const [width, height] = [Math.ceil((right - x) * scale) - from.x, Math.ceil((bottom - y) * scale) - from.y]
    context.save()
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.beginPath()
    context.rect(from.x, from.y, width, height)
    context.clip()
    context.clearRect(from.x, from.y, width, height)
    context.drawImage(canvas, 0, 0)
    context.restore()
  }

  #look(): void {
    const { x, y, zoom } = this.#camera
    const scale = zoom * this.#size.ratio
    this.#context.setTransform(scale, 0, 0, scale, -x * scale, -y * scale)
  }
}
