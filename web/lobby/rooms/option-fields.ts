import { isRecord } from '../../common/is-record.ts'

/** One of an application's options, as a form asks for it. What is typed is text, whatever it stands for. */
export interface OptionField {
  readonly name: string
  readonly label: string
  readonly about: string | undefined
  /** Whether there is no room without it. */
  readonly required: boolean
  readonly kind: OptionKind
  /** What stands there at first. */
  readonly first: string
}

/** What is typed for an option. Bounds are left out where there are none; of texts they are in characters, of lines in lines. */
export type OptionKind =
  | { readonly as: 'text' | 'lines'; readonly min?: number; readonly max?: number }
  | { readonly as: 'number'; readonly whole: boolean; readonly min?: number; readonly max?: number }
  /** One of these values, each as JSON. */
  | { readonly as: 'choice'; readonly choices: readonly string[] }
  /** `true` or `false`. */
  | { readonly as: 'switch' }
  /** What a form has no fields for. */
  | { readonly as: 'json' }

type Schema = Readonly<Record<string, unknown>>

/** The fields for options of that JSON Schema; undefined where it has no properties to make them of. */
export function fieldsOf(schema: Schema | null): readonly OptionField[] | undefined {
  if (schema?.type !== 'object' || !isRecord(schema.properties)) return undefined
  const { required } = schema
  const must = Array.isArray(required) ? required : []
  return Object.entries(schema.properties).map(([name, property]) =>
    fieldOf(name, isRecord(property) ? property : {}, must.includes(name)),
  )
}

/** What stands in the fields of options that were given: of those that were left out, nothing. */
export function textsOf(fields: readonly OptionField[], options: unknown): Readonly<Record<string, string>> {
  if (!isRecord(options)) return {}
  const given = fields.filter(({ name }) => options[name] !== undefined)
  return Object.fromEntries(given.map(({ name, kind }) => [name, textOf(kind, options[name])]))
}

function fieldOf(name: string, schema: Schema, required: boolean): OptionField {
  const kind = kindOf(schema)
  return {
    ...{ name, required, kind, first: schema.default === undefined ? '' : textOf(kind, schema.default) },
    label: typeof schema.title === 'string' ? schema.title : spaced(name),
    about: typeof schema.description === 'string' ? schema.description : undefined,
  }
}

function kindOf(schema: Schema): OptionKind {
  if (Array.isArray(schema.enum)) return { as: 'choice', choices: schema.enum.map((each) => JSON.stringify(each)) }
  switch (schema.type) {
    case 'string':
      return { as: 'text', ...bounds(schema.minLength, schema.maxLength) }
    case 'number':
    case 'integer':
      return { as: 'number', whole: schema.type === 'integer', ...bounds(schema.minimum, schema.maximum) }
    case 'boolean':
      return { as: 'switch' }
    case 'array':
      if (isRecord(schema.items) && schema.items.type === 'string')
        return { as: 'lines', ...bounds(schema.minItems, schema.maxItems) }
  }
  return { as: 'json' }
}

/** What no number passes is no bound. */
function bounds(min: unknown, max: unknown): { min?: number; max?: number } {
  const isBound = (bound: unknown): bound is number =>
    typeof bound === 'number' && Math.abs(bound) < Number.MAX_SAFE_INTEGER
  return { ...(isBound(min) && { min }), ...(isBound(max) && { max }) }
}

/** A value as its field shows it. */
function textOf(kind: OptionKind, value: unknown): string {
  if (kind.as === 'text' && typeof value === 'string') return value
  if (kind.as === 'lines' && Array.isArray(value)) return value.join('\n')
  return JSON.stringify(value)
}

/** `onlyOwnWords` as people read it. */
function spaced(name: string): string {
  const words = name
    .replace(/[_-]+/g, ' ')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, (_, before, after) => `${before} ${after.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
