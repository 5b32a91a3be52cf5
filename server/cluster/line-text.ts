import { z } from 'zod/mini'

/** What nodes say to each other, and how, is of this version. */
export const PROTOCOL = 1

const header = z.object({
  protocol: z.literal(PROTOCOL),
  /** `say`: a body follows; `beat`: says only how much was said; `end`: nothing more is said, nor heard. */
  kind: z.enum(['say', 'beat', 'end']),
  /** The line's id. */
  line: z.string(),
  /** How many bodies were said by this side of the line, this one included. */
  count: z.int(),
  /** The lease to which the line is dialled. Absent where it is answered. */
  lease: z.optional(z.int()),
})

export type LineHeader = z.infer<typeof header>

/** A header's JSON, a line break, and the body's JSON, which is encoded once however many nodes it is for. */
export function writeLineText(of: Omit<LineHeader, 'protocol'>, body = ''): string {
  return `${JSON.stringify({ protocol: PROTOCOL, ...of })}\n${body}`
}

/** Undefined for what no node of this version writes. */
export function readLineText(text: string): { readonly header: LineHeader; readonly body: string } | undefined {
  const end = text.indexOf('\n')
  const parsed = header.safeParse(asJson(text.slice(0, Math.max(0, end))))
  return parsed.success ? { header: parsed.data, body: text.slice(end + 1) } : undefined
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
