/** What holds the parts of a state: a plain object or an array. */
export type Container = Record<string, unknown> | unknown[]

/** More arguments than this at once could overflow the stack. */
const MAX_ARGUMENTS = 10_000

/** `array.splice(index, deleteCount, ...items)` for any number of items; gives what was taken out. */
export function spliceArray(
  array: unknown[],
  index: number,
  deleteCount: number,
  items: readonly unknown[],
): unknown[] {
  // Engines have quick ways at both ends, which they don't see in a `splice`: that copies the whole array.
  if (index === array.length) {
    for (const item of items) array.push(item)
    return []
  }
  if (deleteCount === 1 && items.length === 0) {
    if (index === 0) return [array.shift()]
    if (index === array.length - 1) return [array.pop()]
  }
  if (items.length <= MAX_ARGUMENTS) return array.splice(index, deleteCount, ...items)
  const tail = array.splice(index)
  const removed = tail.splice(0, deleteCount)
  for (const item of items) array.push(item)
  for (const item of tail) array.push(item)
  return removed
}

/** Where `item` stands in `array`, searched from `hint` outward: costs how far it has moved. -1 when it isn't there. */
export function indexNear(array: readonly unknown[], item: unknown, hint: number): number {
  const start = Math.min(hint, array.length - 1)
  for (let distance = 0; start - distance >= 0 || start + distance < array.length; distance++) {
    if (array[start - distance] === item) return start - distance
    if (array[start + distance] === item) return start + distance
  }
  return -1
}

/** The part of a container under a key that it has. */
export function partOf(container: Container, key: string | number): unknown {
  return (container as Record<string | number, unknown>)[key]
}

/** Gives a container a part; the key of an array is an index up to its length. */
export function putPart(container: Container, key: string | number, part: unknown): void {
  ;(container as Record<string | number, unknown>)[key] = part
}
