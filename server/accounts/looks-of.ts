import { rectifyConfusion } from 'unicode-confusables'

/**
 * How a name looks as it is, in small and in capital letters: two names of which one look is the same can be taken for each other,
 * such as `paypal` with Cyrillic letters in it, or `user1` and `userl`. Stores keep these texts: what makes them may only
 * change together with a migration that makes all of them anew.
 */
export function looksOf(name: string): readonly string[] {
  const plain = name
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .trim()
    .replace(/\s+/gu, ' ')
  const small = (text: string) => `a ${prototypeOf(text.toLowerCase())}`
  // `PayPaI`, with a capital i at its end, looks like `paypal` only as it is.
  return [...new Set([small(plain), small(prototypeOf(plain)), `A ${prototypeOf(plain.toUpperCase())}`])]
}

/** The characters that stand for all those that look alike, by Unicode's table of confusables (UTS 39). */
function prototypeOf(text: string): string {
  return rectifyConfusion(text.normalize('NFD')).normalize('NFD')
}
