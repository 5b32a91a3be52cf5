import type { Camera } from './camera.ts'
import { around, type Bounds, overlap, widened } from './geometry.ts'
import type { InkItem } from './ink-item.ts'
import { Layer, type ViewSize } from './layer.ts'

/**
 * How much is painted at one frame at most: milliseconds of script, and strokes, since most of what these cost comes
 * after the script.
 */
interface Slice {
  readonly ms: number
  readonly strokes: number
}

/** So that ten who draw don't notice it. */
const BESIDE: Slice = { ms: 4, strokes: 80 }
/** Where nothing else goes on. */
const ALONE: Slice = { ms: 10, strokes: 200 }
/** Where nothing is shown yet: the sooner the board is there, the better. */
const FIRST: Slice = { ms: 60, strokes: Number.POSITIVE_INFINITY }

/**
 * How much further than its bounds a stroke's paint may reach, in pixels of the canvas: what is thinner than one of them
 * takes a whole one, and edges are soft.
 */
const SOFT = 2

/** From how many strokes on the first picture is a sketch of half as many pixels, which is then made a proper one. */
const CROWDED = 1500

/** What is being painted. */
interface Work {
  readonly layer: Layer
  readonly items: InkItem[]
  next: number
  readonly rough: boolean
  /** The part of the board that is painted anew; undefined: all that is seen. */
  readonly part: Bounds | undefined
}

export interface PictureParts {
  /** What belongs on it in a part of the board, the lowest first. */
  items(part: Bounds): InkItem[]
  /** The first whole picture is there. */
  shown(): void
}

/**
 * The strokes of a drawing that stay as they are, on a canvas. Each is painted once. What must be painted anew is so a
 * slice at a frame, however much it is; until it is done, what was there stands, moved to where the camera sees it now.
 */
export class Picture {
  readonly element = document.createElement('div')
  readonly #parts: PictureParts
  #layer = new Layer()
  #work: Work | undefined
  #stale = true
  /** What is to be painted anew when the present work is done. */
  #dirty: Bounds | undefined
  /** Whether strokes wait for their first picture. */
  #opening = true

  constructor(parts: PictureParts) {
    this.#parts = parts
    this.element.append(this.#layer.canvas)
  }

  /** What is shown now. */
  get layer(): Layer {
    return this.#layer
  }

  /** Puts a stroke on top of the others. */
  add(item: InkItem): void {
    this.#layer.paint(item)
    this.#work?.items.push(item)
  }

  /** Something changed in a part of it. */
  renew(part: Bounds): void {
    this.#dirty = around(this.#dirty ? [this.#dirty, part] : [part])
  }

  renewAll(): void {
    this.#stale = true
  }

  /** Does the work of one frame. Returns whether there is more; `beside`: something else is painted at each frame too. */
  step(camera: Camera, size: ViewSize, beside: boolean): boolean {
    this.#work ??= this.#begin(camera, size)
    if (this.#work) this.#goOn(this.#work, this.#opening ? FIRST : beside ? BESIDE : ALONE)
    this.#place(camera)
    return this.#work !== undefined || this.#stale || this.#dirty !== undefined || this.#layer.camera !== camera
  }

  #begin(camera: Camera, size: ViewSize): Work | undefined {
    const all = this.#stale || this.#layer.camera !== camera
    const seen = seenBy(camera, size)
    const soft = SOFT / (camera.zoom * size.ratio)
    const dirty = this.#dirty && widened(this.#dirty, soft)
    const part = all ? seen : dirty && overlap(dirty, seen) ? dirty : undefined
    this.#stale = false
    this.#dirty = undefined
    if (!part) return undefined
    const items = this.#parts.items(widened(part, soft))
    const rough = this.#opening && items.length > CROWDED
    const layer = new Layer()
    layer.reset(camera, rough ? { ...size, ratio: size.ratio / 2 } : size)
    return { layer, items, next: 0, rough, part: all ? undefined : part }
  }

  #goOn(work: Work, { ms, strokes }: Slice): void {
    const [end, last] = [performance.now() + ms, Math.min(work.items.length, work.next + strokes)]
    while (work.next < last && performance.now() < end) {
      const item = work.items[work.next++]
      if (item && work.rough) work.layer.sketch(item)
      else if (item) work.layer.paint(item)
    }
    if (work.next < work.items.length) return
    this.#work = undefined
    if (work.part) {
      this.#layer.take(work.part, work.layer)
      return
    }
    this.#layer.canvas.replaceWith(work.layer.canvas)
    this.#layer = work.layer
    this.#stale ||= work.rough
    if (this.#opening && work.items.length > 0) {
      this.#opening = false
      this.#parts.shown()
    }
  }

  /** Puts the picture where the camera sees it now. */
  #place(to: Camera): void {
    const { camera: from, canvas } = this.#layer
    const [x, y] = [(from.x - to.x) * to.zoom, (from.y - to.y) * to.zoom]
    canvas.style.transform = from === to ? '' : `translate(${x}px, ${y}px) scale(${to.zoom / from.zoom})`
  }
}

/** The part of the board that is seen. */
function seenBy({ x, y, zoom }: Camera, { width, height }: ViewSize): Bounds {
  return { left: x, top: y, right: x + width / zoom, bottom: y + height / zoom }
}
