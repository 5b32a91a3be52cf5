import { findLinks } from './links.ts'

/** A message's words, as they were typed; addresses can be followed. Text is only ever text here. */
export function MessageText({ text }: { text: string }) {
  return (
    <>
      {findLinks(text).map((part, at) =>
        part.href === undefined ? (
          part.text
        ) : (
          // Always from left to right: else a text around it, or a letter in it, would show its parts in another order.
          <a key={at} dir="ltr" href={part.href} title={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ),
      )}
    </>
  )
}
