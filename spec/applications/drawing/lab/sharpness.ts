import { easelFor, frames } from './easel-for.ts'
import type { Sample } from './sample.ts'

/** Hangs an easel and leaves it there. Returns, whenever asked, how many pixels its canvases have to one of CSS across. */
export async function sharpness(sample: Sample): Promise<() => Promise<number[]>> {
  const easel = easelFor(sample)
  easel.show({ ink: { s: Object.fromEntries(sample.strokes.map((stroke, at) => [`s${at}`, stroke])) } })
  await frames(5)
  return async () => {
    await frames(5)
    return [...easel.element.querySelectorAll('canvas')].map(({ width }) => width / easel.element.clientWidth)
  }
}
