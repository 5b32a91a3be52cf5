import { COLOURS } from './stroke.ts'

/**
 * How many cells a thumbnail has: as many as fit, with a line of words, into what a lobby's listing may say of a room. As
 * in film, shapes are told finer than colours: each cell is ink or paper, and four of them, a block, share one colour.
 */
export const THUMBNAIL = { width: 28, height: 18 } as const
const CELLS = THUMBNAIL.width * THUMBNAIL.height
const BLOCKS = { width: THUMBNAIL.width / 2, height: THUMBNAIL.height / 2 } as const

/** What a cell without ink is. */
export const PAPER = 0

/** Begins the text. One of an earlier form, as a room's listing may still hold, is as long but for this, and no picture. */
const MARK = '2'

/**
 * Cells as text: `MARK`, and in base64 a bit a cell, row by row, and then four bits a block.
 * @param cells `PAPER`, or the number of its ink's colour and 1
 * @param latest when each cell was painted: of two colours in a block, as many cells each, the later one is told
 */
export function thumbnailText(cells: Uint8Array, latest: Uint16Array): string {
  const bytes = new Uint8Array(CELLS / 4)
  for (const [at, cell] of cells.entries()) if (cell !== PAPER) put(bytes, at, 1)
  for (let block = 0; block < CELLS / 4; block += 1) put(bytes, CELLS + 4 * block, blockInk(block, cells, latest))
  return MARK + btoa(String.fromCharCode(...bytes))
}

/** The cells of a thumbnail, row by row, as `thumbnailText` has them. Undefined for anything else. */
export function thumbnailCells(text: string): number[] | undefined {
  const [mark, code] = [text.slice(0, MARK.length), text.slice(MARK.length)]
  if (mark !== MARK || !/^[A-Za-z0-9+/]+=*$/.test(code) || code.length !== Math.ceil(CELLS / 12) * 4) return undefined
  const bytes = atob(code)
  const bits = (at: number): number => bytes.charCodeAt(at >> 3) >> (at & 7)
  return Array.from({ length: CELLS }, (_, at) => {
    const colour = bits(CELLS + 4 * blockOf(at)) & 15
    return (bits(at) & 1) === 1 && colour < COLOURS.length ? colour + 1 : PAPER
  })
}

/** Sets bits from a place on; none that is more than eight from where its byte begins. */
function put(bytes: Uint8Array, at: number, value: number): void {
  bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (value << (at & 7))
}

function blockOf(cell: number): number {
  const [column, row] = [cell % THUMBNAIL.width, Math.floor(cell / THUMBNAIL.width)]
  return (row >> 1) * BLOCKS.width + (column >> 1)
}

/** The colour that most of a block's ink has; of as many, the one that was drawn last. */
function blockInk(block: number, cells: Uint8Array, latest: Uint16Array): number {
  const first = 2 * (block % BLOCKS.width) + 2 * Math.floor(block / BLOCKS.width) * THUMBNAIL.width
  let [best, most] = [1, 0]
  for (const cell of [first, first + 1, first + THUMBNAIL.width, first + THUMBNAIL.width + 1]) {
    const ink = cells[cell] ?? PAPER
    if (ink === PAPER) continue
    const same = [0, 1, THUMBNAIL.width, THUMBNAIL.width + 1].filter((by) => cells[first + by] === ink).length
    // A count outweighs any line's number.
    const weight = same * 65_536 + (latest[cell] ?? 0)
    if (weight > most) [best, most] = [ink, weight]
  }
  return best - 1
}
