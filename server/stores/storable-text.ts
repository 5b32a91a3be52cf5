// What a database may cut or replace: half characters, NUL and its kin. And the mark of the escape itself.
const UNSTORABLE = /[\\\p{Cc}\p{Cs}]/u

/** Any text in a form that every database keeps as it is. Different texts stay different. */
export function storableText(text: string): string {
  return UNSTORABLE.test(text) ? JSON.stringify(text).slice(1, -1) : text
}

/** The text that `storableText` was given. */
export function textFromStored(stored: string): string {
  return stored.includes('\\') ? JSON.parse(`"${stored}"`) : stored
}
