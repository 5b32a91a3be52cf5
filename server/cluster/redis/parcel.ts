/** What one node sends by one channel at once: several texts, in their order. */
export interface Parcel {
  /** The sender's name. */
  readonly from: string
  /** How many connections the sender has had so far: what came by an earlier one, and late, is to be left aside. */
  readonly connection: number
  readonly texts: readonly string[]
}

/** A line with the sender, the connection and the length of each text; then the texts. */
export function packParcel({ from, connection, texts }: Parcel): string {
  return `${JSON.stringify([from, connection, ...texts.map(({ length }) => length)])}\n${texts.join('')}`
}

/** Undefined for what no node has packed. */
export function unpackParcel(packed: string): Parcel | undefined {
  const end = packed.indexOf('\n')
  const header = asJson(packed.slice(0, Math.max(0, end)))
  if (!Array.isArray(header)) return undefined
  const [from, connection, ...lengths] = header as readonly unknown[]
  if (typeof from !== 'string' || typeof connection !== 'number' || !lengths.every(isLength)) return undefined
  let at = end + 1
  const texts = lengths.map((length) => packed.slice(at, (at += length)))
  return at === packed.length ? { from, connection, texts } : undefined
}

function isLength(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
