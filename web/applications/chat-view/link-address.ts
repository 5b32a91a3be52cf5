/** An address as the text has it, and as a browser takes it. */
export interface Address {
  readonly text: string
  readonly href: string
}

/** What stands before the host, and the host with all behind it. Before an `@` in an address of the web no host is meant. */
const WEB = /^(https?:\/\/)([^@/?#]+(?:[/?#].*)?)$/isu
const MAIL = /^(mailto:[^@?/#]+@)([^@]+)$/isu
const HOST = /^(?:[\p{L}\p{M}\p{N}._-]+|\[[\da-f:.]+\])/iu
const BEHIND_HOST = /^(?::\d{1,5})?(?:[/?#].*)?$/su

/** Scripts that are written together. What belongs to none of them, digits and dashes too, stands in any. */
const SCRIPTS = [
  /\p{sc=Latn}/u,
  /[\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Bopo}]/u,
  /[^\p{sc=Latn}\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Bopo}\p{sc=Zyyy}\p{sc=Zinh}]/u,
]

/**
 * What a text that begins like an address leads to: to the very host that a reader sees, or nowhere. Text in another script
 * right behind the host is none of it.
 */
export function readAddress(candidate: string): Address | undefined {
  const [, before = '', address = ''] = WEB.exec(candidate) ?? MAIL.exec(candidate) ?? []
  const written = HOST.exec(address)?.[0]
  if (written === undefined) return undefined
  const host = ofOneScript(written)
  if (host === undefined || !isShownAsItIs(host)) return undefined
  const behind = address.slice(host.length)
  const text = before + host + (BEHIND_HOST.test(behind) ? behind : '')
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined) return undefined
  return url.protocol === 'mailto:' || isHostOf(url, host) ? { text, href: url.href } : undefined
}

/** The host without what only stands behind it; undefined where its own parts mix scripts to look like another. */
function ofOneScript(host: string): string | undefined {
  const parts = host.split('.')
  const pure = parts.map(beginning)
  const mixed = parts.findIndex((part, at) => part !== pure[at])
  if (mixed < 0) return host
  return mixed > 0 && mixed === parts.length - 1 ? pure.join('.') : undefined
}

/** What of a host's part is of the script that its first letter has. */
function beginning(part: string): string {
  let script: RegExp | undefined
  let length = 0
  for (const character of part) {
    const own = SCRIPTS.find((each) => each.test(character))
    if (own !== undefined && script !== undefined && own !== script) break
    script ??= own
    length += character.length
  }
  return part.slice(0, length)
}

/** Not one of the characters that a browser reads as others: ligatures, wide letters, figures in circles. */
function isShownAsItIs(host: string): boolean {
  return host === host.normalize('NFKC') && (/^\p{ASCII}+$/u.test(host) || host.includes('.'))
}

/** Numbers can name a host in ways that nobody reads. */
function isHostOf({ hostname }: URL, host: string): boolean {
  return !/^\p{ASCII}+$/u.test(host) || hostname === host.toLowerCase()
}
