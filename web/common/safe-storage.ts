/** The part of `Storage` that is used. */
export type KeyValues = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * A browser storage that never throws: where it is blocked or full, what is written lasts until the page is left.
 * `open` is called at once; reaching for `window.localStorage` itself throws where cookies are blocked.
 */
export function safeStorage(open: () => KeyValues): KeyValues {
  const memory = new Map<string, string>()
  const attempt = <Result>(use: (storage: KeyValues) => Result): Result | undefined => {
    try {
      return use(open())
    } catch {
      // Blocked by the browser's settings, or full. The page works without, for as long as it stands.
      return undefined
    }
  }
  return {
    getItem: (key) => memory.get(key) ?? attempt((storage) => storage.getItem(key)) ?? null,
    setItem(key, value) {
      memory.delete(key)
      if (attempt((storage) => [storage.setItem(key, value)]) === undefined) memory.set(key, value)
    },
    removeItem(key) {
      memory.delete(key)
      attempt((storage) => storage.removeItem(key))
    },
  }
}
