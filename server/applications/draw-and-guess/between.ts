/** What stands between letters, always shows, and need not be typed: spaces, dashes, apostrophes, dots in the middle. */
export const BETWEEN = /[\s\p{Dash}'`\u2018\u2019\u02b9\u02bb\u02bc\u05f3\u05f4\u00b7\u2027\u30fb]/u

/** Whether a place of a word, as a guesser sees it, is a letter: hidden, or whatever was revealed of it. */
export function isLetter(shown: string | null): boolean {
  return shown === null || !BETWEEN.test(shown)
}
