import type { Stroke } from '../../../server/applications/drawing/stroke.ts'
import { colourOf } from './colours.ts'
import { around, type Bounds, thickness } from './geometry.ts'
import type { InkItem } from './ink-item.ts'
import { outline, tenth } from './outline.ts'
import { canBeRead } from './readable-canvas.ts'
import { INK_FONT, textLine } from './text-ink.ts'

/** White around what is exported, in board units. */
const MARGIN = 40

/** The longest side of a picture, and how much of it there is, in pixels: browsers refuse larger ones, or leave them empty. */
const LONGEST = 8_000
const LARGEST = 4_096 ** 2

export type FileKind = 'png' | 'svg'

/** A drawing as a file, and what it is. */
export interface DrawingFile {
  readonly kind: FileKind
  readonly content: Blob
}

/**
 * The drawing as a file: an SVG instead of a PNG where the browser keeps canvases from being read. Undefined for an empty
 * board. @throws Error where the browser can't make a picture
 */
export async function fileOf(items: Iterable<InkItem>, kind: FileKind): Promise<DrawingFile | undefined> {
  const all = [...items].sort((one, other) => one.stroke.order - other.stroke.order)
  const frame = frameOf(all)
  if (!frame) return undefined
  const png = kind === 'png' ? await toPng(all, frame) : undefined
  if (png) return { kind: 'png', content: png }
  return { kind: 'svg', content: new Blob([toSvg(all, frame)], { type: 'image/svg+xml' }) }
}

function toSvg(items: readonly InkItem[], frame: Bounds): string {
  const [width, height] = [frame.right - frame.left, frame.bottom - frame.top]
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${frame.left} ${frame.top} ${width} ${height}" width="${width / 2}" height="${height / 2}">`
  const paper = `<rect x="${frame.left}" y="${frame.top}" width="${width}" height="${height}" fill="#ffffff"/>`
  return [head, paper, ...items.map(({ stroke }) => element(stroke)), '</svg>'].join('\n')
}

/** Undefined where the browser would make a picture of something else. */
async function toPng(items: readonly InkItem[], frame: Bounds): Promise<Blob | undefined> {
  const [width, height] = [frame.right - frame.left, frame.bottom - frame.top]
  const scale = Math.min(1, LONGEST / Math.max(width, height), Math.sqrt(LARGEST / (width * height)))
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil(width * scale)
  canvas.height = Math.ceil(height * scale)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('this browser gives no 2D canvas')
  if (!canBeRead(context)) return undefined
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.setTransform(scale, 0, 0, scale, -frame.left * scale, -frame.top * scale)
  for (const item of items) item.paint(context)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve))
  if (!blob) throw new Error('this browser could not make a picture of the board')
  return blob
}

/** Hands a file to the user. */
export function download(file: Blob, name: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

function element(stroke: Stroke): string {
  const colour = colourOf(stroke)
  if (stroke.tool === 'text') {
    const { text, left, feet, height, direction } = textLine(stroke)
    const anchor = direction === 'rtl' ? ' direction="rtl" text-anchor="end"' : ''
    const face = `font-family="${INK_FONT}" font-size="${height}" text-rendering="geometricPrecision"`
    // Both say that each space counts: the attribute to what knows no style.
    const spaces = 'xml:space="preserve" style="white-space: pre"'
    return `<text x="${left}" y="${tenth(feet)}" ${face}${anchor} ${spaces} fill="${colour}">${escaped(text)}</text>`
  }
  const path = outline(stroke)
  if (stroke.tool === 'pen') return `<path d="${path}" fill="${colour}"/>`
  if (stroke.tool === 'fill') return `<path d="${path}" fill="${colour}" fill-rule="evenodd"/>`
  const line = `stroke="${colour}" stroke-width="${thickness(stroke.width)}"`
  return `<path d="${path}" fill="none" ${line} stroke-linecap="round" stroke-linejoin="round"/>`
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)
}

function frameOf(items: readonly InkItem[]): Bounds | undefined {
  const bounds = around(items.map((item) => item.bounds))
  return (
    bounds && {
      left: Math.floor(bounds.left - MARGIN),
      top: Math.floor(bounds.top - MARGIN),
      right: Math.ceil(bounds.right + MARGIN),
      bottom: Math.ceil(bounds.bottom + MARGIN),
    }
  )
}
