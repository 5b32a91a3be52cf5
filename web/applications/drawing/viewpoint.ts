import { Listeners, type Subscribable } from '../../common/store.ts'
import { type Camera, PLAIN_ZOOM, type Point, panned, zoomed } from './camera.ts'

/** Where the user looks at a board from. */
export class Viewpoint implements Subscribable {
  readonly #listeners = new Listeners()
  #camera: Camera = { x: 0, y: 0, zoom: PLAIN_ZOOM }

  get camera(): Camera {
    return this.#camera
  }

  /** In percent of the plain size. */
  get percent(): number {
    return Math.round((100 * this.#camera.zoom) / PLAIN_ZOOM)
  }

  look(camera: Camera): void {
    this.#camera = camera
    this.#listeners.notify()
  }

  pan(by: Point): void {
    this.look(panned(this.#camera, by))
  }

  zoom(factor: number, about: Point): void {
    this.look(zoomed(this.#camera, factor, about))
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener)
  }
}
