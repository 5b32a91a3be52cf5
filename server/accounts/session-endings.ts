import { createListeners } from './listeners.ts'

export type EndingListener = (sessionId: string) => void

/** Who is to hear that sessions ended. */
export interface SessionEndings {
  /** Returns what ends the listening. */
  listen(listener: EndingListener): () => void
  /** Tells every listener of each; one that throws is reported, and keeps nobody else from hearing. */
  announce(sessionIds: readonly string[]): void
  /** Gathers what ends from now on, until stopped. */
  collect(): { readonly ended: ReadonlySet<string>; stop(): void }
}

export function createSessionEndings(onError: (error: unknown) => void): SessionEndings {
  const { listen, tell } = createListeners<string>(onError)
  return {
    listen,
    announce: (sessionIds) => sessionIds.forEach(tell),
    collect() {
      const ended = new Set<string>()
      return { ended, stop: listen((sessionId) => ended.add(sessionId)) }
    },
  }
}
