import { EDGE } from '../../../server/applications/drawing/stroke.ts'

/** A place: on the board in board units, or in the view in CSS pixels. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** Which part of the board is seen: `x`, `y` is the board's point at the view's upper left corner, `zoom` pixels a unit. */
export interface Camera extends Point {
  readonly zoom: number
}

/** How large a view is, in CSS pixels. */
export interface Extent {
  readonly width: number
  readonly height: number
}

const MIN_ZOOM = 0.02
const MAX_ZOOM = 4

/** What 100 % means: two board units are a pixel, so that whole numbers are fine enough for ink. */
export const PLAIN_ZOOM = 0.5

export function toBoard(camera: Camera, { x, y }: Point): Point {
  return { x: camera.x + x / camera.zoom, y: camera.y + y / camera.zoom }
}

export function toView(camera: Camera, { x, y }: Point): Point {
  return { x: (x - camera.x) * camera.zoom, y: (y - camera.y) * camera.zoom }
}

/** Moved with the hand, by pixels. */
export function panned(camera: Camera, by: Point): Camera {
  return { ...camera, x: camera.x - by.x / camera.zoom, y: camera.y - by.y / camera.zoom }
}

/** Zoomed by a factor about a place of the view, which stays where it is. */
export function zoomed(camera: Camera, factor: number, about: Point): Camera {
  const zoom = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, camera.zoom * factor))
  const fixed = toBoard(camera, about)
  return { x: fixed.x - about.x / zoom, y: fixed.y - about.y / zoom, zoom }
}

/** The board's own place next to any other. */
export function nearestOnBoard({ x, y }: Point): Point {
  return { x: Math.min(EDGE, Math.max(-EDGE, x)), y: Math.min(EDGE, Math.max(-EDGE, y)) }
}

/** The camera next to this one whose view shows nothing beyond the board: who points at what they see points at the board. */
export function withinBoard(camera: Camera, { width, height }: Extent): Camera {
  const zoom = Math.max(camera.zoom, width / (2 * EDGE), height / (2 * EDGE))
  const kept = (at: number, pixels: number): number => Math.max(-EDGE, Math.min(at, EDGE - pixels / zoom))
  const [x, y] = [kept(camera.x, width), kept(camera.y, height)]
  return x === camera.x && y === camera.y && zoom === camera.zoom ? camera : { x, y, zoom }
}
