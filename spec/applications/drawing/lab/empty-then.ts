import type { Easel } from '../../../../web/applications/drawing/easel.ts'
import { InkItem } from '../../../../web/applications/drawing/ink-item.ts'
import { Layer } from '../../../../web/applications/drawing/layer.ts'
import { easelFor, frames } from './easel-for.ts'
import type { Sample } from './sample.ts'

/** When strokes are taken away again: as soon as they are painted, or when they lie on the picture. */
type When = 'at once' | 'settled'

/**
 * Shows all samples, and takes their strokes away again, one by one. Returns those that are wrong: where something is
 * there that would not be if what was taken away had never been drawn, or nothing was painted at all.
 */
export async function emptyThen(samples: readonly Sample[], when: When): Promise<{ wrong: string; sample: Sample }[]> {
  const shown = samples.map((given) => {
    const sample = { ...given, strokes: given.strokes.map((stroke, order) => ({ ...stroke, order })) }
    return { sample, easel: easelFor(sample) }
  })
  for (const { sample, easel } of shown) easel.show(inkOf(sample, 0))
  await frames(3)
  // As long as a stroke is taken for one that goes on.
  if (when === 'settled') await new Promise((resolve) => setTimeout(resolve, 600))
  await frames(5)
  const bad: { wrong: string; sample: Sample }[] = []
  const most = Math.max(...samples.map(({ strokes }) => strokes.length))
  for (let gone = 0; gone <= most; gone += 1) {
    for (const { sample, easel } of shown) easel.show(inkOf(sample, gone))
    await frames(5)
    for (const { sample, easel } of shown) {
      // What has not settled lies on a canvas of its own, and where two meet colours are rounded otherwise.
      if (when === 'at once' && gone < sample.strokes.length) continue
      const off = difference(easel, sample, gone)
      if (off > 0) bad.push({ wrong: `${off} pixels, ${gone} taken away`, sample })
    }
  }
  for (const { easel } of shown) {
    easel.destroy()
    easel.element.parentElement?.remove()
  }
  return bad
}

/** What is left after so many of the lowest were taken away. */
function inkOf({ strokes }: Sample, gone: number) {
  const left = strokes.slice(gone).map((stroke) => [`s${stroke.order}`, stroke] as const)
  return { ink: { s: Object.fromEntries(left) } }
}

/** How many pixels are not as if the rest had been painted on an empty canvas. */
export function difference(easel: Easel, sample: Sample, gone: number): number {
  const { camera, width, height } = sample
  const is = new Layer()
  const shouldBe = new Layer()
  const size = { width, height, ratio: window.devicePixelRatio }
  for (const layer of [is, shouldBe]) layer.reset(camera, size)
  const context = is.canvas.getContext('2d')
  context?.resetTransform()
  for (const canvas of easel.element.querySelectorAll('canvas')) context?.drawImage(canvas, 0, 0)
  for (const stroke of sample.strokes.slice(gone)) shouldBe.paint(new InkItem(`s${stroke.order}`, stroke))
  const [one, other] = [is.cells.data, shouldBe.cells.data]
  let off = 0
  for (let at = 0; at < one.length; at += 4) {
    if ([at, at + 1, at + 2, at + 3].some((each) => one[each] !== other[each])) off += 1
  }
  return off
}
