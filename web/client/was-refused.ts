/**
 * What proxies and filters answer to a message that they take by no means. Not 400, 401 and 404, which also Engine.IO
 * itself, or a server that was started anew, answers to a session it does not know; nor 408, 429 and 5xx, which pass.
 */
const FINAL: readonly unknown[] = [403, 405, 406, 411, 413, 415, 422, 431, 451, 501]
/** How Engine.IO calls a request to the server that failed. */
const SENDING: readonly unknown[] = ['xhr post error', 'fetch write error']
/** What a WebSocket is closed with where a message was too large. */
const MESSAGE_TOO_BIG = 1009

/** Whether a connection was lost because something on the way refuses what was sent, by what Socket.IO says of its end. */
export function wasRefused(details: unknown): boolean {
  if (typeof details !== 'object' || details === null) return false
  const { message, description, context } = details as Readonly<Record<string, unknown>>
  if (SENDING.includes(message)) return FINAL.includes(description)
  return typeof context === 'object' && context !== null && 'code' in context && context.code === MESSAGE_TOO_BIG
}
