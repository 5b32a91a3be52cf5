import * as S from 'sury'
import type { Library, Schemas } from './schemas.ts'

// Under TypeScript 7 whatever sury infers from a definition is "circularly referenced" (TS2615): here it infers nothing.
const schemaOf = S.schema as unknown as (definition: unknown) => object
const optional = S.optional as unknown as (schema: object, fallback?: number) => object
const union = S.union as unknown as (definitions: readonly object[]) => object
const array = S.array as unknown as (schema: object) => object
const recursive = S.recursive as unknown as (name: string, define: (self: object) => object) => object
const to = (read: (text: string) => unknown, target: object): object =>
  (S.to as unknown as (from: object, to: object, read: (text: string) => unknown) => object)(S.string, target, read)

export const sury: Library = {
  extra: 'dropped',
  thrown: 'INVALID_PAYLOAD',
  schemas: {
    note: schemaOf({ text: S.string, size: optional(S.number) }),
    measured: schemaOf({ text: to((text) => text.length, S.number) }),
    repeated: schemaOf({ times: optional(S.number, 3) }),
    shape: union([
      { kind: 'circle', radius: S.number },
      { kind: 'label', text: S.string },
    ]),
    tree: recursive('Tree', (self) => schemaOf({ name: S.string, children: array(self) })),
    nothing: schemaOf(undefined),
    parsed: schemaOf({ json: to((text) => JSON.parse(text), S.unknown) }),
  } as Schemas,
}
