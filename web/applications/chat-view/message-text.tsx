import { findLinks } from './links.ts'

/** A message's words, as they were typed; addresses can be followed. Text is only ever text here. */
export function MessageText({ text }: { text: string }) {
  return (
    <>
      {findLinks(text).map((part, at) =>
        part.href === undefined ? (
          part.text
        ) : (
          <a key={at} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ),
      )}
    </>
  )
}
