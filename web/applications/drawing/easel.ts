import { type Camera, type Point, toBoard } from './camera.ts'
import { around, type Bounds, overlap } from './geometry.ts'
import type { InkItem } from './ink-item.ts'
import { type DrawingSeen, InkItems } from './ink-items.ts'
import { Layer, type ViewSize } from './layer.ts'

/** How long a stroke that doesn't go on any more stays among those that are painted at each frame, in milliseconds. */
const STILL = 300

/** How long painting everything anew may hold up one frame, in milliseconds. */
const SLICE = 6

/** The same where nothing is shown yet: the sooner the board is there, the better. */
const FIRST_SLICE = 60

/** From how many strokes at once on all is painted anew, instead of each by itself. */
const MANY = 100

/** A picture of everything that is being made, a slice at a frame. */
interface Painting {
  readonly layer: Layer
  readonly items: InkItem[]
  next: number
}

/**
 * Shows a drawing on canvases: what is finished is painted once, and kept; above it, at each frame, only what goes on.
 * A new camera shows the old picture moved, until one for it is made.
 */
export class Easel {
  readonly element = document.createElement('div')
  readonly #items = new InkItems()
  readonly #moving = new Map<string, { item: InkItem; since: number }>()
  readonly #live = new Layer()
  readonly #observer = new ResizeObserver(() => this.#resized())
  #settled = new Layer()
  #painting: Painting | undefined
  #newest = -1
  #drafts: readonly InkItem[] = []
  #camera: Camera
  #size: ViewSize = { width: 0, height: 0, ratio: 1 }
  #frame = 0
  #stale = true
  /** Whether strokes wait for their first picture. */
  #opening = true

  constructor(camera: Camera) {
    this.#camera = camera
    this.element.className = 'easel'
    this.element.append(this.#settled.canvas, this.#live.canvas)
    this.#observer.observe(this.element)
  }

  get items(): Iterable<InkItem> {
    return this.#items.all
  }

  /** Shows a drawing, and returns the strokes that are new or went on. */
  show({ ink }: Pick<DrawingSeen, 'ink'>): readonly InkItem[] {
    const { added, grown, removed } = this.#items.update(ink)
    const renewed: InkItem[] = []
    if (added.length + removed.length > MANY) {
      this.#moving.clear()
      for (const { stroke } of added) this.#newest = Math.max(this.#newest, stroke.order)
      this.#stale = true
    } else {
      renewed.push(...removed.filter((item) => !this.#moving.delete(item.id)))
      for (const item of grown) if (!this.#moving.has(item.id)) renewed.push(item)
      for (const item of added) if (item.stroke.order <= this.#newest) renewed.push(item)
      for (const item of [...grown, ...added]) {
        if (this.#moving.has(item.id) || item.stroke.order > this.#newest) this.#move(item)
      }
      this.#renew(renewed)
    }
    if (added.length + grown.length + removed.length > 0) this.#request()
    return [...added, ...grown]
  }

  /** Strokes of one's own as they are under the pen, in place of what the drawing has of them. */
  draft(items: readonly InkItem[]): void {
    this.#drafts = items
    this.#request()
  }

  look(camera: Camera): void {
    this.#camera = camera
    this.#request()
  }

  /** The middle of what is seen, in pixels. */
  get middle(): Point {
    return { x: this.#size.width / 2, y: this.#size.height / 2 }
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame)
    this.#observer.disconnect()
  }

  #resized(): void {
    const { clientWidth: width, clientHeight: height } = this.element
    if (width === 0 || height === 0) return
    this.#size = { width, height, ratio: window.devicePixelRatio }
    this.#stale = true
    this.#request()
  }

  #request(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame((now) => this.#paint(now))
  }

  #paint(now: number): void {
    this.#frame = 0
    if (this.#size.width === 0) return
    this.#settle(now)
    this.#work(now)
    this.#place()
    this.#live.reset(this.#camera, this.#size)
    const drafts = new Set(this.#drafts.map(({ id }) => id))
    for (const { item } of this.#moving.values()) if (!drafts.has(item.id)) this.#live.paint(item)
    for (const item of this.#drafts) this.#live.paint(item)
    if (this.#painting || this.#moving.size > 0 || this.#stale) this.#request()
  }

  #move(item: InkItem): void {
    this.#moving.set(item.id, { item, since: performance.now() })
  }

  /** Strokes that have come to an end are kept, in their order: none before one that lies below it. */
  #settle(now: number): void {
    const inOrder = [...this.#moving.values()].sort((one, other) => one.item.stroke.order - other.item.stroke.order)
    for (const { item, since } of inOrder) {
      if (now - since < STILL) return
      this.#moving.delete(item.id)
      this.#newest = Math.max(this.#newest, item.stroke.order)
      this.#settled.paint(item)
      this.#painting?.items.push(item)
    }
  }

  /** Paints anew the part of the picture where these are, or were. */
  #renew(items: readonly InkItem[]): void {
    const part = around(items.map(({ bounds }) => bounds))
    if (!part) return
    // What is half done has them as they were.
    if (this.#painting) this.#stale = true
    this.#settled.repaint(part, this.#kept(part))
  }

  /** The strokes in a part of the board that are not among the moving ones, the lowest first. */
  #kept(part: Bounds): InkItem[] {
    const kept: InkItem[] = []
    for (const item of this.#items.all) {
      if (!this.#moving.has(item.id) && overlap(item.bounds, part)) kept.push(item)
    }
    return kept.sort((one, other) => one.stroke.order - other.stroke.order)
  }

  /** Goes on with a new picture, where one is needed: until it is done, the old one stands. */
  #work(now: number): void {
    const { camera } = this.#settled
    if (!this.#painting && (this.#stale || camera !== this.#camera)) {
      const layer = new Layer()
      layer.reset(this.#camera, this.#size)
      this.#painting = { layer, items: this.#kept(this.#seen()), next: 0 }
      this.#stale = false
    }
    const painting = this.#painting
    if (!painting) return
    const end = Math.max(now, performance.now()) + (this.#opening ? FIRST_SLICE : SLICE)
    while (painting.next < painting.items.length && performance.now() < end) {
      const item = painting.items[painting.next++]
      if (item) painting.layer.paint(item)
    }
    if (painting.next < painting.items.length) return
    this.#settled.canvas.replaceWith(painting.layer.canvas)
    this.#settled = painting.layer
    this.#painting = undefined
    if (painting.items.length > 0) this.#opening = false
  }

  /** The part of the board that is seen. */
  #seen(): Bounds {
    const { x, y } = toBoard(this.#camera, { x: this.#size.width, y: this.#size.height })
    return { left: this.#camera.x, top: this.#camera.y, right: x, bottom: y }
  }

  /** Puts the picture where the camera sees it now. */
  #place(): void {
    const { camera } = this.#settled
    const scale = this.#camera.zoom / camera.zoom
    const x = (camera.x - this.#camera.x) * this.#camera.zoom
    const y = (camera.y - this.#camera.y) * this.#camera.zoom
    const still = camera === this.#camera
    this.#settled.canvas.style.transform = still ? '' : `translate(${x}px, ${y}px) scale(${scale})`
  }
}
