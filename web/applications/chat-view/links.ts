/** A stretch of a message: plain, or with an address that may be followed. */
export interface TextPart {
  readonly text: string
  readonly href?: string
}

const CANDIDATE = /\b(?:https?:\/\/|mailto:)[^\s<>"]+/gi
/** What ends a sentence rather than an address. */
const TRAILING = /[.,;:!?'’”»…*_~]$/
const BRACKETS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }
const PROTOCOLS: readonly string[] = ['http:', 'https:', 'mailto:']

/** Finds the addresses in a text. The parts, joined, are the text again; only `http`, `https` and `mailto` become links. */
export function findLinks(text: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let done = 0
  for (const match of text.matchAll(CANDIDATE)) {
    const address = withoutTrailing(match[0])
    const href = safeHref(address)
    if (href === undefined) continue
    if (match.index > done) parts.push({ text: text.slice(done, match.index) })
    parts.push({ text: address, href })
    done = match.index + address.length
  }
  if (done < text.length) parts.push({ text: text.slice(done) })
  return parts
}

/** A closing bracket belongs to the address only if it was opened there. */
function withoutTrailing(address: string): string {
  let end = address.length
  for (;;) {
    const rest = address.slice(0, end)
    const last = rest.at(-1) ?? ''
    const open = BRACKETS[last]
    const unopened = open !== undefined && count(rest, last) > count(rest, open)
    if (!unopened && !TRAILING.test(last)) return rest
    end -= 1
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1
}

function safeHref(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  if (!PROTOCOLS.includes(url.protocol)) return undefined
  return url.protocol === 'mailto:' && url.pathname === '' ? undefined : url.href
}
