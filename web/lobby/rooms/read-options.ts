import type { OptionField, OptionKind } from './option-fields.ts'

/** By the options' names, what was typed for each. */
export type OptionTexts = Readonly<Record<string, string>>

/** Options as they are sent, or by their names what is wrong with them. */
export interface ReadOptions {
  readonly options: Readonly<Record<string, unknown>>
  readonly errors: Readonly<Record<string, string>>
}

/** What was typed, as values. What was left empty is left out: then the application's own default holds. */
export function readOptions(fields: readonly OptionField[], texts: OptionTexts): ReadOptions {
  const options: Record<string, unknown> = {}
  const errors: Record<string, string> = {}
  for (const { name, kind, required, first } of fields) {
    const text = texts[name] ?? first
    if (text.trim() === '') {
      if (required) errors[name] = 'Please fill this in.'
      continue
    }
    const value = valueIn(kind, text)
    const fault = value === undefined ? NOT_JSON : faultOf(kind, value)
    if (fault === undefined) options[name] = value
    else errors[name] = fault
  }
  return { options, errors }
}

export const NOT_JSON = 'This is not JSON.'

/** Undefined for what should be JSON and is not. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Somebody's typing error, which the form says beside it.
    return undefined
  }
}

function valueIn(kind: OptionKind, text: string): unknown {
  switch (kind.as) {
    case 'text':
      return text
    case 'number':
      return Number(text)
    case 'lines':
      return text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
    default:
      return readJson(text)
  }
}

function faultOf(kind: OptionKind, value: unknown): string | undefined {
  if (kind.as === 'number') return faultOfNumber(kind, value)
  if (kind.as === 'text' && typeof value === 'string') return faultOfCount(kind, value.length, 'characters')
  if (kind.as === 'lines' && Array.isArray(value)) return faultOfCount(kind, value.length, 'lines')
  return undefined
}

interface Bounds {
  readonly min?: number
  readonly max?: number
}

/** What is wrong with a number that was typed; undefined where it is good. */
export function faultOfNumber(kind: Bounds & { readonly whole: boolean }, value: unknown): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'Please type a number.'
  if (kind.whole && !Number.isInteger(value)) return 'Please type a whole number.'
  if (kind.min !== undefined && value < kind.min) return `At least ${kind.min}, please.`
  if (kind.max !== undefined && value > kind.max) return `At most ${kind.max}, please.`
  return undefined
}

function faultOfCount({ min, max }: Bounds, count: number, what: string): string | undefined {
  if (min !== undefined && count < min) return `At least ${min} ${what}, please.`
  if (max !== undefined && count > max) return `At most ${max} ${what}, please: these are ${count}.`
  return undefined
}
