/**
 * The JSON of what a client sent, empty for nothing; undefined for what can't be written as JSON: it holds buffers, or is
 * nested too deeply. Costs what the packet it came in was large.
 */
export function wireJson(value: unknown): string | undefined {
  if (holdsBuffer(value)) return undefined
  try {
    return JSON.stringify(value) ?? ''
  } catch (error) {
    // What came over the wire has no cycles and no methods: this is the stack's end.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/**
 * One attachment of Socket.IO's may stand in a message any number of times: written out, a packet of one megabyte would
 * be gigabytes. Walks without recursion, for the stack's sake.
 */
export function holdsBuffer(value: unknown): boolean {
  const rest = [value]
  while (rest.length > 0) {
    const part = rest.pop()
    if (typeof part !== 'object' || part === null) continue
    if (ArrayBuffer.isView(part)) return true
    for (const inner of Object.values(part)) rest.push(inner)
  }
  return false
}
