import { expect } from 'chai'
import fc from 'fast-check'
import { graphemes } from '../../server/contract/graphemes.ts'
import { initials, TONES, tone } from '../../web/common/avatar-face.ts'

describe('avatar face', () => {
  it('makes initials that tell people apart', () => {
    const faces = ['Ada Lovelace', 'user:1', 'user:2', 'ada', 'Émile', '李小龍', 'Jean-Luc de la Tour', '🙂', ''].map(
      initials,
    )
    expect(faces).to.deep.equal(['AL', 'U1', 'U2', 'AD', 'ÉM', '李小', 'JT', '🙂', '?'])
  })

  it('makes no initial of a mark, and takes none from its letter', () => {
    const faces = ['किरण', 'กิตติ ศรี', 'e\u0301mile zola', 'ßen', '👩‍🚀', 'עומר כהן', 'ガ\u3099'].map(initials)
    expect(faces).to.deep.equal(['किर', 'กิศ', 'E\u0301Z', 'ßE', '👩‍🚀', 'עכ', 'ガ\u3099'])
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        expect(graphemes(initials(name).replaceAll('\u200c', '')).length, name).to.be.at.most(2)
      }),
    )
  })

  it('joins no initials to a word', () => {
    expect(initials('عمر خان')).to.equal('ع\u200cخ')
  })

  it('gives everybody one of the tones', () => {
    fc.assert(fc.property(fc.string(), (id) => Number.isInteger(tone(id)) && tone(id) >= 0 && tone(id) < TONES))
  })

  it('tells the demo users apart', () => {
    expect(new Set(['user:1', 'user:2', 'user:3', 'user:4'].map(tone)).size).to.equal(4)
  })
})
