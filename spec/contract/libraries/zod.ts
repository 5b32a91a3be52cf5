import { z } from 'zod'
import type { Library, Tree } from './schemas.ts'

const tree: z.ZodType<Tree, Tree> = z.object({ name: z.string(), children: z.array(z.lazy(() => tree)) })

export const zod: Library = {
  extra: 'dropped',
  thrown: 'ACTION_FAILED',
  schemas: {
    note: z.object({ text: z.string(), size: z.number().optional() }),
    measured: z.object({ text: z.string().transform((text) => text.length) }),
    repeated: z.object({ times: z.number().default(3) }),
    shape: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('circle'), radius: z.number() }),
      z.object({ kind: z.literal('label'), text: z.string() }),
    ]),
    tree,
    nothing: z.undefined(),
    parsed: z.object({ json: z.string().transform((text): unknown => JSON.parse(text)) }),
  },
}
