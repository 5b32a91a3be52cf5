import { type Point, toBoard } from '../../../../web/applications/drawing/camera.ts'
import { distanceTo } from '../../../../web/applications/drawing/geometry.ts'
import { hits } from '../../../../web/applications/drawing/hits.ts'
import { InkItem } from '../../../../web/applications/drawing/ink-item.ts'
import { Layer } from '../../../../web/applications/drawing/layer.ts'
import type { Sample } from './sample.ts'

/** An eraser's way over a view, in pixels. */
export interface Way {
  readonly from: Point
  readonly to: Point
  readonly radius: number
}

/** From which opacity on one sees a pixel, of 255. */
const SEEN = 40

/** How many pixels an eraser may be off. */
const OFF = 2

/** Erases each stroke of a sample on each way. Returns where what was taken was not touched, or what was touched was left. */
export function rubbed(
  samples: readonly Sample[],
  ways: readonly Way[],
): { wrong: string; stroke: unknown; way: Way }[] {
  return samples.flatMap(({ camera, width, height, strokes }) => {
    const layer = new Layer()
    return strokes.flatMap((stroke) => {
      layer.reset(camera, { width, height, ratio: 1 })
      const item = new InkItem('it', stroke)
      layer.paint(item)
      const { data } = layer.cells
      // Ink of a fiftieth of a pixel paints nothing that a browser keeps: nobody can say where it is touched.
      const visible = data.some((opacity, at) => at % 4 === 3 && opacity >= SEEN)
      // A letter's edge is known to a part of its height.
      const off = OFF + (stroke.tool === 'text' ? 3 * camera.zoom : 0)
      return ways.flatMap((way) => {
        const sweep = { from: toBoard(camera, way.from), to: toBoard(camera, way.to), radius: way.radius / camera.zoom }
        const taken = hits([item], sweep).length > 0
        const touched = (most: number, least: number): boolean => {
          for (let at = 0; at < width * height; at += 1) {
            if ((data[4 * at + 3] ?? 0) < least) continue
            const pixel = { x: (at % width) + 0.5, y: Math.floor(at / width) + 0.5 }
            if (distanceTo(pixel, way.from, way.to) <= most) return true
          }
          return false
        }
        const inside = [way.from, way.to].every(({ x, y }) => Math.min(x, y, width - x, height - y) > way.radius + off)
        if (!taken && touched(way.radius - off, SEEN)) return [{ wrong: 'touched and left', stroke, way, camera }]
        // What lies beside the view is not painted, and may well be touched.
        if (taken && inside && visible && !touched(way.radius + off, 1))
          return [{ wrong: 'taken, not touched', stroke, way, camera }]
        return []
      })
    })
  })
}
