import type { Camera } from '../drawing/camera.ts'

/** The sheet that one draws on, in board units: the same part of the board for everybody, on a screen of any size. */
export const SHEET = { width: 1600, height: 1200 } as const

/** What sees all of the sheet in a view that is so many pixels wide. */
export function sheetCamera(width: number): Camera {
  return { x: 0, y: 0, zoom: width / SHEET.width }
}
