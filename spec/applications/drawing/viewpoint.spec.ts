import { expect } from 'chai'
import fc from 'fast-check'
import { EDGE } from '../../../server/applications/drawing/stroke.ts'
import { toBoard } from '../../../web/applications/drawing/camera.ts'
import { Viewpoint } from '../../../web/applications/drawing/viewpoint.ts'

const pixels = fc.double({ min: -300_000, max: 300_000, noNaN: true })
const extents = fc.record({ width: fc.integer({ min: 1, max: 16_000 }), height: fc.integer({ min: 1, max: 16_000 }) })
const moves = fc.array(
  fc.oneof(
    fc.record({ pan: fc.record({ x: pixels, y: pixels }) }),
    fc.record({ zoom: fc.double({ min: 0.01, max: 100, noNaN: true }), about: fc.record({ x: pixels, y: pixels }) }),
    fc.record({ resize: extents }),
  ),
  { maxLength: 30 },
)

describe('where one looks at a board from', () => {
  it('is never a place from which one sees beyond the board, on a screen of any size', () => {
    fc.assert(
      fc.property(extents, moves, (first, all) => {
        const viewpoint = new Viewpoint()
        let extent = first
        viewpoint.resize(extent)
        for (const move of all) {
          if ('pan' in move) viewpoint.pan(move.pan)
          else if ('zoom' in move) viewpoint.zoom(move.zoom, move.about)
          else viewpoint.resize((extent = move.resize))
          const { x, y } = toBoard(viewpoint.camera, { x: 0, y: 0 })
          const { x: right, y: bottom } = toBoard(viewpoint.camera, { x: extent.width, y: extent.height })
          for (const at of [x, y, right, bottom]) expect(Math.abs(at)).to.be.at.most(EDGE + 1e-6)
        }
      }),
    )
  })

  it('moves as the hand does where the board goes on, and comes back at once from its edge', () => {
    const viewpoint = new Viewpoint()
    viewpoint.resize({ width: 1000, height: 800 })
    viewpoint.pan({ x: -30, y: 10 })
    expect(viewpoint.camera).to.deep.equal({ x: 60, y: -20, zoom: 0.5 })
    viewpoint.pan({ x: 1e6, y: 0 })
    viewpoint.pan({ x: -50, y: 0 })
    expect(viewpoint.camera).to.deep.equal({ x: 100 - EDGE, y: -20, zoom: 0.5 })
  })

  it('stays where it is fixed, however large the view', () => {
    const viewpoint = new Viewpoint()
    const camera = { x: -2 * EDGE, y: 0, zoom: 0.001 }
    viewpoint.fix(camera)
    viewpoint.resize({ width: 1000, height: 800 })
    viewpoint.pan({ x: 5, y: 5 })
    viewpoint.zoom(2, { x: 0, y: 0 })
    expect(viewpoint.camera).to.equal(camera)
  })
})
