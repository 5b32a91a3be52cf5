import { graphemes } from '../../contract/graphemes.ts'
import { isLetter } from './between.ts'

/** A word's characters, each with its marks, as guessers see them at first: null for each letter. */
export function maskOf(word: string): (string | null)[] {
  return graphemes(word).map((character) => (isLetter(character) ? null : character))
}

/** How many of its letters are revealed in the course of a turn. */
export function hintsOf(mask: readonly (string | null)[]): number {
  const letters = mask.filter(isLetter).length
  if (letters <= 2) return 0
  if (letters <= 4) return 1
  return letters <= 9 ? 2 : 3
}

/** How long it takes from one hint to the next, in milliseconds, so that they divide a turn of `turn` milliseconds. */
export function hintInterval(mask: readonly (string | null)[], turn: number): number {
  return turn / (hintsOf(mask) + 1)
}

/** Reveals one letter, which `random` chooses, in `mask`. */
export function reveal(mask: (string | null)[], word: string, random: () => number): void {
  const hidden = mask.flatMap((shown, place) => (shown === null ? [place] : []))
  const place = hidden[Math.floor(random() * hidden.length)]
  if (place !== undefined) mask[place] = graphemes(word)[place] ?? null
}
