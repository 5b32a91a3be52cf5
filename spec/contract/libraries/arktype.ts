import { type } from 'arktype'
import type { Library } from './schemas.ts'

export const arktype: Library = {
  extra: 'kept',
  thrown: 'ACTION_FAILED',
  schemas: {
    note: type({ text: 'string', 'size?': 'number' }),
    measured: type({ text: type.string.pipe((text) => text.length) }),
    repeated: type({ times: 'number = 3' }),
    shape: type({ kind: "'circle'", radius: 'number' }).or({ kind: "'label'", text: 'string' }),
    tree: type({ name: 'string', children: 'this[]' }),
    nothing: type.undefined,
    parsed: type({ json: type.string.pipe((text): unknown => JSON.parse(text)) }),
  },
}
