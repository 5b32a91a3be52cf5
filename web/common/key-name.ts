/** What tells of a key that was pressed: the part of a `KeyboardEvent` that is read. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>

/** One letter of the Latin script, or what Latin layouts have where others have a letter: Dvorak’s `;`, Bépo’s `’`. */
const LATIN = /^[\p{Script=Latin}`'"’,<.>;:?^]$/u

/** Keys that type nothing, by their names: `Enter`, `ArrowLeft`, `Dead`, `Process`. */
const NAMED = /^[A-Z][A-Za-z0-9]+$/

/**
 * The key that a shortcut means, in capitals: `Z`, `1`, or a name as `Enter`. On a Latin layout it is what the key types,
 * wherever it lies: right on AZERTY, QWERTZ and Dvorak. On a layout of another script the key tells by its place what it
 * would be on a Latin keyboard, and so do the digits where they need Shift.
 */
export function keyName({ key, code, shiftKey }: KeyPress): string {
  if (key === ' ' || code === 'Space') return 'Space'
  if (NAMED.test(key) || /^[a-z0-9]$/i.test(key)) return key.length > 1 ? key : key.toUpperCase()
  const digit = /^Digit(\d)$/.exec(code)?.[1]
  if (digit !== undefined) return shiftKey ? key : digit
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  return letter === undefined || LATIN.test(key) ? key.toUpperCase() : letter
}

/** Whether what is pressed together with it makes it another sign of the layout, and no shortcut. */
export function typesSign(event: KeyboardEvent): boolean {
  return event.altKey || event.getModifierState('AltGraph')
}
