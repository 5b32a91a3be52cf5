/** What Vite's page has in development: made of an error, it shows it above everything. */
type Overlay = new (error: { readonly message: string; readonly stack: string }) => HTMLElement

/** In development an application's author sees what went wrong in their view, and where. Elsewhere nobody does. */
export function showToAuthor(error: unknown): void {
  const Overlay = customElements.get('vite-error-overlay') as Overlay | undefined
  if (!Overlay) return
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
  document.body.append(new Overlay({ message, stack }))
}
