import { expect } from 'chai'
import fc from 'fast-check'
import { graphemes } from '../../server/contract/graphemes.ts'
import { isolated } from '../../server/contract/isolated.ts'
import { plainLine, plainText } from '../../server/contract/plain-text.ts'

/** Any text at all, with a liking for what is not to stay. */
const anything = fc
  .array(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\u0000', '\r\n', '\u202e', '\u2069', '\ud800', '\ufffe')),
  )
  .map((parts) => parts.join(''))

/** What XML 1.0 takes as a character. */
const XML = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u

describe('plain text', () => {
  it('keeps what people write, whatever the script', () => {
    const texts = [
      'two\nlines\tand a tab',
      'Łódź, naïve',
      'صباح الخير (جميعا)!',
      'می‌خواهم',
      'क्षमा',
      '👩‍👩‍👧 ❤️',
      'a\u200fb',
      '\ue000',
    ]
    for (const text of texts) expect(plainText(text), text).to.equal(text)
  })

  it('drops what commands the line, the terminal or the direction, and half characters', () => {
    expect(plainText('a\u0000b\u001b[31mc\u007f\u0085d')).to.equal('ab[31mc\nd')
    expect(plainText('one\r\ntwo\rthree\u2028four')).to.equal('one\ntwo\nthree\nfour')
    expect(plainText('\u202egnp.exe\u202c \u2067a\u2069 \ud83d \ufffe\ufeff')).to.equal('gnp.exe a  ')
  })

  it('is empty where nothing can be seen', () => {
    for (const text of ['\u0000', '\u200b\u2060', ' \n\t', '\u3164']) expect(plainText(text)).to.equal('')
  })

  it('is settled once, holds what XML can say, and is one line where it should be', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const [plain, line] = [plainText(text), plainLine(text)]
        expect(plainText(plain)).to.equal(plain)
        expect(plainLine(line)).to.equal(line)
        expect(plain).to.match(XML)
        expect(line).not.to.match(/[\n\r\t\u0085\u2028\u2029]/u)
      }),
    )
  })
})

describe('a text within another', () => {
  it('is isolated where it could turn the other, and left as it is else', () => {
    expect(isolated('Ada')).to.equal('Ada')
    expect(isolated('李小龍')).to.equal('李小龍')
    expect(isolated('عمر')).to.equal('\u2068عمر\u2069')
    expect(isolated('עומר (x)')).to.equal('\u2068עומר (x)\u2069')
  })

  it('can’t end its own isolation', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const within = isolated(`ע${text}`).slice(1, -1)
        expect(within).not.to.match(/[\u202a-\u202e\u2066-\u2069]/u)
      }),
    )
  })
})

describe('graphemes', () => {
  it('are characters as readers count them', () => {
    expect(graphemes('दिन')).to.deep.equal(['दि', 'न'])
    expect(graphemes('กิน')).to.deep.equal(['กิ', 'น'])
    expect(graphemes('カ\u3099')).to.deep.equal(['カ\u3099'])
    expect(graphemes('e\u0301👩‍👩‍👧x')).to.deep.equal(['e\u0301', '👩‍👩‍👧', 'x'])
    expect(graphemes('')).to.deep.equal([])
  })

  it('lose nothing', () => {
    fc.assert(fc.property(anything, (text) => expect(graphemes(text).join('')).to.equal(text) && true))
  })
})
