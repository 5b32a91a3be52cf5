import type { SeenCells } from './area.ts'
import type { Camera, Extent, Point } from './camera.ts'
import { drawnCells } from './drawn-cells.ts'
import { around, type Bounds, overlap } from './geometry.ts'
import type { InkItem } from './ink-item.ts'
import { type DrawingSeen, InkItems } from './ink-items.ts'
import { Layer, type ViewSize } from './layer.ts'
import { Picture } from './picture.ts'
import { watchPixelRatio } from './pixel-ratio.ts'

/** How long a stroke that doesn't go on any more stays among the moving ones, in milliseconds. */
const STILL = 500

/** How many cells the longer side of a view has, for what looks at the picture: about two pixels each. */
const CELLS = 640

/** From how many strokes at once on all is painted anew, instead of each by itself. */
const MANY = 100

/** A stroke that goes on. */
interface Moving {
  readonly item: InkItem
  /** When it went on last. */
  readonly since: number
  /** Where the picture has it already, as it was before it went on. */
  readonly below: Bounds | undefined
}

/**
 * Shows a drawing: what is finished on a picture that is painted once, and above it what goes on, painted anew whenever
 * that changes. A frame costs what changed, whatever the drawing holds.
 */
export class Easel {
  readonly element = document.createElement('div')
  readonly #items = new InkItems()
  /** Strokes that go on, in no order: they are above all others, and settle in the order in which they were begun. */
  readonly #moving = new Map<string, Moving>()
  readonly #picture: Picture
  readonly #live = new Layer()
  readonly #observer = new ResizeObserver(() => this.#resized())
  readonly #stopWatching = watchPixelRatio(() => this.#resized())
  readonly #tellExtent: (extent: Extent) => void
  /** The highest order on the picture. */
  #newest = -1
  #drafts: readonly InkItem[] = []
  #camera: Camera
  #size: ViewSize = { width: 0, height: 0, ratio: 1 }
  #frame = 0
  /** Whether what is on the live layer is not what should be. */
  #changed = true

  /** @param resized is told how large the view is, and whenever that changes */
  constructor(camera: Camera, resized: (extent: Extent) => void = () => undefined) {
    this.#camera = camera
    this.#tellExtent = resized
    this.element.className = 'easel'
    this.element.ariaBusy = 'true'
    this.#picture = new Picture({ items: (part) => this.#kept(part), shown: () => this.#shown() })
    this.element.append(this.#picture.element, this.#live.canvas)
    this.#observer.observe(this.element)
  }

  get items(): Iterable<InkItem> {
    return this.#items.all
  }

  /** Shows a drawing, and returns the strokes that are new or went on. */
  show({ ink }: Pick<DrawingSeen, 'ink'>): readonly InkItem[] {
    const { added, changed, removed } = this.#items.update(ink)
    if (added.length + changed.length + removed.length === 0) return []
    if (added.length + removed.length > MANY) {
      this.#moving.clear()
      const all = [...added, ...changed.map(({ item }) => item)]
      for (const { stroke } of all) this.#newest = Math.max(this.#newest, stroke.order)
      this.#picture.renewAll()
    } else {
      for (const item of removed) this.#remove(item)
      for (const item of added) {
        // What an undo brings back lies where it lay.
        if (item.stroke.order > this.#newest) this.#move(item, undefined)
        else this.#picture.renew(item.bounds)
      }
      for (const { item, before } of changed) {
        const moving = this.#moving.get(item.id)
        this.#move(item, moving ? moving.below : before.bounds)
      }
    }
    this.#change()
    return [...added, ...changed.map(({ item }) => item)]
  }

  /** Strokes of one's own as they are under the pen, in place of what the drawing has of them. */
  draft(items: readonly InkItem[]): void {
    this.#drafts = items
    this.#change()
  }

  look(camera: Camera): void {
    this.#camera = camera
    this.#change()
  }

  /** The middle of what is seen, in pixels. */
  get middle(): Point {
    return { x: this.#size.width / 2, y: this.#size.height / 2 }
  }

  /** What is seen now, as a small picture; as it is reckoned, where the browser keeps it from being read. */
  cells(): SeenCells {
    const { width, height } = this.#size
    const scale = CELLS / Math.max(width, height, 1)
    const copy = new Layer({ read: true })
    copy.reset(this.#camera, { width, height, ratio: scale })
    const [camera, perCell] = [this.#camera, 1 / scale]
    if (!copy.readable)
      return { camera, perCell, cells: drawnCells(this.#inOrder(), camera, { width, height, perCell }) }
    for (const layer of [this.#picture.layer, this.#live]) copy.draw(layer)
    return { camera, perCell, cells: copy.cells }
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame)
    this.#observer.disconnect()
    this.#stopWatching()
  }

  #resized(): void {
    const { clientWidth: width, clientHeight: height } = this.element
    if (width === 0 || height === 0) return
    this.#size = { width, height, ratio: window.devicePixelRatio }
    this.#tellExtent({ width, height })
    this.#picture.renewAll()
    this.#change()
  }

  #change(): void {
    this.#changed = true
    this.#request()
  }

  #request(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame((now) => this.#paint(now))
  }

  #paint(now: number): void {
    this.#frame = 0
    if (this.#size.width === 0) return
    this.#settle(now)
    const more = this.#picture.step(this.#camera, this.#size, this.#moving.size + this.#drafts.length > 0)
    if (this.#changed) this.#paintLive()
    if (more || this.#moving.size > 0) this.#request()
  }

  #paintLive(): void {
    this.#changed = false
    this.#live.reset(this.#camera, this.#size)
    const drafts = new Set(this.#drafts.map(({ id }) => id))
    for (const { item } of this.#moving.values()) if (!drafts.has(item.id)) this.#live.paint(item)
    for (const item of this.#drafts) this.#live.paint(item)
  }

  #move(item: InkItem, below: Bounds | undefined): void {
    this.#moving.set(item.id, { item, since: performance.now(), below })
  }

  #remove(item: InkItem): void {
    const moving = this.#moving.get(item.id)
    this.#moving.delete(item.id)
    const painted = moving ? moving.below : item.bounds
    if (painted) this.#picture.renew(painted)
  }

  /** Puts strokes that have come to an end on the picture, in their order: none before one that lies below it. */
  #settle(now: number): void {
    const inOrder = [...this.#moving.values()].sort((one, other) => one.item.stroke.order - other.item.stroke.order)
    for (const { item, since, below } of inOrder) {
      if (now - since < STILL) return
      this.#moving.delete(item.id)
      this.#changed = true
      // What the picture has of it may be more than there is now, and others may lie above it.
      if (below) this.#picture.renew(around([below, item.bounds]) ?? below)
      else if (item.stroke.order <= this.#newest) this.#picture.renew(item.bounds)
      else this.#picture.add(item)
      this.#newest = Math.max(this.#newest, item.stroke.order)
    }
  }

  /** The strokes in a part of the board that are not among the moving ones, the lowest first. */
  #kept(part: Bounds): InkItem[] {
    const kept: InkItem[] = []
    for (const item of this.#items.all) {
      if (!this.#moving.has(item.id) && overlap(item.bounds, part)) kept.push(item)
    }
    return kept.sort((one, other) => one.stroke.order - other.stroke.order)
  }

  /** All strokes, the lowest first. */
  #inOrder(): InkItem[] {
    return [...this.#items.all].sort((one, other) => one.stroke.order - other.stroke.order)
  }

  #shown(): void {
    this.element.ariaBusy = 'false'
    performance.mark('drawing shown')
  }
}
