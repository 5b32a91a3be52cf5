import { expect } from 'chai'
import { browserWords } from '../../web/lobby/browser-words.ts'

const MOZILLA = 'Mozilla/5.0'
const KIT = 'AppleWebKit/537.36 (KHTML, like Gecko)'

describe('a browser in words', () => {
  it('is what its user calls it, though it says that it is several others', () => {
    for (const [words, userAgent] of [
      ['Firefox on Linux', `${MOZILLA} (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0`],
      ['Chrome on Windows', `${MOZILLA} (Windows NT 10.0; Win64; x64) ${KIT} Chrome/140.0.0.0 Safari/537.36`],
      ['Edge on Windows', `${MOZILLA} (Windows NT 10.0) ${KIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`],
      ['Safari on macOS', `${MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) ${KIT} Version/18.0 Safari/605.1.15`],
      ['Safari on iPhone', `${MOZILLA} (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${KIT} Version/18.0 Safari/604.1`],
      ['Chrome on Android', `${MOZILLA} (Linux; Android 10; K) ${KIT} Chrome/140.0.0.0 Mobile Safari/537.36`],
    ] as const) {
      expect(browserWords(userAgent)).to.equal(words)
    }
  })

  it('is some program where it says nothing that is known', () => {
    expect(browserWords('')).to.equal('Another program')
    expect(browserWords('node')).to.equal('Another program')
    expect(browserWords('curl/8 (Linux)')).to.equal('A program on Linux')
  })
})
