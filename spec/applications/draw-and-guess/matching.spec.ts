import { expect } from 'chai'
import fc from 'fast-check'
import { distance, judge, normalised } from '../../../server/applications/draw-and-guess/matching.ts'

const letter = fc.constantFrom(...'abcdeß')
const word = (min: number, max: number) =>
  fc.array(letter, { minLength: min, maxLength: max }).map((all) => all.join(''))

/** The same distance by its definition, without a table. */
function plainDistance(one: string, other: string): number {
  if (one === '' || other === '') return one.length + other.length
  const [shorter, further] = [one.slice(1), other.slice(1)]
  if (one[0] === other[0]) return plainDistance(shorter, further)
  const ways = [plainDistance(shorter, other), plainDistance(one, further), plainDistance(shorter, further)]
  if (one.length > 1 && other.length > 1 && one[0] === other[1] && one[1] === other[0])
    ways.push(plainDistance(one.slice(2), other.slice(2)))
  return 1 + Math.min(...ways)
}

describe('draw and guess: what is the word', () => {
  it('does not hang on case, marks, spaces, hyphens and apostrophes', () => {
    for (const [guess, word] of [
      ['GIESSKANNE', 'Gießkanne'],
      ['gießkanne', 'GIESSKANNE'],
      ['schildkrote', 'Schildkröte'],
      ['creme brulee', 'Crème brûlée'],
      ['u boot', 'U-Boot'],
      ['hot air balloon', 'hot-air balloon'],
      ['oclock', 'o’clock'],
      ["o'clock", 'o’clock'],
      ['STRAẞE', 'Straße'],
      ['Café', 'Cafe\u0301'],
      ['ﬂute', 'flute'],
    ] as const)
      expect(judge(guess, word), `${guess}: ${word}`).to.equal('solved')
  })

  it('is settled by normalising once: doing so again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(normalised(normalised(text))).to.equal(normalised(text))
      }),
    )
  })

  it('is close with one letter off from four on, with two from eight on, and never in a shorter word', () => {
    for (const [guess, word, verdict] of [
      ['cot', 'cat', 'wrong'],
      ['tac', 'cat', 'wrong'],
      ['baer', 'bear', 'close'],
      ['bea', 'bear', 'close'],
      ['bae', 'bear', 'wrong'],
      ['pumkpin', 'pumpkin', 'close'],
      ['pumkin', 'pumpkin', 'close'],
      ['punkin', 'pumpkin', 'wrong'],
      ['elefant', 'elephant', 'close'],
      ['eelfant', 'elephant', 'wrong'],
      ['', 'bear', 'wrong'],
    ] as const)
      expect(judge(guess, word), `${guess}: ${word}`).to.equal(verdict)
  })

  it('is close when it stands among other words, and what merely holds a short one is not', () => {
    expect(judge('is it a bear?', 'bear')).to.equal('close')
    expect(judge('bearskin', 'bear')).to.equal('close')
    expect(judge('the Cat!', 'cat')).to.equal('close')
    expect(judge('concatenate', 'cat')).to.equal('wrong')
  })

  it('is never passed on to the others: what is wrong does not hold it', () => {
    fc.assert(
      fc.property(word(4, 9), word(0, 4), word(0, 4), (sought, before, after) => {
        expect(judge(`${before}${sought}${after}`, sought)).not.to.equal('wrong')
        expect(judge(`${before} ${sought.toUpperCase()} ${after}`, sought)).not.to.equal('wrong')
        for (const between of ['.', '_', '\u200b', '\u00ad', ', ']) {
          expect(judge([...sought].join(between), sought)).not.to.equal('wrong')
        }
      }),
    )
    expect(judge('e.a.r', 'ear')).to.equal('close')
  })

  it('is as far from a guess as the distance’s definition says', () => {
    fc.assert(
      fc.property(word(0, 6), word(0, 6), (one, other) => {
        expect(distance(one, other)).to.equal(plainDistance(one, other))
      }),
    )
  })
})
