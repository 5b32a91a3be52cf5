import type { Stroke } from '../../../server/applications/drawing/stroke.ts'
import { around, type Bounds, thickness } from './geometry.ts'
import type { InkItem } from './ink-item.ts'
import { colourOf, outline, tenth } from './outline.ts'
import { INK_FONT, textLine } from './text-ink.ts'

/** White around what is exported, in board units. */
const MARGIN = 40

/** The longest side of a picture, in pixels: browsers refuse far larger ones. */
const LONGEST = 8_000

/** The drawing as an SVG file's text. Undefined for an empty board. */
export function toSvg(items: Iterable<InkItem>): string | undefined {
  const all = inOrder(items)
  const frame = frameOf(all)
  if (!frame) return undefined
  const [width, height] = [frame.right - frame.left, frame.bottom - frame.top]
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${frame.left} ${frame.top} ${width} ${height}" width="${width / 2}" height="${height / 2}">`
  const paper = `<rect x="${frame.left}" y="${frame.top}" width="${width}" height="${height}" fill="#ffffff"/>`
  return [head, paper, ...all.map(({ stroke }) => element(stroke)), '</svg>'].join('\n')
}

/** The drawing as a PNG file. Undefined for an empty board. @throws Error where the browser can't make one */
export async function toPng(items: Iterable<InkItem>): Promise<Blob | undefined> {
  const all = inOrder(items)
  const frame = frameOf(all)
  if (!frame) return undefined
  const [width, height] = [frame.right - frame.left, frame.bottom - frame.top]
  const scale = Math.min(1, LONGEST / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil(width * scale)
  canvas.height = Math.ceil(height * scale)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('this browser gives no 2D canvas')
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.setTransform(scale, 0, 0, scale, -frame.left * scale, -frame.top * scale)
  for (const item of all) item.paint(context)
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

function inOrder(items: Iterable<InkItem>): InkItem[] {
  return [...items].sort((one, other) => one.stroke.order - other.stroke.order)
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
