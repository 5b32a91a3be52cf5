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
  if (items.length <= MAX_ARGUMENTS) return array.splice(index, deleteCount, ...items)
  const tail = array.splice(index)
  const removed = tail.splice(0, deleteCount)
  for (const item of items) array.push(item)
  for (const item of tail) array.push(item)
  return removed
}
