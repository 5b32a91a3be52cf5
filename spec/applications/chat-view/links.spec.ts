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

  it('ends an address where the punctuation of another script begins', () => {
    for (const [text, address] of [
      ['见https://example.org。多谢', 'https://example.org'],
      ['https://example.org，然后', 'https://example.org'],
      ['（https://example.org/a）', 'https://example.org/a'],
      ['「https://example.org/a」です', 'https://example.org/a'],
      ['『https://example.org/a』', 'https://example.org/a'],
      ['【https://example.org/a】', 'https://example.org/a'],
      ['《https://example.org/a》', 'https://example.org/a'],
      ['https://example.org/a、それから', 'https://example.org/a'],
      ['https://example.org/a？b！', 'https://example.org/a'],
      ['https://example.org/a；b：c', 'https://example.org/a'],
      ['https://example.org/a～', 'https://example.org/a'],
      ['https://example.org/a…然后', 'https://example.org/a'],
      ['https://example.org/a\u3000b', 'https://example.org/a'],
      ['https://example.org/a؟ نعم', 'https://example.org/a'],
      ['https://example.org/a، ثم', 'https://example.org/a'],
      ['https://example.org/a। फिर', 'https://example.org/a'],
      ['«https://example.org/a»', 'https://example.org/a'],
      ['„https://example.org/a“', 'https://example.org/a'],
      ['https://example.org/a։', 'https://example.org/a'],
      ['mailto:ann@example.org。多谢', 'mailto:ann@example.org'],
    ]) {
      expect(linked(text ?? ''), text).to.deep.equal([address])
    }
  })

  it('keeps addresses of other scripts whole', () => {
    for (const address of [
      'https://ja.wikipedia.org/wiki/日本',
      'https://ja.wikipedia.org/wiki/レオナルド・ダ・ヴィンチ',
      'https://fr.example.org/wiki/L’Équipe',
      'https://münchen.example/straße?q=ü#ö',
      'https://例え.テスト/あ',
      'https://пример.испытание',
      'http://مثال.إختبار/صفحة',
      'http://[::1]:8089/chat/R:1',
      'http://localhost:8089/chat/R:1',
      'http://127.0.0.1/',
      'mailto:ann@bücher.example?subject=a',
    ]) {
      expect(linked(`… ${address} …`), address).to.deep.equal([address])
    }
  })

  it('leads to the host that the text shows, or nowhere', () => {
    for (const [text, host] of [
      ['https://example.org多谢', 'example.org'],
      ['https://example.orgです', 'example.org'],
      ['https://example.orgпривет', 'example.org'],
      ['https://example.org:80多谢', 'example.org'],
      ['https://example.org\u200b.test/a', 'example.org'],
      ['https://example.org\u202e/a', 'example.org'],
      ['https://example.org\\@example.net', 'example.org'],
      ['https://example.org😀/a', 'example.org'],
      ['https://example.org。test/a', 'example.org'],
    ]) {
      const [part] = findLinks(text ?? '').filter(({ href }) => href !== undefined)
      expect(new URL(part?.href ?? '').hostname, text).to.equal(host)
      expect(part?.text, text)
        .to.contain(host)
        .and.to.match(/^https:\/\/example\.org(:\d+)?$/)
    }
    for (const text of [
      'https://example.org@example.net/a',
      'https://user:word@example.net',
      'https://ех\u0430mple.org',
      'https://exаmple.org/a',
      'https://ｅｘａｍｐｌｅ.org',
      'https://①②.org',
      'http://0x7f.1/',
      'http://2130706433/',
      'https://ﬁ.example',
      'https://%65xample.org',
      'https://多谢',
      'mailto:ann',
      'mailto:ann@bob@example.org',
    ]) {
      expect(linked(text), text).to.deep.equal([])
    }
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
      '。',
      '多',
      'я',
      ':8',
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
        for (const { text, href } of parts) {
          expect(href ?? 'http:').to.match(/^(https?|mailto):/)
          // Whatever else a browser makes of it: not another host.
          if (href?.startsWith('http') && !/[多я]/.test(text))
            expect(text.toLowerCase()).to.contain(`//${new URL(href).hostname}`)
        }
      }),
    )
  })
})
