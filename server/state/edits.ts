import { applyInPlace } from './apply.ts'
import { cloneJson, type Json, StateError } from './json.ts'
import type { Patch } from './patches.ts'
import type { Path } from './path.ts'
import { countOriginals, lengthOf, mergeSegments, type Segment, splitAt } from './segments.ts'

/** What became of one part of a state through a list of patches. */
export interface Edits {
  /** Takes in a patch whose path from `depth` on leads to a place in this part. */
  add(patch: Patch, depth: number): void
  /** Writes the patches of the same effect, for this part at `path`. */
  write(path: Path, patches: Patch[]): void
}

/** A part that was given a new value. */
class Replacement implements Edits {
  #value: Json
  #own = false

  constructor(value: Json) {
    this.#value = value
  }

  get value(): Json {
    return this.#value
  }

  add(patch: Patch, depth: number): void {
    // The value is the first patch's, which isn't to be changed.
    if (!this.#own) this.#value = cloneJson(this.#value)
    this.#own = true
    if (typeof this.#value !== 'object' || this.#value === null) throw new StateError(patch[1], 'no such container')
    applyInPlace(this.#value, [from(patch, depth)])
  }

  write(path: Path, patches: Patch[]): void {
    patches.push(['set', path, this.#value])
  }
}

interface KeyEdit {
  /** The key was taken out; then `edits`, if any, is a replacement that comes after all keys there were. */
  readonly deleted: boolean
  readonly edits: Edits | null
}

/** What became of an object: new keys come in the order of this map, all others stay where they are. */
export class ObjectEdits implements Edits {
  readonly #keys = new Map<string | number, KeyEdit>()

  add(patch: Patch, depth: number): void {
    const [kind, path] = patch
    const key = keyAt(path, depth)
    const known = this.#keys.get(key)
    if (kind !== 'splice' && depth === path.length - 1) {
      // A key that comes again after it was deleted comes last.
      if (kind === 'delete' || known?.edits === null) this.#keys.delete(key)
      const deleted = kind === 'delete' || known?.deleted === true
      this.#keys.set(key, { deleted, edits: kind === 'set' ? new Replacement(patch[2]) : null })
      return
    }
    const edits = known?.edits ?? editsFor(path, depth + 1)
    if (known === undefined) this.#keys.set(key, { deleted: false, edits })
    else if (known.edits === null) throw new StateError(path.slice(0, depth + 1), 'no such container')
    edits.add(patch, depth + 1)
  }

  write(path: Path, patches: Patch[]): void {
    for (const [key, { deleted, edits }] of this.#keys) {
      const place = [...path, key]
      if (deleted) patches.push(['delete', place])
      edits?.write(place, patches)
    }
  }
}

/** What became of an array. */
class ArrayEdits implements Edits {
  #segments: Segment<Edits, Replacement>[] = []

  add(patch: Patch, depth: number): void {
    const [kind, path] = patch
    if (depth === path.length) {
      if (kind === 'splice') this.#splice(patch[2], patch[3], patch[4])
      return
    }
    const index = Number(keyAt(path, depth))
    if (kind === 'set' && depth === path.length - 1) this.#replace(index, new Replacement(patch[2]))
    else this.#editsAt(index, path, depth + 1).add(patch, depth + 1)
  }

  write(path: Path, patches: Patch[]): void {
    let index = 0
    let dropped = 0
    const splice = (items: readonly Replacement[]) => {
      if (dropped > 0 || items.length > 0) {
        patches.push(['splice', path, index, dropped, items.map(({ value }) => value)])
      }
      dropped = 0
    }
    for (const segment of mergeSegments(this.#segments)) {
      if (segment.kind === 'drop') dropped = segment.count
      else if (segment.kind === 'insert') splice(segment.items)
      else splice([])
      if (segment.kind === 'edit') segment.edit.write([...path, index], patches)
      index += lengthOf(segment)
    }
    splice([])
  }

  #splice(index: number, deleteCount: number, items: readonly Json[]): void {
    const segments = this.#segments
    const start = splitAt(segments, index)
    const end = deleteCount === 0 ? start : splitAt(segments, index + deleteCount)
    const count = countOriginals(segments.slice(start, end))
    const inserted = items.map((item) => new Replacement(item))
    segments.splice(start, end - start, { kind: 'drop', count }, { kind: 'insert', items: inserted })
    this.#segments = mergeSegments(segments)
  }

  #replace(index: number, replacement: Replacement): void {
    const { at, segment } = this.#isolate(index)
    this.#segments[at] =
      segment.kind === 'insert' ? { kind: 'insert', items: [replacement] } : { kind: 'edit', edit: replacement }
  }

  #editsAt(index: number, path: Path, depth: number): Edits {
    const { at, segment } = this.#isolate(index)
    if (segment.kind === 'edit') return segment.edit
    const [item] = segment.kind === 'insert' ? segment.items : []
    if (item !== undefined) return item
    const edit = editsFor(path, depth)
    this.#segments[at] = { kind: 'edit', edit }
    return edit
  }

  /** Makes one element a segment by itself. */
  #isolate(index: number): { at: number; segment: Segment<Edits, Replacement> } {
    splitAt(this.#segments, index + 1)
    let at = splitAt(this.#segments, index)
    while (this.#segments[at]?.kind === 'drop') at++
    const segment = this.#segments[at]
    if (segment === undefined) throw new Error('an element has a segment')
    return { at, segment }
  }
}

/** Empty edits for the container at `path.slice(0, depth)`: a path tells by its next key, or by its end, what it is. */
function editsFor(path: Path, depth: number): Edits {
  return depth === path.length || typeof path[depth] === 'number' ? new ArrayEdits() : new ObjectEdits()
}

function keyAt(path: Path, depth: number): string | number {
  const key = path[depth]
  if (key === undefined) throw new StateError(path, 'a patch needs a path')
  return key
}

function from(patch: Patch, depth: number): Patch {
  const path = patch[1].slice(depth)
  if (patch[0] === 'splice') return ['splice', path, patch[2], patch[3], patch[4]]
  return patch[0] === 'set' ? ['set', path, patch[2]] : ['delete', path]
}
