/** Shares of a line's height that characters are wide, in most faces. */
const NOTHING = /[\p{M}\p{Cf}\p{Cc}]/u
const NARROW = /[\sijlftrI.,:;!|'`’()[\]{}/\\-]/u
const WIDE =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{Emoji_Presentation}\u2e3a\u2e3b\u3000-\u303f\uff01-\uff60]/u
const BROAD = /[\p{Lu}mw@%&\p{Pd}\p{So}]/u

/** How wide a text is, as a guess where nobody can measure it: in parts of its line's height. */
export function guessedWidth(text: string): number {
  let width = 0
  for (const character of text) {
    if (NOTHING.test(character)) continue
    width += NARROW.test(character) ? 0.32 : WIDE.test(character) ? 1 : BROAD.test(character) ? 0.72 : 0.55
  }
  return width
}
