import { type DraftHandle, draftBehind } from './draft-key.ts'
import { Slot } from './slot.ts'

type AnyFunction = (...args: never[]) => unknown
type Method = (draft: DraftHandle, array: unknown[], args: readonly unknown[]) => unknown

/**
 * What drafts of arrays have instead of some native methods, by the native one: those that would otherwise move
 * elements one by one through the draft, or make a draft of each just to compare it. All others work as they are.
 */
export const arrayMethods: ReadonlyMap<unknown, unknown> = new Map(
  Object.entries({
    push,
    pop,
    shift,
    unshift,
    splice,
    sort,
    reverse,
    fill,
    copyWithin,
    indexOf,
    lastIndexOf,
    includes,
  }).map(([name, method]) => {
    const native = Array.prototype[name as keyof unknown[]] as AnyFunction
    return [native, onDrafts(method, native)]
  }),
)

function onDrafts(method: Method, native: AnyFunction): unknown {
  return function (this: unknown, ...args: readonly never[]): unknown {
    const draft = draftBehind(this)
    // Borrowed for something else: `state.list.push.call(other, …)`.
    if (draft === undefined || !Array.isArray(draft.target)) return Reflect.apply(native, this, args)
    if (!draft.isOpen()) draft.refuse('a draft used after its run has ended')
    return method(draft, draft.target, args)
  }
}

function push(draft: DraftHandle, array: unknown[], items: readonly unknown[]): number {
  draft.recorder.splice(draft, array, array.length, 0, items)
  return array.length
}

function unshift(draft: DraftHandle, array: unknown[], items: readonly unknown[]): number {
  draft.recorder.splice(draft, array, 0, 0, items)
  return array.length
}

function pop(draft: DraftHandle, array: unknown[]): unknown {
  return takeOut(draft, array, array.length - 1, array.length === 0 ? 0 : 1)[0]
}

function shift(draft: DraftHandle, array: unknown[]): unknown {
  return takeOut(draft, array, 0, array.length === 0 ? 0 : 1)[0]
}

function splice(draft: DraftHandle, array: unknown[], args: readonly unknown[]): unknown[] {
  const [from, count, ...items] = args
  const start = relativeIndex(from, array.length)
  const rest = array.length - start
  if (args.length === 0) return []
  return takeOut(draft, array, start, args.length === 1 ? rest : clamp(toInteger(count), 0, rest), items)
}

function fill(draft: DraftHandle, array: unknown[], [value, from, to]: readonly unknown[]): unknown {
  const start = relativeIndex(from, array.length)
  const count = Math.max(0, relativeIndex(to, array.length, array.length) - start)
  draft.recorder.splice(draft, array, start, count, Array(count).fill(value))
  return draft.proxy
}

function copyWithin(draft: DraftHandle, array: unknown[], [to, from, end]: readonly unknown[]): unknown {
  const target = relativeIndex(to, array.length)
  const start = relativeIndex(from, array.length)
  const source = array.slice(start, relativeIndex(end, array.length, array.length)).slice(0, array.length - target)
  const items = source.map((part, at) => draft.view(part, start + at))
  draft.recorder.splice(draft, array, target, items.length, items)
  return draft.proxy
}

function reverse(draft: DraftHandle, array: unknown[]): unknown {
  draft.recorder.reorder(draft, array, array.toReversed())
  return draft.proxy
}

function sort(draft: DraftHandle, array: unknown[], [compare]: readonly unknown[]): unknown {
  const before = array.slice()
  const entries = before.map((part, index) => ({ part, value: draft.view(part, index) }))
  if (typeof compare === 'function') entries.sort((a, b) => compare(a.value, b.value))
  else if (compare === undefined) sortByText(entries)
  else throw new TypeError('The comparison function must be either a function or undefined')
  const unchanged = array.length === before.length && before.every((part, index) => array[index] === part)
  if (!unchanged) draft.refuse('an array can’t be changed while it is being sorted')
  draft.recorder.reorder(
    draft,
    array,
    entries.map(({ part }) => part),
  )
  return draft.proxy
}

function sortByText(entries: { readonly value: unknown }[]): void {
  const texts = new Map<unknown, string>()
  const textOf = ({ value }: { readonly value: unknown }) => {
    const text = texts.get(value) ?? String(value)
    texts.set(value, text)
    return text
  }
  entries.sort((a, b) => (textOf(a) < textOf(b) ? -1 : Number(textOf(a) > textOf(b))))
}

function indexOf(_draft: DraftHandle, array: unknown[], [value, from]: readonly unknown[]): number {
  const matches = matcher(value)
  for (let index = relativeIndex(from, array.length); index < array.length; index++) {
    if (matches(array[index])) return index
  }
  return -1
}

function lastIndexOf(_draft: DraftHandle, array: unknown[], args: readonly unknown[]): number {
  const matches = matcher(args[0])
  const from = args.length > 1 ? toInteger(args[1]) : array.length - 1
  for (let index = from < 0 ? array.length + from : Math.min(from, array.length - 1); index >= 0; index--) {
    if (matches(array[index])) return index
  }
  return -1
}

function includes(draft: DraftHandle, array: unknown[], args: readonly unknown[]): boolean {
  return indexOf(draft, array, args) !== -1
}

/** Tells of a raw part whether the author sees `value` in it. */
function matcher(value: unknown): (part: unknown) => boolean {
  if (typeof value !== 'object' || value === null) return (part) => part === value
  const raw = draftBehind(value)?.target
  return (part) => part === raw || (part instanceof Slot && part.value === value)
}

/** Splices, and gives what was taken out as the author sees it. */
function takeOut(draft: DraftHandle, array: unknown[], index: number, count: number, items: readonly unknown[] = []) {
  return draft.recorder.splice(draft, array, index, count, items).map((part, at) => draft.view(part, index + at, true))
}

function relativeIndex(value: unknown, length: number, otherwise = 0): number {
  const index = value === undefined ? otherwise : toInteger(value)
  return index < 0 ? Math.max(0, length + index) : Math.min(index, length)
}

function toInteger(value: unknown): number {
  return Math.trunc(Number(value)) || 0
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
