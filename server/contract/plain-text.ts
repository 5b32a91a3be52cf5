import { isVisible } from '../protocol/printable.ts'

/** What comes with a paste and was never meant: no character, or one that commands the line, the terminal or the direction. */
const COMMANDS = /[\p{Cc}\p{Cs}\p{NChar}\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/gu
const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029]/gu

/**
 * A text as people may be shown it: without control characters, half characters and what turns the direction of what
 * stands around it; line breaks and tabs stay. Empty where nothing of it can be seen. Doing it again changes nothing.
 */
export function plainText(text: string): string {
  const parts = text.replace(LINE_ENDS, '\n').split(/([\n\t])/u)
  const plain = parts.map((part, at) => (at % 2 === 1 ? part : part.replace(COMMANDS, ''))).join('')
  return isVisible(plain) ? plain : ''
}

/** The same in one line: breaks and tabs become spaces. */
export function plainLine(text: string): string {
  return plainText(text).replace(/[\n\t]+/gu, ' ')
}
