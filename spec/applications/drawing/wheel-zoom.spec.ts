import { expect } from 'chai'
import fc from 'fast-check'
import { wheelZoom } from '../../../web/applications/drawing/wheel-zoom.ts'

describe('the wheel over a board', () => {
  it('zooms by one step a notch, with Ctrl and without, in pixels and in lines', () => {
    for (const ctrlKey of [false, true]) {
      for (const turn of [
        { deltaY: -100, deltaMode: 0 },
        { deltaY: -120, deltaMode: 0 },
        { deltaY: -3, deltaMode: 1 },
      ]) {
        expect(wheelZoom({ ...turn, ctrlKey })).to.be.within(1.1, 1.25)
      }
    }
  })

  it('zooms by what fingers spread on a touchpad, in however many steps they are told of', () => {
    for (const steps of [4, 20, 200]) {
      const deltaY = (-100 * Math.log(2)) / steps
      const zoom = Array.from({ length: steps }, () => wheelZoom({ deltaY, deltaMode: 0, ctrlKey: true }))
      expect(zoom.reduce((all, each) => all * each, 1)).to.be.closeTo(2, 0.001)
    }
  })

  it('never leaps, and comes back by the same way', () => {
    fc.assert(
      fc.property(
        fc.record({ deltaY: fc.double({ noNaN: true }), deltaMode: fc.nat(2), ctrlKey: fc.boolean() }),
        (turn) => {
          const [there, back] = [wheelZoom(turn), wheelZoom({ ...turn, deltaY: -turn.deltaY })]
          expect(there).to.be.within(1 / 1.5, 1.5)
          expect(there * back).to.be.closeTo(1, 1e-9)
        },
      ),
    )
  })
})
