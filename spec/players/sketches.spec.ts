import { expect } from 'chai'
import fc from 'fast-check'
import { SHEET } from '../../server/applications/draw-and-guess/sheet.ts'
import type { Point } from '../../server/players/curves.ts'
import { SketchPad } from '../../server/players/sketch-pad.ts'
import { sketchOf } from '../../server/players/sketches.ts'
import { Tally } from '../../server/players/tally.ts'
import { Ways } from '../../server/players/ways.ts'
import { englishWords } from '../../server/shipped/words-english.ts'
import { germanWords } from '../../server/shipped/words-german.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'

const words = [...englishWords, ...germanWords]

function padOf(seed: number): SketchPad {
  return new SketchPad(new Ways({ clock: new FakeClock(), seed: [seed, 0, 0, 0], pace: 1, tally: new Tally() }))
}

/** A whole drawing of a word, line after line. */
function drawn(pad: SketchPad, turn: number, word: string): (readonly Point[])[] {
  const all: (readonly Point[])[] = []
  for (let line = pad.next(turn, word); line; line = pad.next(turn, word)) all.push(line)
  return all
}

describe('what bots draw in the game', () => {
  it('lies on the sheet, whatever the word', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), fc.constantFrom(...words, 'something else'), (seed, word) => {
        const lines = drawn(padOf(seed), 1, word)
        expect(lines).to.have.length.within(1, 20)
        for (const { x, y } of lines.flat()) {
          expect(x).to.be.within(0, SHEET.width)
          expect(y).to.be.within(0, SHEET.height)
        }
      }),
    )
  })

  it('is known for most choices of three words', () => {
    for (const list of [englishWords, germanWords]) {
      const share = list.filter((word) => sketchOf(word) !== undefined).length / list.length
      expect((1 - share) ** 3, 'none of three').to.be.below(1 / 3)
    }
  })

  it('is like the word: another drawing for another word, and the same one in both languages', () => {
    expect(sketchOf('Haus')).to.equal(sketchOf('house'))
    expect(sketchOf('house')).to.not.equal(sketchOf('fish'))
    const pad = padOf(7)
    const house = drawn(pad, 1, 'house')
    expect(pad.next(1, 'house'), 'once a turn').to.equal(undefined)
    expect(drawn(pad, 2, 'ladder').length, 'two poles, and its steps').to.not.equal(house.length)
    pad.again()
    expect(drawn(pad, 2, 'ladder').length).to.be.above(0)
  })
})
