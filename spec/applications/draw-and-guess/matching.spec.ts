import { expect } from 'chai'
import fc from 'fast-check'
import { maskOf, reveal } from '../../../server/applications/draw-and-guess/hints.ts'
import { distance, judge } from '../../../server/applications/draw-and-guess/matching.ts'
import { normalised } from '../../../server/applications/draw-and-guess/normalised.ts'
import { lettersOf, maskInWords } from '../../../web/applications/draw-and-guess-view/word-mask.ts'

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
        expect(distance([...one], [...other])).to.equal(plainDistance(one, other))
      }),
    )
  })
})

describe('draw and guess: what is the word, in other scripts', () => {
  const all = (verdict: string, pairs: readonly (readonly [guess: string, word: string])[]) => {
    for (const [guess, word] of pairs) expect(judge(guess, word), `${guess}: ${word}`).to.equal(verdict)
  }

  it('hangs on marks that are letters or parts of them', () => {
    const others = [
      ...[
        ['दान', 'दिन'],
        ['कमर', 'कमरा'],
        ['கல்', 'கால்'],
        ['ক', 'কি'],
      ],
      ...[
        ['กิน', 'กัน'],
        ['มา', 'ม้า'],
        ['ເດັກ', 'ເດກ'],
      ],
      ...[
        ['カード', 'ガード'],
        ['ぱん', 'ばん'],
        ['はな', 'ばな'],
        ['ﾊﾝ', 'パン'],
      ],
      ...[
        ['سال', 'سأل'],
        ['اب', 'آب'],
        ['מלח', 'מלך'],
      ],
      ...[
        ['мой', 'мои'],
        ['мыи', 'мый'],
        ['їм', 'ім'],
        ['ѓон', 'гон'],
      ],
      ...[
        ['개', '게'],
        ['달', '탈'],
      ],
    ] as const
    all('wrong', others)
    for (const [guess, word] of others) expect(normalised(guess), `${guess}: ${word}`).not.to.equal(normalised(word))
  })

  it('does not hang on what a keyboard hasn’t got, or most leave out', () => {
    all('solved', [
      ...([
        ['lodz', 'Łódź'],
        ['smorrebrod', 'smørrebrød'],
        ['AERO', 'Ærø'],
        ['oeuvre', 'œuvre'],
        ['dak', 'đak'],
      ] as const),
      ...([
        ['istanbul', 'İstanbul'],
        ['isik', 'ışık'],
        ['pho', 'phở'],
        ['thor', 'Þór'],
      ] as const),
      ...([
        ['αθηνα', 'Αθήνα'],
        ['ΟΔΟΣ', 'οδός'],
        ['еж', 'ёж'],
        ['замок', 'за́мок'],
        ['елка', 'ЁЛКА'],
      ] as const),
      ...([
        ['كلب', 'كَلْب'],
        ['مدرسة', 'مَدْرَسة'],
        ['عـمـر', 'عمر'],
        ['کتاب', 'كتاب'],
        ['می خواهم', 'می‌خواهم'],
        ['שלום', 'שָׁלוֹם'],
      ] as const),
      ...([
        ['りんご', 'リンゴ'],
        ['ｶｰﾄﾞ', 'カード'],
        ['か\u3099', 'が'],
        ['レオナルドダヴィンチ', 'レオナルド・ダ・ヴィンチ'],
      ] as const),
      ...([
        ['각', '\u1100\u1161\u11a8'],
        ['क़लम', 'क़लम'],
        ['ｆｉｓｈ', 'fish'],
        ['კატა', 'ᲙᲐᲢᲐ'],
      ] as const),
    ])
  })

  it('tells other points from none', () => {
    expect(judge('عِلْم', 'عَلَم')).to.equal('close')
    expect(judge('علم', 'عَلَم')).to.equal('solved')
    expect(judge('عَلَم', 'علم')).to.equal('solved')
    expect(judge('حمّام', 'حَمّام')).to.equal('solved')
  })

  it('counts letters, not what they are made of', () => {
    expect(judge('क्षत्रय', 'क्षत्रिय')).to.equal('wrong')
    expect(judge('विद्यालया', 'विद्यालय')).to.equal('close')
    expect(judge('고양이', '고등어')).to.equal('wrong')
  })

  it('is not passed on from a sentence without spaces, nor behind decoration', () => {
    all('close', [
      ...([
        ['それは猫ですか', '猫'],
        ['是大象吗', '大象'],
        ['นี่คือช้างหรือ', 'ช้าง'],
        ['고양이가', '고양이'],
        ['यह दिन है', 'दिन'],
      ] as const),
    ])
    for (const decorated of ['क\u0336म\u0336रा', 'क\ufe0fम\u034fरा', 'कम\u200dरा']) {
      expect(judge(decorated, 'कमरा'), decorated).to.equal('solved')
    }
  })
})

describe('draw and guess: the places of a word', () => {
  it('are letters with all their marks: none is a mark alone', () => {
    for (const word of [
      'हिन्दी',
      'दिन',
      'กำลังกิน',
      'ガード',
      'עִבְרִית',
      'عَرَبِيّ',
      'க்ஷமா',
      'می‌خواهم',
      'e\u0301te\u0301',
      'ক্ষমা',
    ]) {
      const mask = maskOf(word)
      const shown = mask.map(() => null as string | null)
      while (shown.includes(null)) reveal(shown, word, () => 0)
      expect(shown.join(''), word).to.equal(word)
      expect(
        shown.filter((place) => /^\p{M}/u.test(place ?? '')),
        word,
      ).to.deep.equal([])
      expect(lettersOf(shown), word).to.equal(lettersOf(mask))
      expect(maskInWords(shown), 'each is read as it is').not.to.contain('apostrophe')
    }
  })
})
