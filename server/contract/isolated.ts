/** What is written from right to left, or says where it goes on so. */
const TURNS =
  /[\p{sc=Hebr}\p{sc=Arab}\p{sc=Syrc}\p{sc=Thaa}\p{sc=Nkoo}\p{sc=Adlm}\p{sc=Rohg}\p{sc=Mand}\p{sc=Samr}\u061c\u200f\u202b\u202e\u2067]/u
const FORMATS = /[\u202a-\u202e\u2066-\u2069]/gu
const [FIRST_STRONG_ISOLATE, POP_ISOLATE] = ['\u2068', '\u2069']

/** Whether a text runs from right to left: its first letter does. */
export function runsToTheLeft(text: string): boolean {
  return TURNS.test(text.match(/\p{L}/u)?.[0] ?? '')
}

/**
 * A text that stands within another, so that neither turns the other's direction: a name in a title, somebody's words
 * behind their name. For strings alone; on a page `<bdi>` does the same.
 */
export function isolated(text: string): string {
  return TURNS.test(text) ? `${FIRST_STRONG_ISOLATE}${text.replace(FORMATS, '')}${POP_ISOLATE}` : text
}
