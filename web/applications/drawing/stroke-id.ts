const FIRST = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const LETTERS = `${FIRST}0123456789`

/** A new stroke's name, which nobody else will make up. */
export function strokeId(): string {
  const [first = 0, ...others] = crypto.getRandomValues(new Uint16Array(6))
  return FIRST.charAt(first % FIRST.length) + others.map((value) => LETTERS.charAt(value % LETTERS.length)).join('')
}
