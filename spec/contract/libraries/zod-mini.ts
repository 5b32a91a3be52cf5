import { z } from 'zod/mini'
import type { Library, Tree } from './schemas.ts'

const tree: z.ZodMiniType<Tree, Tree> = z.object({ name: z.string(), children: z.array(z.lazy(() => tree)) })

export const zodMini: Library = {
  extra: 'dropped',
  thrown: 'ACTION_FAILED',
  schemas: {
    note: z.object({ text: z.string(), size: z.optional(z.number()) }),
    measured: z.object({
      text: z.pipe(
        z.string(),
        z.transform((text) => text.length),
      ),
    }),
    repeated: z.object({ times: z._default(z.number(), 3) }),
    shape: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('circle'), radius: z.number() }),
      z.object({ kind: z.literal('label'), text: z.string() }),
    ]),
    tree,
    nothing: z.undefined(),
    parsed: z.object({
      json: z.pipe(
        z.string(),
        z.transform((text): unknown => JSON.parse(text)),
      ),
    }),
  },
}
