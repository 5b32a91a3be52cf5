import { expect } from 'chai'
import fc from 'fast-check'
import { looksOf } from '../../server/accounts/looks-of.ts'

const alike = (one: string, other: string) => looksOf(one).some((look) => looksOf(other).includes(look))

describe('how names look', () => {
  it('is the same in any case, width and spacing, and with what cannot be seen between', () => {
    for (const other of ['ADA LOVE', 'ａｄａ love', ' ada  love ', 'a\u200dda love', 'ada\u00a0love']) {
      expect(alike('ada love', other), JSON.stringify(other)).to.equal(true)
    }
  })

  it('is the same for what other alphabets and signs have that looks alike', () => {
    for (const [one, other] of [
      ['paypal', 'p\u0430yp\u0430l'],
      ['admin', '\u0410DM\u0406N'],
      ['user1', 'userl'],
      ['leo0', 'leoO'],
      ['modern', 'rnodern'],
      ['bob', 'b\u03bfb'],
    ] as const) {
      expect(alike(one, other), `${one} ${other}`).to.equal(true)
    }
  })

  it('differs where one can see the difference', () => {
    for (const [one, other] of [
      ['ada', 'adam'],
      ['anna', 'ann\u00e4'],
      ['user:1', 'user:2'],
      ['\u65e5\u672c', '\u672c\u65e5'],
      ['\u0430\u043d\u043d\u0430', '\u043e\u043b\u044f'],
    ] as const) {
      expect(alike(one, other), `${one} ${other}`).to.equal(false)
    }
  })

  it('never differs from itself, composed or not', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(looksOf(name.normalize('NFD'))).to.deep.equal(looksOf(name.normalize('NFC')))
      }),
    )
  })
})
