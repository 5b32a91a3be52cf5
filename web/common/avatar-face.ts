import { graphemes } from '../../server/contract/graphemes.ts'

/** How many tones `styles/avatar.css` has. */
export const TONES = 8

/** Letters and digits, with the marks and joiners that they need. */
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}\u200c\u200d]*/gu
/** Letters of these scripts take another form beside each other: two initials are no word. */
const JOINING = /[\p{sc=Arab}\p{sc=Syrc}\p{sc=Nkoo}\p{sc=Mong}\p{sc=Adlm}]/u
const NON_JOINER = '\u200c'

/**
 * Two letters that stand for a name, each with its marks: `Ada Lovelace` → AL, `user:1` → U1, `ada` → AD. A name without
 * letters stands for itself by its first character.
 */
export function initials(name: string): string {
  const words = name.match(WORD) ?? []
  const [first, last] = [words.at(0), words.at(-1)]
  if (first === undefined || last === undefined) return graphemes(name.trim())[0] ?? '?'
  const letters =
    words.length === 1 ? graphemes(first).slice(0, 2) : [first, last].flatMap((word) => graphemes(word).slice(0, 1))
  return letters.map(capital).join(JOINING.test(letters[0] ?? '') ? NON_JOINER : '')
}

/** As long as it is one letter still: of `ß` it is not. */
function capital(letter: string): string {
  const upper = letter.toUpperCase()
  return graphemes(upper).length === 1 ? upper : letter
}

/** A user's tone, the same on every page and in every room: a number in [0, TONES). */
export function tone(userId: string): number {
  // FNV-1a: spreads ids that differ in their last character only, as demo users’ do.
  let hash = 0x811c9dc5
  for (let at = 0; at < userId.length; at += 1) hash = Math.imul(hash ^ userId.charCodeAt(at), 0x01000193)
  return ((hash ^ (hash >>> 15)) >>> 0) % TONES
}

/** Black or white, whichever can be read better on a colour, as `#rrggbb`: a contrast of at least 4.5 to 1. */
export function inkOn(color: string): string {
  // Each channel of sRGB as light. Near black the curve is a line, from which this is off by less than a thousandth.
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(
    (at) => ((Number.parseInt(color.slice(at, at + 2), 16) / 255 + 0.055) / 1.055) ** 2.4,
  )
  // Where black and white are as far from it as each other.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000' : '#fff'
}

/** What gives an element the colour that its user has chosen, in place of their tone; nothing where they have chosen none. */
export function chosenTone(color: string | undefined): { '--tone': string; '--on-tone': string } | undefined {
  return color === undefined ? undefined : { '--tone': color, '--on-tone': inkOn(color) }
}
