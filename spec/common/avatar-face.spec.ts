import { expect } from 'chai'
import fc from 'fast-check'
import { graphemes } from '../../server/contract/graphemes.ts'
import { initials, inkOn, TONES, tone } from '../../web/common/avatar-face.ts'

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

  it('has ink that can be read on whatever colour somebody has chosen', () => {
    const channels = fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 0, max: 255 })))
    fc.assert(
      fc.property(channels, (rgb) => {
        const color = `#${rgb.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
        const [light, dark] = [luminance(inkOn(color)), luminance(color)].sort((one, other) => other - one)
        expect(((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05), color).to.be.at.least(4.5)
      }),
    )
  })

  it('gives everybody one of the tones', () => {
    fc.assert(fc.property(fc.string(), (id) => Number.isInteger(tone(id)) && tone(id) >= 0 && tone(id) < TONES))
  })

  it('tells the demo users apart', () => {
    expect(new Set(['user:1', 'user:2', 'user:3', 'user:4'].map(tone)).size).to.equal(4)
  })
})

/** As WCAG has it. */
function luminance(color: string): number {
  const full = color.length === 4 ? color.replace(/[0-9a-f]/g, '$&$&') : color
  const light = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(full.slice(at, at + 2), 16) / 255
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return [0.2126, 0.7152, 0.0722].reduce((sum, weight, at) => sum + weight * (light[at] ?? 0), 0)
}
