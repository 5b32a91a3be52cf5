import { readAddress } from './link-address.ts'

/** A stretch of a message: plain, or with an address that may be followed. */
export interface TextPart {
  readonly text: string
  readonly href?: string
}

/**
 * Goes on up to what can stand in no address: a space, what nobody sees, a quotation mark, and of other scripts' signs
 * brackets and what ends a sentence or a part of one.
 */
const CANDIDATE =
  /\b(?:https?:\/\/|mailto:)(?:(?![\s"<>\\…\p{C}\p{DI}])(?:\p{ASCII}|’|(?![\p{QMark}\p{Ps}\p{Pe}\p{Term}]).))+/giu
/** What ends a sentence rather than an address. */
const TRAILING = /[.,;:!?'*_~]$|[^\p{ASCII}\p{L}\p{M}\p{N}]$/u
const BRACKETS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/**
 * Finds the addresses in a text. The parts, joined, are the text again; only `http`, `https` and `mailto` become links, and
 * only to the host that the text shows.
 */
export function findLinks(text: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let done = 0
  for (const match of text.matchAll(CANDIDATE)) {
    const link = readAddress(withoutTrailing(match[0]))
    if (link === undefined) continue
    if (match.index > done) parts.push({ text: text.slice(done, match.index) })
    parts.push(link)
    done = match.index + link.text.length
  }
  if (done < text.length) parts.push({ text: text.slice(done) })
  return parts
}

/** A closing bracket belongs to the address only if it was opened there. */
function withoutTrailing(address: string): string {
  let end = address.length
  for (;;) {
    const rest = address.slice(0, end)
    const last = rest.match(/.$/su)?.[0] ?? ''
    const open = BRACKETS[last]
    const unopened = open !== undefined && count(rest, last) > count(rest, open)
    if (!unopened && !TRAILING.test(last)) return rest
    end -= last.length
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1
}
