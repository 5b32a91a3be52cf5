import { z } from 'zod/mini'

/** What Fastify validates, serialises and documents with, from one of the protocol's schemas. */
export function jsonSchema(schema: z.ZodMiniType): object {
  const { $schema, ...shape } = z.toJSONSchema(schema, { target: 'draft-7' })
  return shape
}
