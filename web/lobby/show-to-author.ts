/** In development Vite gives every module this; elsewhere there is none. */
interface HotModule extends ImportMeta {
  readonly hot?: { send(event: string, data: unknown): void }
}

/**
 * In development an application's author sees what went wrong in their view, and where: the server, which has compiled
 * it, knows the line and shows it. Elsewhere nobody does.
 */
export function showToAuthor(error: unknown): void {
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error))
  ;(import.meta as HotModule).hot?.send('soc-draw:view-error', { message: `${name}: ${message}`, stack })
}
