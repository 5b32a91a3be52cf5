import { expect } from 'chai'
import fc from 'fast-check'
import { findLinks } from '../../../web/applications/chat-view/links.ts'

const linked = (text: string): string[] =>
  findLinks(text).flatMap(({ text, href }) => (href === undefined ? [] : [text]))

describe('links', () => {
  it('finds addresses of the web and of mail', () => {
    expect(findLinks('See http://a.org/x?y=1#z and mailto:ann@example.org now')).to.deep.equal([
      { text: 'See ' },
      { text: 'http://a.org/x?y=1#z', href: 'http://a.org/x?y=1#z' },
      { text: ' and ' },
      { text: 'mailto:ann@example.org', href: 'mailto:ann@example.org' },
      { text: ' now' },
    ])
  })

  it('leaves the sentence its punctuation', () => {
    const texts = [
      ['Is it https://a.org/b?', 'https://a.org/b'],
      ['(https://a.org/b)', 'https://a.org/b'],
      ['(see https://a.org/b_(c)).', 'https://a.org/b_(c)'],
      ['“https://a.org/b”, he said', 'https://a.org/b'],
      ['https://a.org/b...', 'https://a.org/b'],
      ['[https://a.org/?q=[1]]!', 'https://a.org/?q=[1]'],
    ]
    for (const [text, address] of texts) expect(linked(text ?? ''), text).to.deep.equal([address])
  })

  it('makes a link of nothing else', () => {
    for (const text of [
      'javascript:alert(1)',
      'data:text/html,<script>alert(1)</script>',
      'ftp://a.org',
      'xhttp://a.org',
      'http://',
      'https://...',
      'mailto:',
      'vbscript:https',
      'www.example.org',
    ]) {
      expect(linked(text), text).to.deep.equal([])
    }
  })

  it('ends an address at a quotation mark or a bracket of HTML', () => {
    expect(linked('<a href="https://a.org/b" onclick="x">')).to.deep.equal(['https://a.org/b'])
    expect(linked('https://a.org/<img>')).to.deep.equal(['https://a.org/'])
  })

  it('loses no character, and links nothing but http, https and mailto, whatever is typed', () => {
    const piece = fc.constantFrom(
      'http://',
      'https://',
      'mailto:',
      'javascript:',
      'a.org',
      '/',
      '.',
      ')',
      '(',
      ' ',
      '@',
      '"',
      '…',
    )
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(piece).map((pieces) => pieces.join('')),
    )
    fc.assert(
      fc.property(text, (typed) => {
        const parts = findLinks(typed)
        expect(parts.map((part) => part.text).join('')).to.equal(typed)
        for (const { href } of parts) expect(href ?? 'http:').to.match(/^(https?|mailto):/)
      }),
    )
  })
})
