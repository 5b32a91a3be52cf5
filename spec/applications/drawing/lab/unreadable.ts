import { areaAround } from '../../../../web/applications/drawing/area.ts'
import { fileOf } from '../../../../web/applications/drawing/export.ts'
import { InkItem } from '../../../../web/applications/drawing/ink-item.ts'
import { easelFor, frames } from './easel-for.ts'
import type { Sample } from './sample.ts'

interface Told {
  readonly area: number
  readonly kind: string | undefined
}

/**
 * Fills the middle of a sample's view and saves it as PNG, twice: by a browser that lets canvases be read, and by one
 * that answers with noise. Tells how large the area is, in pixels of the view, and what kind of file it became.
 */
export async function unreadable(sample: Sample): Promise<{ plain: Told; noisy: Told }> {
  const easel = easelFor(sample)
  easel.show({ ink: { s: Object.fromEntries(sample.strokes.map((stroke, at) => [`s${at}`, stroke])) } })
  await frames(3)
  const tell = async (): Promise<Told> => {
    const { camera, width, height } = sample
    const middle = { x: camera.x + width / 2 / camera.zoom, y: camera.y + height / 2 / camera.zoom }
    const found = areaAround(easel.cells(), middle)
    const xs = found?.points.filter((_, at) => at % 2 === 0) ?? []
    const file = await fileOf(
      sample.strokes.map((stroke, at) => new InkItem(`s${at}`, stroke)),
      'png',
    )
    return { area: Math.round((Math.max(...xs) - Math.min(...xs)) * camera.zoom), kind: file?.kind }
  }
  const plain = await tell()
  const { getImageData } = CanvasRenderingContext2D.prototype
  CanvasRenderingContext2D.prototype.getImageData = function (...given: Parameters<typeof getImageData>) {
    const { width, height } = getImageData.apply(this, given)
    return new ImageData(
      Uint8ClampedArray.from({ length: 4 * width * height }, () => 256 * Math.random()),
      width,
      height,
    )
  }
  try {
    return { plain, noisy: await tell() }
  } finally {
    CanvasRenderingContext2D.prototype.getImageData = getImageData
    easel.destroy()
  }
}
