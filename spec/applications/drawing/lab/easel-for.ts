import { Easel } from '../../../../web/applications/drawing/easel.ts'
import type { Sample } from './sample.ts'

/** An easel on the page, as large as a sample's view, with nothing on it yet. */
export function easelFor({ camera, width, height }: Sample): Easel {
  const easel = new Easel(camera)
  const place = document.createElement('div')
  place.style.cssText = `position: relative; width: ${width}px; height: ${height}px; overflow: hidden`
  easel.element.style.cssText = 'position: absolute; inset: 0'
  place.append(easel.element)
  document.body.append(place)
  return easel
}

/** Resolves after so many frames. */
export async function frames(count: number): Promise<void> {
  for (let frame = 0; frame < count; frame += 1) await new Promise(requestAnimationFrame)
}
