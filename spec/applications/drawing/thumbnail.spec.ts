import { expect } from 'chai'
import { type Drawing, emptyDrawing, MAX_STROKES, putStroke } from '../../../server/applications/drawing/drawing.ts'
import { place } from '../../../server/applications/drawing/ink.ts'
import { COLOURS } from '../../../server/applications/drawing/stroke.ts'
import { thumbnailOf } from '../../../server/applications/drawing/thumbnail.ts'
import { THUMBNAIL, thumbnailCells } from '../../../server/applications/drawing/thumbnail-text.ts'
import { drawingBoard } from '../../../server/applications/drawing-board.ts'
import { handOf } from './support.ts'

const ann = handOf('ann')

/** The cells of a drawing's thumbnail, a text for each row: 0 is paper, 1 the first colour, and so on by sixteen digits. */
function rowsOf(drawing: Drawing): string[] {
  const cells = thumbnailCells(thumbnailOf(drawing)) ?? []
  const { width, height } = THUMBNAIL
  return Array.from({ length: height }, (_, row) =>
    cells
      .slice(row * width, (row + 1) * width)
      .map((cell) => cell.toString(16))
      .join(''),
  )
}

/** As many strokes as a board holds, of as many points as a stroke has. Counts how often one is read. */
function fullBoard(): { drawing: Drawing; reads: () => number } {
  let reads = 0
  const lines = Array.from({ length: 97 }, (_, line) => {
    const points = Array.from({ length: 1000 }, (_, point) => (point % 7) - 3)
    points.splice(0, 2, (line * 370) % 2000, (line * 910) % 1400)
    return new Proxy(points, {
      get(target, key, receiver) {
        reads += 1
        return Reflect.get(target, key, receiver)
      },
    })
  })
  const drawing = emptyDrawing()
  for (let at = 0; at < MAX_STROKES; at += 1) {
    const id = `${String.fromCharCode(97 + (at % 26))}${String(at).padStart(5, '0')}`
    const look = { author: 'ann', colour: at % 12, width: 1, order: at }
    putStroke(drawing, id, { tool: 'pen', ...look, pressure: false, points: lines[at % lines.length] ?? [] })
  }
  return { drawing, reads: () => reads }
}

describe('a board’s thumbnail', () => {
  it('is empty where nothing is drawn, and shows lines where they are, in their colours', () => {
    const drawing = emptyDrawing()
    expect(thumbnailOf(drawing)).to.equal('')
    place(drawing, { tool: 'line', id: 'Aaaaaa', colour: 0, width: 1, points: [0, 0, 2000, 0] }, ann)
    place(drawing, { tool: 'line', id: 'Baaaaa', colour: 3, width: 1, points: [0, 1200, 2000, 1200] }, ann)
    const rows = rowsOf(drawing)
    expect([rows.findIndex((row) => row.includes('1')), rows.findLastIndex((row) => row.includes('4'))]).to.deep.equal([
      0, 17,
    ])
    expect(rows[0]).to.match(/^0{0,2}1{24,28}0{0,2}$/)
    expect(rows.join('')).to.match(/^[014]+$/)
  })

  it('paints white over what lies below it', () => {
    const drawing = emptyDrawing()
    const line = { tool: 'line' as const, width: 1, points: [0, 0, 2000, 0] }
    place(drawing, { ...line, id: 'Aaaaaa', colour: 8 }, handOf('ann', 1))
    expect(rowsOf(drawing).join('')).to.include('9')
    place(drawing, { ...line, id: 'aaaaaa', colour: 11 }, handOf('ann', 2))
    expect(rowsOf(drawing).join('')).to.match(/^0+$/)
  })

  it('shows every colour as itself, of lines and areas, alone and beside all others', () => {
    const all = emptyDrawing()
    for (const [colour, { name }] of COLOURS.entries()) {
      const [left, order] = [200 * colour, 3 * colour]
      const square = [left, 0, left + 150, 0, left + 150, 600, left, 600]
      const look = { width: 1, colour }
      const area = { ...look, tool: 'fill' as const, points: square, rings: [4] }
      const line = { ...look, tool: 'line' as const, points: [left, 800, left + 150, 1100] }
      for (const [at, what] of [area, line].entries()) {
        const id = `${String.fromCharCode(97 + colour)}aaaa${at}`
        const alone = emptyDrawing()
        for (const drawing of [alone, all]) place(drawing, { ...what, id }, handOf('ann', order + at))
        const shown = new Set(rowsOf(alone).join(''))
        expect([...shown].sort(), name).to.deep.equal(name === 'White' ? ['0'] : ['0', (colour + 1).toString(16)])
      }
    }
    const rows = rowsOf(all)
    const order = (some: readonly string[]) => [...new Set(some.join('').replaceAll('0', ''))].sort().join('')
    expect(order(rows.filter((_, row) => row < 8)), 'areas').to.equal('123456789ab')
    expect(order(rows.filter((_, row) => row > 10)), 'lines').to.equal('123456789ab')
  })

  it('gives four cells that meet the colour that most of them have, or else the later one', () => {
    const drawing = emptyDrawing()
    const points = [0, 0, 1120, 0, 1120, 720, 0, 720]
    place(drawing, { tool: 'fill', id: 'Aaaaaa', colour: 5, width: 1, points, rings: [4] }, handOf('ann', 1))
    place(drawing, { tool: 'line', id: 'Baaaaa', colour: 6, width: 1, points: [0, 360, 1120, 360] }, handOf('ann', 2))
    const rows = rowsOf(drawing)
    expect(rows.filter((row) => row.includes('7')).length).to.be.within(1, 2)
    expect(rows.filter((row) => /^0*6{20,}0*$/.test(row)).length).to.be.at.least(14)
  })

  it('shows areas filled, but for their holes', () => {
    const drawing = emptyDrawing()
    const square = (near: number, far: number) => [near, near, far, near, far, far, near, far]
    const points = [...square(0, 1000), ...square(300, 700)]
    place(drawing, { tool: 'fill', id: 'Aaaaaa', colour: 3, width: 1, points, rings: [4, 4] }, ann)
    const middle = rowsOf(drawing)[THUMBNAIL.height / 2] ?? ''
    expect(middle).to.match(/^0{4,8}4{4,6}0{5,8}4{4,6}0{4,8}$/)
    expect(rowsOf(drawing)[2]).to.match(/^0{4,8}4{15,18}0{4,8}$/)
  })

  it('costs a full board’s server no more than some thousand numbers, and fits into a listing', () => {
    const { drawing, reads } = fullBoard()
    const preview = drawingBoard.preview?.(drawing) ?? ''
    expect(reads()).to.be.within(1000, 40_000)
    expect(new TextEncoder().encode(preview).length).to.be.at.most(200)
    expect(thumbnailCells(preview.split('\n')[1] ?? '')).to.include.members([1, 2, 3])
  })

  it('of the form before shows nothing, also where it begins like one', () => {
    for (const text of ['A'.repeat(168), `2${'A'.repeat(167)}`]) expect(thumbnailCells(text)).to.equal(undefined)
  })

  it('is told from anything else', () => {
    for (const text of ['', 'words', `2${'A'.repeat(167)}`, `2${'A'.repeat(167)}\u00e9`, 'A'.repeat(169)]) {
      expect(thumbnailCells(text)).to.equal(undefined)
    }
    expect(thumbnailCells(`2${'A'.repeat(168)}`)).to.have.length(THUMBNAIL.width * THUMBNAIL.height)
  })
})
