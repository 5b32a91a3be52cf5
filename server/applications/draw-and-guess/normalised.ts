import { BETWEEN } from './between.ts'

/** Points that tell how a word sounds, in Hebrew and Arabic. Most who write leave them out. */
const POINTS = /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0652\u0670]/gu

/** What nobody sees, and the stroke that only makes an Arabic word longer. */
const UNSEEN = /[\p{DI}\u0640]/gu

/** Marks over letters of these alphabets are accents: those who have no key for them type the bare letter. */
const ACCENTS = /(?<=[\p{sc=Latn}\p{sc=Grek}])\p{M}+/gu

/** Marks of no script of their own that stand alone once all letters are composed: nobody's letter has them. */
const DECORATION = /(?![\u064b-\u0652\u0670])\p{sc=Zinh}/gu

/** Letters that are written another way where a keyboard, or a form of the alphabet, hasn't got them. */
const OTHERWISE: Readonly<Record<string, string>> = {
  ...{ æ: 'ae', œ: 'oe', þ: 'th', ø: 'o', ł: 'l', đ: 'd', ð: 'd', ɖ: 'd', ɗ: 'd', ħ: 'h', ı: 'i', ɨ: 'i', ŧ: 't' },
  ...{ ŋ: 'n', ɲ: 'n', ƀ: 'b', ɓ: 'b', ƈ: 'c', ƒ: 'f', ɠ: 'g', ǥ: 'g', ƙ: 'k', ɔ: 'o', ɛ: 'e', ə: 'e', ǝ: 'e', ƴ: 'y' },
  // Greek at a word's end; Cyrillic with marks that only tell the stress, and ё, which is mostly written without.
  ...{ ς: 'σ', ѐ: 'е', ё: 'е', ѝ: 'и' },
  // The same letters on Persian and on Arabic keyboards.
  ...{ ک: 'ك', ی: 'ي' },
}
const WRITTEN_OTHERWISE = new RegExp(`[${Object.keys(OTHERWISE).join('')}]`, 'gu')

/** From the first to the last katakana that a hiragana stands below, and how far below. */
const KATAKANA = /[\u30a1-\u30f6\u30fd\u30fe]/gu
const TO_HIRAGANA = 0x60

/**
 * A text as it is compared: without case, accents, points, and what stands between letters; with the marks of those scripts
 * in which they are letters or parts of them.
 */
export function normalised(text: string): string {
  return folded(text).replace(new RegExp(BETWEEN, 'gu'), '')
}

/** The same with what stands between its letters. */
export function folded(text: string): string {
  return spelled(text).replace(POINTS, '')
}

/** Whether the points that two texts of the same letters have on the same letter are the same. */
export function pointsAgree(one: string, other: string): boolean {
  const [ours, theirs] = [pointsOf(one), pointsOf(other)]
  return ours.every((points, at) => points === '' || !theirs[at] || points === theirs[at])
}

/** The points of each letter. */
function pointsOf(text: string): string[] {
  const letters = new RegExp(`.(${POINTS.source}*)`, 'gsu')
  return Array.from(spelled(text).replace(new RegExp(BETWEEN, 'gu'), '').matchAll(letters), ([, points = '']) => points)
}

function spelled(text: string): string {
  const small = accentless(text.replace(/[\p{DI}\u0640]/gu, ''))
    .toLowerCase()
    .replaceAll('ß', 'ss')
  // Up and down again, because some capitals have two small letters.
  const plain = accentless(small.toUpperCase().toLowerCase()).normalize('NFC').replace(DECORATION, '')
  return plain
    .replace(WRITTEN_OTHERWISE, (letter) => OTHERWISE[letter] ?? letter)
    .replace(KATAKANA, (letter) => String.fromCharCode(letter.charCodeAt(0) - TO_HIRAGANA))
}

function accentless(text: string): string {
  return text.normalize('NFKD').replace(UNSEEN, '').replace(ACCENTS, '')
}
