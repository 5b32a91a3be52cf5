import { GONE } from './gone.ts'

/**
 * About how many characters `value` takes as JSON text: exact but for string escapes and one comma per container.
 * Additive: a container is 2, plus for each part the part's own size, its separator and, in objects, its key. Objects
 * that are `exempt` count nothing.
 */
export function jsonSize(value: unknown, exempt?: (part: object) => boolean): number {
  switch (typeof value) {
    case 'string':
      return value.length + 2
    case 'number':
      return numberSize(value)
    case 'boolean':
      return value ? 4 : 5
    case 'object':
      return value === null ? 4 : containerSize(value, exempt)
    default:
      return 0
  }
}

/** What an object's key adds to the size of its value: quotes, colon, comma. */
export function keySize(key: string): number {
  return key.length + 4
}

/** What an array's element adds to its value's size: a comma. */
export const ELEMENT_SIZE = 1

function containerSize(value: object, exempt?: (part: object) => boolean): number {
  if (exempt?.(value)) return 0
  let size = 2
  if (Array.isArray(value)) {
    for (const part of value) size += jsonSize(part, exempt) + ELEMENT_SIZE
  } else {
    const record = value as Readonly<Record<string, unknown>>
    for (const key of Object.keys(record)) {
      const part = record[key]
      if (part !== GONE) size += jsonSize(part, exempt) + keySize(key)
    }
  }
  return size
}

function numberSize(value: number): number {
  // Counting the digits of what is common takes a fraction of making its text.
  if (!Number.isInteger(value) || value < 0 || value >= 1e15) return String(value).length
  let size = 1
  for (let power = 10; value >= power; power *= 10) size++
  return size
}
