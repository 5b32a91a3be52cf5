/** A value that has no JSON; the message names the place: `[2].at: NaN is not JSON`. */
export class NotJson extends Error {
  override readonly name = 'NotJson'
  /** Whether it is JSON but for its depth: what only its sender can have made so. */
  readonly tooDeep: boolean

  constructor(message: string, tooDeep = false) {
    super(message)
    this.tooDeep = tooDeep
  }
}

/** What `JSON.stringify` would write as `{}`, or as an object of numbers: what is in it would be lost without a word. */
const OPAQUE = /^\[object (?:Map|Set|WeakMap|WeakSet|Promise|RegExp|Error|ArrayBuffer|DataView|\w+Array|Blob|File)\]$/

/**
 * The JSON of a value that is handed over at one of soc-draw's doors; undefined for no value. One rule at each of them:
 * a key whose value is `undefined` is absent, what has `toJSON` is what that gives (a `Date` its text), and whatever JSON
 * would drop or change in silence is refused.
 * @param digits whether a bigint is the text of its digits; else it is refused
 * @throws NotJson for `undefined` in an array, functions, symbols, `NaN`, `Infinity`, an invalid `Date`, maps, sets,
 * buffers, cycles, and what is nested too deeply
 */
export function writeJson(value: unknown, { digits = false } = {}): string | undefined {
  const trail: Step[] = []
  try {
    // A function, for what stands in `holder` before `toJSON` is only to be had as `this`.
    return JSON.stringify(value, function (this: object, key: string, part: unknown): unknown {
      while (trail.length > 0 && trail.at(-1)?.part !== this) trail.pop()
      if (typeof part === 'bigint' && digits) return String(part)
      const reason = refusal(part, this, key)
      if (reason) throw new NotJson(`${placeOf(trail, key)}${reason}`)
      if (typeof part === 'object' && part !== null) trail.push({ part, key, inArray: Array.isArray(this) })
      return part
    })
  } catch (error) {
    if (error instanceof NotJson) throw error
    // A cycle, the end of the stack, or what a `toJSON` throws.
    if (error instanceof RangeError) throw new NotJson('it is nested too deeply', true)
    throw new NotJson(`it is not JSON: ${firstLine(error)}`)
  }
}

/** A container that is being written, and the key under which it stands in the one before it. */
interface Step {
  readonly part: object
  readonly key: string
  readonly inArray: boolean
}

function refusal(part: unknown, holder: object, key: string): string | undefined {
  switch (typeof part) {
    case 'undefined':
      return Array.isArray(holder) ? 'undefined is not JSON: in an array, use null' : undefined
    case 'number':
      return Number.isFinite(part) ? undefined : `${part} is not JSON`
    case 'function':
    case 'symbol':
    case 'bigint':
      return `a ${typeof part} is not JSON`
    case 'object':
      return refusalOfDate(holder, key, part) ?? refusalOfObject(part)
    default:
      return undefined
  }
}

/** A `Date` that is none gives null as its JSON. */
function refusalOfDate(holder: object, key: string, part: object | null): string | undefined {
  return part === null && Reflect.get(holder, key) instanceof Date ? 'an invalid Date is not JSON' : undefined
}

function refusalOfObject(part: object | null): string | undefined {
  const kind = Array.isArray(part) ? '' : Object.prototype.toString.call(part)
  return OPAQUE.test(kind) ? `a ${kind.slice('[object '.length, -1)} is not JSON` : undefined
}

/** The first step is the value itself, which has no key. */
function placeOf(trail: readonly Step[], key: string): string {
  if (trail.length === 0) return ''
  const keys = trail.slice(1).map((step) => inWords(step.key, step.inArray))
  const place = [...keys, inWords(key, Array.isArray(trail.at(-1)?.part))].join('')
  return `${place.replace(/^\./, '')}: `
}

function inWords(key: string, inArray: boolean): string {
  return inArray ? `[${key}]` : `.${key}`
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? ''
}
