import { expect } from 'chai'
import { isPrintableName, isVisible } from '../../server/protocol/printable.ts'
import { isRoomId } from '../../server/protocol/room-id.ts'

describe('printable', () => {
  it('is a name of any script, with the joiners and selectors that its letters need', () => {
    const names = ['Ada', 'Łódź', 'עומר', 'عمر', 'دان‌لود', 'क्षत्रिय', 'ක්‍ෂ', 'กิตติ', '李小龍', '👩‍🚀', '❤️', '🏴󠁧󠁢󠁳󠁣󠁴󠁿']
    for (const name of names) expect(isPrintableName(name), name).to.equal(true)
  })

  it('is no name that breaks the line, turns its neighbours, is half a character, or cannot be seen', () => {
    const wrong = ['', ' ', '\u2800', '\u3164', '\u200b', '\u200d', '\ufe0f', 'a\u0000', 'a\nb', 'a\u0085', 'a\u2028b']
    const turning = ['\u200e', '\u200f', '\u061c', '\u202a', '\u202e', '\u2066', '\u2069'].map((turn) => `a${turn}b`)
    const broken = ['\ud83d', 'a\ufffe', 'a\u{1fffe}', 'a\ufff9b', 'a\u00adb', 'a\ufeff']
    for (const name of [...wrong, ...turning, ...broken]) {
      expect(isPrintableName(name), JSON.stringify(name)).to.equal(false)
    }
  })

  it('is as long as it may be, and no longer', () => {
    expect([100, 101].map((length) => isPrintableName('x'.repeat(length)))).to.deep.equal([true, false])
    expect([3, 4].map((length) => isPrintableName('x'.repeat(length), 3))).to.deep.equal([true, false])
  })

  it('tells what leaves a mark on the page from what does not', () => {
    for (const text of ['a', ' . ', '\u0301', '٪', '。']) expect(isVisible(text), text).to.equal(true)
    for (const text of ['', ' \u00a0\u3000\n', '\u200b\u200d', '\u00ad', '\u0007']) {
      expect(isVisible(text), JSON.stringify(text)).to.equal(false)
    }
  })
})

describe('a room’s id', () => {
  it('is what its address can carry', () => {
    for (const id of ['R:1', 'a', '...', '.a', 'a.b', '-', '_', 'x'.repeat(100)])
      expect(isRoomId(id), id).to.equal(true)
    for (const id of ['', '.', '..', 'a/b', 'a b', '%2e', 'é', 'a\n', '\ud800', 'x'.repeat(101)]) {
      expect(isRoomId(id), JSON.stringify(id)).to.equal(false)
    }
  })

  it('that is taken comes back out of an address', () => {
    for (const id of ['R:1', '...', '.a', 'a.', '..a', ':', '-..']) {
      expect(isRoomId(id), id).to.equal(true)
      expect(new URL(`/chat/${id}`, 'http://here').pathname).to.equal(`/chat/${id}`)
    }
  })
})
