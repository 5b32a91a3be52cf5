import { fileOf } from '../../../../web/applications/drawing/export.ts'
import { InkItem } from '../../../../web/applications/drawing/ink-item.ts'
import type { Sample } from './sample.ts'

interface Exported {
  /** What an XML parser says of the SVG; undefined: nothing. */
  readonly error: string | undefined
  /** The SVG's elements, but for its paper, and its texts. */
  readonly elements: number
  readonly texts: readonly string[]
  /** How much ink the PNG has, and how much of it the SVG has elsewhere, in pixels. */
  readonly ink: number
  readonly off: number
  /** Whether nothing is painted at the PNG's edges, where it would be cut off. */
  readonly whole: boolean
}

/** Exports each sample as both kinds of file, and opens them again. */
export async function exported(samples: readonly Sample[]): Promise<Exported[]> {
  const all: Exported[] = []
  for (const { strokes } of samples) {
    const items = strokes.map((stroke, order) => new InkItem(`s${order}`, { ...stroke, order }))
    const [svg, png] = await Promise.all([fileOf(items, 'svg'), fileOf(items, 'png')])
    if (!svg || !png || png.kind !== 'png') throw new Error('there is no file')
    all.push({ ...(await parsed(svg.content)), ...(await compared(svg.content, png.content)) })
  }
  return all
}

async function parsed(svg: Blob): Promise<Pick<Exported, 'error' | 'elements' | 'texts'>> {
  const read = new DOMParser().parseFromString(await svg.text(), 'image/svg+xml')
  return {
    error: read.querySelector('parsererror')?.textContent ?? undefined,
    elements: read.documentElement.childElementCount - 1,
    texts: [...read.querySelectorAll('text')].map(({ textContent }) => textContent ?? ''),
  }
}

async function compared(svg: Blob, png: Blob): Promise<Pick<Exported, 'ink' | 'off' | 'whole'>> {
  const [one, other] = [await opened(png), await opened(svg)]
  const { width, height } = one
  const dark = (of: HTMLImageElement): Uint8Array => {
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
    context?.drawImage(of, 0, 0, width, height)
    const { data } = context?.getImageData(0, 0, width, height) ?? { data: [] }
    return Uint8Array.from({ length: width * height }, (_, at) =>
      [0, 1, 2].some((channel) => (data[4 * at + channel] ?? 0) < 200) ? 1 : 0,
    )
  }
  const [pixels, same] = [dark(one), dark(other)]
  const edge = (at: number): boolean => {
    const [x, y] = [at % width, Math.floor(at / width)]
    return x < 3 || y < 3 || x > width - 4 || y > height - 4
  }
  // A pixel's breadth is nothing: edges are softened otherwise in an image.
  const near = (of: Uint8Array, at: number): boolean =>
    [-width - 1, -width, 1 - width, -1, 0, 1, width - 1, width, width + 1].some((by) => of[at + by] === 1)
  let [ink, off, whole] = [0, 0, true]
  for (const [at, pixel] of pixels.entries()) {
    if (pixel === 1) ink += 1
    if ((pixel === 1 && !near(same, at)) || (same[at] === 1 && !near(pixels, at))) off += 1
    if (pixel === 1 && edge(at)) whole = false
  }
  return { ink, off, whole }
}

async function opened(file: Blob): Promise<HTMLImageElement> {
  const image = new Image()
  image.src = URL.createObjectURL(file)
  await image.decode()
  URL.revokeObjectURL(image.src)
  return image
}
