/** A small picture: red, green, blue and opacity of each cell, row by row. */
export interface Cells {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray
}

/** Some of a picture's cells: 1 for each that belongs to it. */
export interface Mask {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** How much the colours of an area may differ, summed over red, green and blue: a line's soft edge is no part of it. */
const TOLERANCE = 100

/**
 * The cells around one that have its colour and hang together, row by row as A. R. Smith's "Tint Fill" (SIGGRAPH 1979)
 * goes. Outside of the picture, and where nothing is painted, it is white.
 */
export function flood(cells: Cells, x: number, y: number): Mask {
  const { width, height } = cells
  const mask = { width, height, data: new Uint8Array(width * height) }
  if (x < 0 || y < 0 || x >= width || y >= height) return mask
  const sought = colourAt(cells, y * width + x)
  const open = (at: number): boolean => mask.data[at] === 0 && differ(colourAt(cells, at), sought) <= TOLERANCE
  const seeds = [y * width + x]
  for (let seed = seeds.pop(); seed !== undefined; seed = seeds.pop()) {
    if (!open(seed)) continue
    const row = seed - (seed % width)
    let [from, to] = [seed, seed]
    while (from > row && open(from - 1)) from -= 1
    while (to < row + width - 1 && open(to + 1)) to += 1
    mask.data.fill(1, from, to + 1)
    for (const next of [row - width, row + width]) {
      if (next < 0 || next >= width * height) continue
      // One seed for each stretch of the neighbouring row.
      for (let at = next + from - row; at <= next + to - row; at += 1) {
        if (open(at) && (at === next + from - row || !open(at - 1))) seeds.push(at)
      }
    }
  }
  return mask
}

/** A mask with the cells around it: so an area reaches below the soft edges of the lines that bound it. */
export function grown({ width, height, data }: Mask): Mask {
  const all = new Uint8Array(data)
  for (let at = 0; at < data.length; at += 1) {
    if (data[at] !== 1) continue
    if (at % width > 0) all[at - 1] = 1
    if (at % width < width - 1) all[at + 1] = 1
    if (at >= width) all[at - width] = 1
    if (at < data.length - width) all[at + width] = 1
  }
  return { width, height, data: all }
}

type Colour = readonly [red: number, green: number, blue: number]

/** A cell's colour on white paper. */
function colourAt({ data }: Cells, cell: number): Colour {
  const opacity = (data[4 * cell + 3] ?? 0) / 255
  const on = (value = 0): number => 255 + (value - 255) * opacity
  return [on(data[4 * cell]), on(data[4 * cell + 1]), on(data[4 * cell + 2])]
}

function differ(one: Colour, other: Colour): number {
  return Math.abs(one[0] - other[0]) + Math.abs(one[1] - other[1]) + Math.abs(one[2] - other[2])
}
