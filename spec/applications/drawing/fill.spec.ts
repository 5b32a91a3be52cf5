import { expect } from 'chai'
import fc from 'fast-check'
import { placeSchema, type Stroke } from '../../../server/applications/drawing/stroke.ts'
import { validate } from '../../../server/contract/validate.ts'
import { areaAround } from '../../../web/applications/drawing/area.ts'
import { drawnCells } from '../../../web/applications/drawing/drawn-cells.ts'
import { type Cells, flood, type Mask } from '../../../web/applications/drawing/flood.ts'
import { encloses } from '../../../web/applications/drawing/geometry.ts'
import { InkItem } from '../../../web/applications/drawing/ink-item.ts'
import { type Ring, ringsOf, simplified, smoothed } from '../../../web/applications/drawing/rings.ts'

/** A mask as a picture of its own: `#` for each cell that belongs to it. */
function maskOf(...rows: string[]): Mask {
  const data = Uint8Array.from(rows.join(''), (cell) => (cell === '#' ? 1 : 0))
  return { width: rows[0]?.length ?? 0, height: rows.length, data }
}

/** Black ink where the picture says `#`, nothing elsewhere. */
function cellsOf(...rows: string[]): Cells {
  const { width, height, data } = maskOf(...rows)
  return {
    width,
    height,
    data: Uint8ClampedArray.from({ length: 4 * data.length }, (_, at) =>
      at % 4 === 3 ? 255 * (data[at >> 2] ?? 0) : 0,
    ),
  }
}

/** The mask that rings enclose, by whether they hold each cell's middle. */
function enclosed(rings: readonly Ring[], { width, height }: Mask): number[] {
  return Array.from({ length: width * height }, (_, at) =>
    encloses(rings, 'evenodd', { x: (at % width) + 0.5, y: Math.floor(at / width) + 0.5 }) ? 1 : 0,
  )
}

describe('filling', () => {
  it('floods what hangs together by sides, and not across corners', () => {
    const cells = cellsOf('  #  ', ' # # ', '#   #', '     ')
    const at = (x: number, y: number) => flood(cells, x, y).data.reduce((sum, cell) => sum + cell, 0)
    expect([at(0, 0), at(2, 1), at(2, 2), at(4, 0), at(9, 9)]).to.deep.equal([3, 9, 9, 3, 0])
    expect(at(2, 0), 'ink is filled as paper is').to.equal(1)
  })

  it('traces lines around any mask that enclose exactly it, holes and all', () => {
    const masks = fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
      .chain(([width, height]) =>
        fc
          .array(fc.integer({ min: 0, max: 1 }), { minLength: width * height, maxLength: width * height })
          .map((data): Mask => ({ width, height, data: Uint8Array.from(data) })),
      )
    fc.assert(
      fc.property(masks, (mask) => {
        expect(enclosed(ringsOf(mask), mask)).to.deep.equal([...mask.data])
      }),
      { numRuns: 300 },
    )
  })

  it('tells only corners, and fewer of them as it must', () => {
    expect(ringsOf(maskOf('###', '###'))).to.have.deep.members([
      [
        { x: 0, y: 0 },
        { x: 3, y: 0 },
        { x: 3, y: 2 },
        { x: 0, y: 2 },
      ],
    ])
    const wide = 300
    const noise = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: wide * 40, maxLength: wide * 40 })
    fc.assert(
      fc.property(noise, fc.integer({ min: 20, max: 500 }), (data, most) => {
        const rings = simplified(ringsOf({ width: wide, height: 40, data: Uint8Array.from(data) }), most)
        expect(rings.flat().length).to.be.at.most(most)
        for (const ring of rings) expect(ring.length).to.be.above(2)
      }),
      { numRuns: 10 },
    )
  })

  it('makes straight lines of stairs, and leaves every other edge where it was but for its corners', () => {
    const stairs = Array.from({ length: 30 }, (_, row) => '#'.repeat(row + 1).padEnd(30, ' '))
    const [ring] = simplified(ringsOf(maskOf(...stairs)).map(smoothed), 500)
    // Two long sides whose ends are cut, and one line for thirty stairs.
    expect(ring?.length).to.be.at.most(8)
    expect(ring).to.deep.include({ x: 0, y: 29 })
  })

  it('makes an area that can be placed, where one looks from, and none of nothing', () => {
    const room = cellsOf('##########', ...Array.from({ length: 8 }, () => '#        #'), '##########')
    const seen = { camera: { x: 1000, y: -500, zoom: 0.5 }, perCell: 2, cells: room }
    const area = areaAround(seen, { x: 1020, y: -480 })
    // Eight cells of four units, and one more on each side below the ink; its corners are cut, where ink is anyway.
    const bounds = { left: Math.min, right: Math.max }
    const xs = area?.points.filter((_, at) => at % 2 === 0) ?? []
    expect([bounds.left(...xs), bounds.right(...xs)]).to.deep.equal([1000, 1040])
    const payload = { tool: 'fill', id: 'Aaaaaa', colour: 1, width: 1, ...area }
    expect(validate(placeSchema, payload).ok).to.equal(true)
    expect(validate(placeSchema, { ...payload, rings: [3] }).ok, 'corners are left over').to.equal(false)
    expect(
      validate(placeSchema, { ...payload, points: Array.from({ length: 1002 }, () => 0), rings: [501] }).ok,
    ).to.equal(false)
    expect(areaAround(seen, { x: 5000, y: 0 })).to.equal(undefined)
  })

  it('stays within what bounds it where a browser lets nobody read a canvas, for any ink, however far one looks from', () => {
    for (const zoom of [0.04, 0.3, 1, 4]) {
      const camera = { x: 100, y: -50, zoom }
      const at = (x: number, y: number) => [camera.x + Math.round(x / zoom), camera.y + Math.round(y / zoom)]
      const look = { author: 'ann', colour: 5, width: 1, order: 1 }
      /** Half of the line's thickness, in pixels: paint goes on beneath its inner edge. */
      const half = 3 * zoom
      const corners = [...at(200, 100), ...at(500, 400)]
      // A little more than once around: a hand that stops where it began leaves a gap.
      const round = Array.from({ length: 66 }, (_, step) => {
        const turn = (step * Math.PI) / 30
        return at(350 + 150 * Math.cos(turn), 250 + 150 * Math.sin(turn))
      })
      const points = round.flatMap(([x = 0, y = 0], step) => [
        x - (round[step - 1]?.[0] ?? 0),
        y - (round[step - 1]?.[1] ?? 0),
      ])
      const bounding: Stroke[] = [
        { ...look, tool: 'rectangle', points: corners },
        { ...look, tool: 'ellipse', points: corners },
        { ...look, tool: 'pen', pressure: false, points },
      ]
      for (const stroke of bounding) {
        const view = { width: 800, height: 600, perCell: 1.25 }
        const cells = drawnCells([new InkItem('it', stroke)], camera, view)
        const [x = 0, y = 0] = at(350, 250)
        const area = areaAround({ camera, perCell: view.perCell, cells }, { x, y })
        const xs = area?.points.filter((_, index) => index % 2 === 0).map((each) => (each - camera.x) * zoom) ?? []
        expect(Math.min(...xs), `${stroke.tool} at ${zoom}`).to.be.within(195, 205 + half)
        expect(Math.max(...xs), `${stroke.tool} at ${zoom}`).to.be.within(495 - half, 505)
      }
    }
  })
})
