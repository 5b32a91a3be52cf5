import { findLinks, type TextPart } from './links.ts'

/** A message's words, as they were typed; addresses can be followed. Text is only ever text here. */
export function MessageText({ text }: { text: string }) {
  return (
    <>
      {findLinks(text).map((part, at) =>
        part.href === undefined ? (
          part.text
        ) : (
          // Always from left to right: else a text around it, or a letter in it, would show its parts in another order.
          <a
            key={at}
            dir="ltr"
            href={part.href}
            title={titleOf(part)}
            target="_blank"
            rel="noopener noreferrer nofollow"
          >
            {part.text}
          </a>
        ),
      )}
    </>
  )
}

/** The address as a browser goes to it, where letters of other scripts can look like ours. */
function titleOf({ text, href }: TextPart): string | undefined {
  return /^\p{ASCII}*$/u.test(text) ? undefined : href
}
