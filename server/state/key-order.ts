/**
 * The order of an object's keys, for undoing deletions. JavaScript tells where a key stands only by listing all keys,
 * so the list is made once per object, at its first deletion, and what comes and goes afterwards is noted beside it.
 */
interface KeyHistory {
  readonly base: readonly string[]
  readonly keys: string[]
  readonly added: boolean[]
}

const histories = new WeakMap<object, KeyHistory>()

/** To be called before a new key of `container` is written. */
export function noteAddedKey(container: object, key: string): void {
  const history = histories.get(container)
  if (history !== undefined) note(history, key, true)
}

/** To be called before a key of `container` is deleted, and after `markKeyOrder`. */
export function noteDeletedKey(container: object, key: string): void {
  const history = histories.get(container)
  if (history !== undefined) note(history, key, false)
}

/** Tells that `container` was changed, or is going to be, by something that takes no notes. */
export function forgetKeyOrder(container: object): void {
  histories.delete(container)
}

/**
 * Remembers the order of `container`'s keys. The function returned puts the keys that are there by then back into that
 * order. Marking costs nothing that grows with the object, but for its first time; restoring costs the object.
 */
export function markKeyOrder(container: Record<string, unknown>): () => void {
  const history = currentHistory(container)
  const length = history.keys.length
  return () => restore(container, orderAt(history, length))
}

function note(history: KeyHistory, key: string, added: boolean): void {
  history.keys.push(key)
  history.added.push(added)
}

function currentHistory(container: object): KeyHistory {
  const known = histories.get(container)
  // A list of its own for every so many notes keeps memory in proportion to the object.
  if (known !== undefined && known.keys.length <= known.base.length + 16) return known
  const fresh: KeyHistory = { base: Object.keys(container), keys: [], added: [] }
  histories.set(container, fresh)
  return fresh
}

function orderAt(history: KeyHistory, length: number): readonly string[] {
  const order = new Set(history.base)
  for (let at = 0; at < length; at++) {
    const key = history.keys[at] as string
    if (history.added[at]) order.add(key)
    else order.delete(key)
  }
  return [...order]
}

function restore(container: Record<string, unknown>, order: readonly string[]): void {
  forgetKeyOrder(container)
  const values = new Map(Object.entries(container))
  for (const key of values.keys()) delete container[key]
  for (const key of order) if (values.has(key)) container[key] = values.get(key)
  if (Object.keys(container).length !== values.size) throw new Error('the state was changed between a run and its undo')
}
