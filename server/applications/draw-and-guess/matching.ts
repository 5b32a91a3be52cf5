/** What a guess is: the word, nearly the word, or neither. */
export type Verdict = 'solved' | 'close' | 'wrong'

/** From how many letters on a word inside of a longer one counts as said. */
const LONG = 4

/** A text as it is compared: without marks, case, spaces, hyphens and apostrophes, ß as ss. */
export function normalised(text: string): string {
  return folded(text).replace(/[\s\-\u2010-\u2015'\u2018\u2019`\u00b4]/gu, '')
}

/** What a guess is. Whatever holds the word beside other things is close: others must not read it. */
export function judge(guess: string, word: string): Verdict {
  const [said, sought] = [normalised(guess), normalised(word)]
  if (said === sought) return 'solved'
  if (holds(guess, word)) return 'close'
  const tolerated = sought.length >= 8 ? 2 : sought.length >= LONG ? 1 : 0
  if (Math.abs(said.length - sought.length) > tolerated) return 'wrong'
  return distance(said, sought) <= tolerated ? 'close' : 'wrong'
}

function holds(text: string, word: string): boolean {
  const [said, sought] = [bare(text), bare(word)]
  if (sought.length >= LONG) return said.includes(sought)
  const words = folded(text).split(/[^\p{L}\p{N}]+/u)
  return said === sought || words.includes(sought)
}

/** Letters and digits alone: dots, or characters that nobody sees, make no other word of it. */
function bare(text: string): string {
  return folded(text).replace(/[^\p{L}\p{N}]/gu, '')
}

function folded(text: string): string {
  const small = text.normalize('NFKD').toLowerCase().replace(/ß/gu, 'ss')
  // Up and down again, because some capitals have two small letters.
  return small.toUpperCase().toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '')
}

/**
 * How many letters must be put in, taken out, replaced, or swapped with the next one, to make one text of another: no
 * letter is touched twice (optimal string alignment).
 */
export function distance(one: string, other: string): number {
  const [from, to] = [Array.from(one), Array.from(other)]
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
