import { Listeners, type Subscribable } from '../../common/store.ts'
import { type Camera, type Extent, PLAIN_ZOOM, type Point, panned, withinBoard, zoomed } from './camera.ts'

/** Where the user looks at a board from. What they see ends where the board does. */
export class Viewpoint implements Subscribable {
  readonly #listeners = new Listeners()
  #camera: Camera = { x: 0, y: 0, zoom: PLAIN_ZOOM }
  #fixed = false
  #extent: Extent = { width: 0, height: 0 }

  get camera(): Camera {
    return this.#camera
  }

  /** In percent of the plain size. */
  get percent(): number {
    return Math.round((100 * this.#camera.zoom) / PLAIN_ZOOM)
  }

  /** Whether no hand or wheel moves the view. */
  get fixed(): boolean {
    return this.#fixed
  }

  look(camera: Camera): void {
    this.#camera = camera
    this.#listeners.notify()
  }

  /** Looks from there, and lets no hand or wheel move the view any more: for a sheet that all see in whole. */
  fix(camera: Camera): void {
    this.#fixed = true
    this.look(camera)
  }

  /** The view is as large as this now. */
  resize(extent: Extent): void {
    this.#extent = extent
    this.#move(this.#camera)
  }

  pan(by: Point): void {
    this.#move(panned(this.#camera, by))
  }

  zoom(factor: number, about: Point): void {
    this.#move(zoomed(this.#camera, factor, about))
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener)
  }

  #move(camera: Camera): void {
    if (!this.#fixed) this.look(withinBoard(camera, this.#extent))
  }
}
