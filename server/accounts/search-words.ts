/** How many words of what is looked for count. */
const MOST_WORDS = 8

/** The words of a name as they are looked for: in small letters, without accents. Any two texts that differ in no more have the same. */
export function wordsOf(...texts: readonly string[]): readonly string[] {
  const plain = texts.map((text) =>
    text
      .toLowerCase()
      .normalize('NFKD')
      .replace(/\p{M}+/gu, ''),
  )
  return [...new Set(plain.flatMap((text) => text.match(/[\p{L}\p{N}]+/gu) ?? []))]
}

/**
 * What names are looked for by: each of these begins one of their words. Undefined for what has no words, which finds nobody;
 * none for what is empty, which finds everybody.
 */
export function soughtWords(search: string): readonly string[] | undefined {
  const words = wordsOf(search).slice(0, MOST_WORDS)
  return words.length > 0 || search.trim() === '' ? words : undefined
}
