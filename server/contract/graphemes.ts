let segmenter: Intl.Segmenter | undefined

/**
 * A text's characters as its readers count them: a letter with all its marks is one, a family of emoji too. Where the
 * platform can't say, a character with the marks behind it.
 */
export function graphemes(text: string): string[] {
  if (typeof Intl.Segmenter !== 'function') return text.match(/[^\p{M}]?\p{M}*/gsu)?.filter((each) => each !== '') ?? []
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}
