/**
 * What must not be sent before it is due, and is like nothing else that is ever sent: a letter that stands in one word only,
 * a whole word of usual letters, folded, or a letter that only those may hear who know the word.
 */
export type Secret = string

/** How many words a room has of its own: as many as three turns offer, and more. */
const WORDS = 12
/** How many letters are set aside for each word. */
const LETTERS = 10

const FIRST_OF_WORDS = 0x4e00
const FIRST_OF_ASIDES = 0xac00

/**
 * The words of a room: of every second one each letter stands nowhere else, so that one letter of it would be noticed; the
 * others have capitals, marks and what is dropped from guesses, and are noticed in any spelling that solves them.
 */
export function wordsOf(room: number): string[] {
  return Array.from({ length: WORDS }, (_, word) => {
    if (word % 2 === 1) return `Qüz-xv ${room}w${word}X`
    const first = FIRST_OF_WORDS + (room * WORDS + word) * LETTERS
    const letters = Array.from({ length: 3 + (word % 7) }, (_, place) => String.fromCodePoint(first + place))
    return letters.length > 5 ? `${letters.slice(0, 3).join('')} ${letters.slice(3).join('')}` : letters.join('')
  })
}

/** Talk that only those may hear who know the word: never the same twice. */
export function aside(number: number): string {
  return `between us ${String.fromCodePoint(FIRST_OF_ASIDES + number)}`
}

export function asidesIn(text: string): readonly Secret[] {
  return text.match(/[\uac00-\ud7a3]/gu) ?? []
}

/** All that is in a text, however it is written: escaped, with other capitals, without marks. */
export function secretsIn(text: string): readonly Secret[] {
  const plain = text.includes('\\u') ? unescaped(text) : text
  // Folding would take Korean letters apart.
  const letters = plain.match(/[\u4e00-\u9fff\uac00-\ud7a3]/gu) ?? []
  if (!/z/i.test(plain)) return letters
  const folded = plain
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/gu, '')
  return [...letters, ...(folded.match(/quzxv\d+w\d+x/gu) ?? [])]
}

function unescaped(text: string): string {
  return text.replace(/\\+u([0-9a-f]{4})/giu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
