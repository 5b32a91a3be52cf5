import { graphemes } from '../../contract/graphemes.ts'
import { folded, normalised, pointsAgree } from './normalised.ts'

/** What a guess is: the word, nearly the word, or neither. */
export type Verdict = 'solved' | 'close' | 'wrong'

/** From how many letters on a word inside of a longer one counts as said. */
const LONG = 4

/** Scripts that put no space between words, or particles behind them: what stands within others is a word still. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}\p{sc=Hang}]/u

/** What a guess is. Whatever holds the word beside other things is close: others must not read it. */
export function judge(guess: string, word: string): Verdict {
  // Vowel points are left out by most who write: only who sets them can set wrong ones.
  if (normalised(guess) === normalised(word)) return pointsAgree(guess, word) ? 'solved' : 'close'
  if (holds(guess, word)) return 'close'
  const [said, sought] = [graphemes(normalised(guess)), graphemes(normalised(word))]
  const tolerated = sought.length >= 8 ? 2 : sought.length >= LONG ? 1 : 0
  if (Math.abs(said.length - sought.length) > tolerated) return 'wrong'
  return distance(said, sought) <= tolerated ? 'close' : 'wrong'
}

function holds(text: string, word: string): boolean {
  const [said, sought] = [bare(text), bare(word)]
  if (UNSPACED.test(sought) || graphemes(sought).length >= LONG) return said.includes(sought)
  const words = folded(text).split(/[^\p{L}\p{M}\p{N}]+/u)
  return said === sought || words.includes(sought)
}

/** Letters, with their marks, and digits alone: dots between them make no other word of it. */
function bare(text: string): string {
  return normalised(text).replace(/[^\p{L}\p{M}\p{N}]/gu, '')
}

/**
 * How many letters must be put in, taken out, replaced, or swapped with the next one, to make one text of another: no
 * letter is touched twice (optimal string alignment).
 */
export function distance(from: readonly string[], to: readonly string[]): number {
  let before: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [row, letter] of from.entries()) {
    const current = [row + 1]
    for (const [column, wanted] of to.entries()) {
      const swapped = row > 0 && column > 0 && letter === to[column - 1] && from[row - 1] === wanted
      current.push(
        Math.min(
          at(last, column + 1) + 1,
          at(current, column) + 1,
          at(last, column) + (letter === wanted ? 0 : 1),
          swapped ? at(before, column - 1) + 1 : Infinity,
        ),
      )
    }
    before = last
    last = current
  }
  return at(last, to.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity
}
