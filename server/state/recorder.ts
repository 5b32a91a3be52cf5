import { type Container, partOf, putPart, spliceArray } from './containers.ts'
import { draftBehind } from './draft-key.ts'
import { GONE } from './gone.ts'
import { refusal, StateError } from './json.ts'
import { ELEMENT_SIZE, jsonSize, keySize } from './json-size.ts'
import { markKeyOrder, noteAddedKey, noteDeletedKey } from './key-order.ts'
import type { Path } from './path.ts'
import type { Place } from './place.ts'
import { Slot } from './slot.ts'

/** A patch whose values may still be, or hold, slots. */
export type OpenPatch =
  | readonly ['set', Path, unknown]
  | readonly ['delete', Path]
  | readonly ['splice', Path, number, number, readonly unknown[]]

/**
 * Changes the containers of one live state, and notes for each change how to undo it and, where the container is part
 * of the state, the patch. Every change is checked before it is made.
 */
export class Recorder {
  readonly patches: OpenPatch[] = []
  readonly slots: Slot[] = []
  /** By how much the state's size has changed, what stands in slots not counted. */
  growth = 0
  /** False once the run has ended: its drafts are dead then. */
  open = true
  readonly #undo: (() => void)[] = []
  /** The keys that were taken out of objects. */
  readonly #gone: [target: Record<string, unknown>, key: string][] = []
  readonly #keyOrders = new Map<object, () => void>()
  readonly #onDetach: (target: object) => void

  /** `onDetach` is told every object that is taken out of its home. */
  constructor(onDetach: (target: object) => void) {
    this.#onDetach = onDetach
  }

  /** Writes a key of an object, or an element that is there. */
  set(place: Place, key: string | number, value: unknown): void {
    const { target } = place
    const old = partOf(target, key)
    const had = old !== GONE && Object.hasOwn(target, key)
    if (had && standsFor(old, value)) return
    const part = this.#take(value, place, key)
    const path = place.path()
    // A key that comes again comes last.
    if (old === GONE) this.#takeAway(target as Record<string, unknown>, String(key))
    if (had) {
      this.#undo.push(() => putPart(target, key, old))
    } else {
      noteAddedKey(target, String(key))
      this.#undo.push(() => {
        noteDeletedKey(target, String(key))
        Reflect.deleteProperty(target, key)
      })
    }
    putPart(target, key, part)
    if (path !== null) {
      this.growth += sizeOf(part) - (had ? sizeOf(old) : -keySize(String(key)))
      path.push(key)
      this.patches.push(['set', path, part])
    }
    if (had) this.#drop(old)
  }

  /** Takes a key out of an object. */
  delete(place: Place, key: string): void {
    const { target } = place
    if (Array.isArray(target) || !Object.hasOwn(target, key)) return
    const old = target[key]
    if (old === GONE) return
    const path = place.path()
    this.#undo.push(() => putPart(target, key, old))
    target[key] = GONE
    this.#gone.push([target, key])
    if (path !== null) {
      this.growth -= sizeOf(old) + keySize(key)
      path.push(key)
      this.patches.push(['delete', path])
    }
    this.#drop(old)
  }

  /** Splices `array`, the target of `place`; gives the raw parts that were taken out. */
  splice(place: Place, array: unknown[], index: number, deleteCount: number, items: readonly unknown[]): unknown[] {
    if (deleteCount === 0 && items.length === 0) return []
    const parts = items.map((item, at) => this.#take(item, place, index + at))
    const path = place.path()
    const removed = spliceArray(array, index, deleteCount, parts)
    this.#undo.push(() => spliceArray(array, index, parts.length, removed))
    if (path !== null) {
      for (const part of parts) this.growth += sizeOf(part) + ELEMENT_SIZE
      for (const part of removed) this.growth -= sizeOf(part) + ELEMENT_SIZE
      this.patches.push(['splice', path, index, deleteCount, parts])
    }
    for (const part of removed) this.#drop(part)
    return removed
  }

  /** Gives `array`, the target of `place`, its own raw parts in another order. */
  reorder(place: Place, array: unknown[], order: readonly unknown[]): void {
    const first = array.findIndex((part, index) => part !== order[index])
    if (first === -1) return
    const last = array.findLastIndex((part, index) => part !== order[index])
    const before = array.slice(first, last + 1)
    this.#undo.push(() => overwrite(array, first, before))
    const moved = order.slice(first, last + 1)
    overwrite(array, first, moved)
    const path = place.path()
    // Copied as they are now: what is changed in them later are patches of their own.
    if (path !== null) this.patches.push(['splice', path, first, moved.length, moved.map(outline)])
  }

  /**
   * Takes the keys that are gone out of their objects: the run is over, and it holds. What is to be undone later all the
   * same has to remember the order of their keys, which costs the object at its first deletion.
   */
  sweep(undoable: boolean): void {
    for (const [target, key] of this.#gone) {
      if (target[key] !== GONE) continue
      if (undoable) this.#takeAway(target, key)
      else {
        noteDeletedKey(target, key)
        delete target[key]
      }
    }
  }

  /** Makes everything what it was before the run. */
  rollback(): void {
    for (const undo of this.#undo.reverse()) undo()
    for (const restore of this.#keyOrders.values()) restore()
    this.#undo.length = 0
    this.#keyOrders.clear()
  }

  /** Takes a key that is gone out of its object, and remembers where it stood. */
  #takeAway(target: Record<string, unknown>, key: string): void {
    if (!this.#keyOrders.has(target)) this.#keyOrders.set(target, markKeyOrder(target))
    noteDeletedKey(target, key)
    this.#undo.push(() => putPart(target, key, GONE))
    delete target[key]
  }

  #take(value: unknown, place: Place, key: string | number): unknown {
    const draft = draftBehind(value)
    const reason = draft?.isOpen() === false ? 'a draft used after its run has ended' : refusal(value)
    if (reason !== null) throw new StateError([...place.knownPath(), key], reason)
    if (value === 0) return 0
    if (typeof value !== 'object' || value === null) return value
    const slot = new Slot(value, place, key)
    this.slots.push(slot)
    return slot
  }

  #drop(part: unknown): void {
    if (part instanceof Slot) part.home = null
    else if (typeof part === 'object' && part !== null) this.#onDetach(part)
  }
}

/** Whether writing `value` over `part` would change nothing. */
function standsFor(part: unknown, value: unknown): boolean {
  if (part instanceof Slot) return part.value === value
  if (typeof part !== 'object' || part === null) return part === value
  return draftBehind(value)?.target === part
}

/** A copy of a part of the live state, in which slots stay what they are. */
function outline(part: unknown): unknown {
  if (typeof part !== 'object' || part === null || part instanceof Slot) return part
  if (Array.isArray(part)) return part.map(outline)
  const copy: Container = {}
  for (const [key, value] of Object.entries(part)) if (value !== GONE) copy[key] = outline(value)
  return copy
}

function overwrite(array: unknown[], start: number, parts: readonly unknown[]): void {
  for (const [at, part] of parts.entries()) array[start + at] = part
}

function sizeOf(part: unknown): number {
  return jsonSize(part, isSlot)
}

function isSlot(part: object): boolean {
  return part instanceof Slot
}
