/** Tells the developer of an error that nobody can be handed: the page's error handlers, or the console where there are none. */
export function report(error: unknown): void {
  if (typeof globalThis.reportError === 'function') globalThis.reportError(error)
  else console.error(error)
}
