/**
 * About how many characters `value` takes as JSON text: exact but for string escapes and one comma per container.
 * Additive: a container is 2, plus for each part the part's own size, its separator and, in objects, its key.
 */
export function jsonSize(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return value.length + 2
    case 'number':
      return numberSize(value)
    case 'boolean':
      return value ? 4 : 5
    case 'object':
      return value === null ? 4 : containerSize(value)
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

function containerSize(value: object): number {
  let size = 2
  if (Array.isArray(value)) {
    for (const part of value) size += jsonSize(part) + ELEMENT_SIZE
  } else {
    for (const [key, part] of Object.entries(value)) size += jsonSize(part) + keySize(key)
  }
  return size
}

function numberSize(value: number): number {
  if (value >= 0 && value < 10 && Number.isInteger(value)) return 1
  return String(value).length
}
