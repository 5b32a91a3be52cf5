import { expect } from 'chai'
import { maskOf } from '../../../server/applications/draw-and-guess/hints.ts'
import { lettersOf, maskInWords, partsOf } from '../../../web/applications/draw-and-guess-view/word-mask.ts'

describe('draw and guess: the word as guessers see it', () => {
  it('is told in words: its letters’ number, then each place of it', () => {
    expect(maskInWords([null, 'a', null])).to.equal('3 letters: blank, a, blank')
    expect(maskInWords(maskOf('T-shirt'))).to.equal('6 letters: blank, hyphen, blank, blank, blank, blank, blank')
    expect(maskInWords(maskOf('an ox’s'))).to.equal('5 letters: blank, blank, space, blank, blank, apostrophe, blank')
  })

  it('has its parts, and how many letters are in each', () => {
    expect(partsOf(['a', null, ' ', null])).to.deep.equal([['a', null], [null]])
    expect(lettersOf(maskOf('ice cream cone'))).to.equal('3 + 5 + 4 letters')
    expect(lettersOf(maskOf('T-shirt'))).to.equal('6 letters')
    expect(lettersOf([null])).to.equal('1 letter')
  })
})
