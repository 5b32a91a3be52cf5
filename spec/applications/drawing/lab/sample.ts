import type { Stroke } from '../../../../server/applications/drawing/stroke.ts'
import type { Camera } from '../../../../web/applications/drawing/camera.ts'

/** A view of some strokes. */
export interface Sample {
  readonly camera: Camera
  readonly width: number
  readonly height: number
  /** The lowest first. */
  readonly strokes: readonly Stroke[]
}
