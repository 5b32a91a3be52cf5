/** A time, in milliseconds since 1970, as it stands in lists. */
export function timeWords(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(at)
}
