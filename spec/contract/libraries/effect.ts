import { Effect, Schema, SchemaTransformation } from 'effect'
import type { Library, Tree } from './schemas.ts'

const Trees: Schema.Codec<Tree> = Schema.Struct({
  name: Schema.String,
  children: Schema.Array(Schema.suspend((): Schema.Codec<Tree> => Trees)),
})
const Length = Schema.String.pipe(
  Schema.decodeTo(
    Schema.Number,
    SchemaTransformation.transform({ decode: (text) => text.length, encode: (length) => ' '.repeat(length) }),
  ),
)
const Parsed = Schema.String.pipe(
  Schema.decodeTo(
    Schema.Unknown,
    SchemaTransformation.transform({ decode: (text): unknown => JSON.parse(text), encode: (value) => `${value}` }),
  ),
)

export const effect: Library = {
  extra: 'dropped',
  thrown: 'INVALID_PAYLOAD',
  schemas: {
    note: Schema.toStandardSchemaV1(
      Schema.Struct({ text: Schema.String, size: Schema.mutableKey(Schema.optional(Schema.Number)) }),
    ),
    measured: Schema.toStandardSchemaV1(Schema.Struct({ text: Length })),
    repeated: Schema.toStandardSchemaV1(
      Schema.Struct({ times: Schema.Number.pipe(Schema.withDecodingDefault(Effect.succeed(3))) }),
    ),
    shape: Schema.toStandardSchemaV1(
      Schema.Union([
        Schema.Struct({ kind: Schema.Literal('circle'), radius: Schema.Number }),
        Schema.Struct({ kind: Schema.Literal('label'), text: Schema.String }),
      ]),
    ),
    tree: Schema.toStandardSchemaV1(Trees),
    nothing: Schema.toStandardSchemaV1(Schema.Undefined),
    parsed: Schema.toStandardSchemaV1(Schema.Struct({ json: Parsed })),
  },
}
