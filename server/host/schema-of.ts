import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec'
import { z } from 'zod/mini'

/** What a form is made from. */
type JsonSchema = Record<string, unknown>

/**
 * A schema as JSON Schema 2020-12 of what it takes: as its own library says it, by Standard JSON Schema, or zod for those of
 * `zod/mini`, which leave that to it. Null where it has no way to, or holds something that JSON Schema has no words for.
 */
export function schemaOf(schema: StandardSchemaV1): JsonSchema | null {
  try {
    if (saysItself(schema)) return schema['~standard'].jsonSchema.input({ target: 'draft-2020-12' })
    return isZod(schema) ? { ...z.toJSONSchema(schema, { io: 'input' }) } : null
  } catch {
    // What its words do not suffice for, its library refuses: then there is no form, and nothing else is wrong.
    return null
  }
}

function saysItself(schema: StandardSchemaV1): schema is StandardSchemaV1 & StandardJSONSchemaV1 {
  return 'jsonSchema' in schema['~standard']
}

function isZod(schema: StandardSchemaV1): schema is StandardSchemaV1 & z.core.$ZodType {
  return schema['~standard'].vendor === 'zod' && '_zod' in schema
}
