import * as v from 'valibot'
import type { Library, Tree } from './schemas.ts'

const tree: v.GenericSchema<Tree> = v.object({ name: v.string(), children: v.array(v.lazy(() => tree)) })

export const valibot: Library = {
  extra: 'dropped',
  thrown: 'ACTION_FAILED',
  schemas: {
    note: v.object({ text: v.string(), size: v.optional(v.number()) }),
    measured: v.object({
      text: v.pipe(
        v.string(),
        v.transform((text) => text.length),
      ),
    }),
    repeated: v.object({ times: v.optional(v.number(), 3) }),
    shape: v.variant('kind', [
      v.object({ kind: v.literal('circle'), radius: v.number() }),
      v.object({ kind: v.literal('label'), text: v.string() }),
    ]),
    tree,
    nothing: v.undefined(),
    parsed: v.object({
      json: v.pipe(
        v.string(),
        v.transform((text): unknown => JSON.parse(text)),
      ),
    }),
  },
}
