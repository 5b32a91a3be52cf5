import { isLetter } from '../../../server/applications/draw-and-guess/between.ts'

type Mask = readonly (string | null)[]

/** The parts of a word that are not broken over two lines: what stands between two spaces. */
export function partsOf(mask: Mask): Mask[] {
  const parts: (string | null)[][] = [[]]
  for (const shown of mask) {
    if (shown === ' ') parts.push([])
    else parts.at(-1)?.push(shown)
  }
  return parts.filter((part) => part.length > 0)
}

/** How many letters each part of a word has: `3 + 4 letters`. */
export function lettersOf(mask: Mask): string {
  const counts = partsOf(mask).map((part) => part.filter(isLetter).length)
  return `${counts.join(' + ')} ${counts.length === 1 && counts[0] === 1 ? 'letter' : 'letters'}`
}

/** A mask in words, for whoever hears it: `5 letters: blank, a, blank, space, blank, e`. */
export function maskInWords(mask: Mask): string {
  const letters = mask.filter(isLetter).length
  return `${letters} ${letters === 1 ? 'letter' : 'letters'}: ${mask.map(inWords).join(', ')}`
}

function inWords(shown: string | null): string {
  if (shown === null) return 'blank'
  if (shown === ' ') return 'space'
  if (isLetter(shown)) return shown
  if (/^\p{Dash}$/u.test(shown)) return 'hyphen'
  return /^[\u00b7\u2027\u30fb]$/u.test(shown) ? 'dot' : 'apostrophe'
}
