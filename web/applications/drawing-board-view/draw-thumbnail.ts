import { COLOURS } from '../../../server/applications/drawing/stroke.ts'
import { THUMBNAIL, thumbnailCells } from '../../../server/applications/drawing/thumbnail-text.ts'
import { rgbOf } from '../drawing/colours.ts'

/** What there is to draw with, as red, green, blue. */
const INKS = COLOURS.map(({ value }) => rgbOf(value))

/** Draws the small picture of a board that its preview carries. False where it carries none. */
export function drawThumbnail(preview: string, place: HTMLElement): boolean {
  const cells = thumbnailCells(preview.split('\n')[1] ?? '')
  const canvas = place.querySelector('canvas') ?? document.createElement('canvas')
  const context = cells && canvas.getContext('2d')
  if (!cells || !context) {
    place.replaceChildren()
    return false
  }
  canvas.width = THUMBNAIL.width
  canvas.height = THUMBNAIL.height
  const picture = context.createImageData(THUMBNAIL.width, THUMBNAIL.height)
  for (const [at, cell] of cells.entries()) {
    if (cell > 0) picture.data.set([...(INKS[cell - 1] ?? []), 255], 4 * at)
  }
  context.putImageData(picture, 0, 0)
  canvas.className = 'board-thumbnail'
  if (!canvas.parentElement) place.append(canvas)
  return true
}
