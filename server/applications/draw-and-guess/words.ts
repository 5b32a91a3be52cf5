import { normalised } from './normalised.ts'
import type { GuessState, Language } from './state.ts'

/** The words of each language. They are secrets: the server has them, a browser none. */
export type WordLists = Readonly<Record<Language, readonly string[]>>

/** How many words a drawer chooses from. */
const OFFERED = 3

/** Three words that this room has not had yet; where there are too few, all begin anew. */
export function offer(state: GuessState, lists: WordLists, random: () => number): string[] {
  const { words, onlyOwnWords, used } = state.secret
  const all = distinct(onlyOwnWords ? words : [...words, ...lists[state.settings.language]])
  const had = new Set(used.map(normalised))
  let fresh = all.filter((word) => !had.has(normalised(word)))
  if (fresh.length < OFFERED) {
    state.secret.used = []
    fresh = all
  }
  return Array.from({ length: Math.min(OFFERED, fresh.length) }, () => {
    const [word = ''] = fresh.splice(Math.floor(random() * fresh.length), 1)
    return word
  })
}

/** The first of those that can't be told apart by a guess. */
function distinct(words: readonly string[]): string[] {
  return [...new Map(words.toReversed().map((word) => [normalised(word), word])).values()]
}
