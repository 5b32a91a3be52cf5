import { SHEET } from '../../../server/applications/draw-and-guess/sheet.ts'
import type { Camera } from '../drawing/camera.ts'

/** What sees all of the sheet in a view that is so many pixels wide. */
export function sheetCamera(width: number): Camera {
  return { x: 0, y: 0, zoom: width / SHEET.width }
}
