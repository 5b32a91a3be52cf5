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
  const listeners = new Set<EndingListener>()

  const listen = (listener: EndingListener) => {
    // A function of its own, so that the same listener may listen twice.
    const own = (sessionId: string) => listener(sessionId)
    listeners.add(own)
    return () => {
      listeners.delete(own)
    }
  }
  const tell = (listener: EndingListener, sessionId: string) => {
    try {
      listener(sessionId)
    } catch (error) {
      onError(error)
    }
  }
  return {
    listen,
    announce(sessionIds) {
      for (const sessionId of sessionIds) {
        for (const listener of listeners) tell(listener, sessionId)
      }
    },
    collect() {
      const ended = new Set<string>()
      return { ended, stop: listen((sessionId) => ended.add(sessionId)) }
    },
  }
}
