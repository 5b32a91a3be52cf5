/** Who is to hear of something. */
export interface Listeners<Value> {
  /** Returns what ends the listening. */
  listen(listener: (value: Value) => void): () => void
  /** Tells every listener; one that throws is reported, and keeps nobody else from hearing. */
  tell(value: Value): void
}

export function createListeners<Value>(onError: (error: unknown) => void): Listeners<Value> {
  const listeners = new Set<(value: Value) => void>()
  return {
    listen(listener) {
      // A function of its own, so that the same listener may listen twice.
      const own = (value: Value) => listener(value)
      listeners.add(own)
      return () => {
        listeners.delete(own)
      }
    },
    tell(value) {
      for (const listener of listeners) {
        try {
          listener(value)
        } catch (error) {
          onError(error)
        }
      }
    },
  }
}
