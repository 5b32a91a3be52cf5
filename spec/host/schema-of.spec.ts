import type { StandardSchemaV1 } from '@standard-schema/spec'
import { type as ark } from 'arktype'
import { expect } from 'chai'
import * as v from 'valibot'
import { z as whole } from 'zod'
import { z as mini } from 'zod/mini'
import { schemaOf } from '../../server/host/schema-of.ts'

describe('the JSON Schema of a room’s options', () => {
  const properties = (schema: StandardSchemaV1) => (schemaOf(schema) as { properties?: object } | null)?.properties

  it('is what zod, zod/mini and arktype say of what they take', () => {
    const schemas: readonly StandardSchemaV1[] = [
      whole.object({ rounds: whole.int().min(1).max(9), word: whole.string().optional() }),
      mini.object({
        rounds: mini.int().check(mini.minimum(1), mini.maximum(9)),
        word: mini.optional(mini.string()),
      }),
      ark({ rounds: '1 <= number.integer <= 9', 'word?': 'string' }),
    ]
    for (const schema of schemas) {
      const { vendor } = schema['~standard']
      expect(properties(schema), vendor).to.deep.equal({
        rounds: { type: 'integer', minimum: 1, maximum: 9 },
        word: { type: 'string' },
      })
      expect((schemaOf(schema) as { required?: unknown }).required, vendor).to.deep.equal(['rounds'])
    }
  })

  it('asks for nothing that has a default', () => {
    const schemas = [
      whole.object({ rounds: whole.number().default(3) }),
      mini.object({ rounds: mini._default(mini.number(), 3) }),
    ]
    for (const schema of schemas) {
      expect(properties(schema)).to.deep.equal({ rounds: { type: 'number', default: 3 } })
      expect(schemaOf(schema)).not.to.have.property('required')
    }
  })

  it('is what is taken, not what the rules get of it', () => {
    const lengths = mini.object({
      text: mini.pipe(
        mini.string(),
        mini.transform((text) => text.length),
      ),
    })
    expect(properties(lengths)).to.deep.equal({ text: { type: 'string' } })
  })

  it('is none where the library has no words for it, or for a part', () => {
    expect(schemaOf(v.object({ rounds: v.number() }))).to.equal(null)
    for (const schema of [whole.object({ day: whole.date() }), mini.object({ day: mini.date() })])
      expect(schemaOf(schema)).to.equal(null)
    const own = { '~standard': { version: 1, vendor: 'own', validate: (value: unknown) => ({ value }) } } as const
    expect(schemaOf(own)).to.equal(null)
  })
})
