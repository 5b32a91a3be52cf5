import { cloneJson, copyJson, type Json, StateError } from './json.ts'
import { jsonSize } from './json-size.ts'
import type { Patch } from './patches.ts'

/** What one run did to a state. */
export interface Recording<R> {
  /** What `run` returned, as a plain copy: parts of the state in it are detached. */
  readonly result: R
  /** What changed, in order. They share nothing with the state nor with what the author may still hold. */
  readonly patches: readonly Patch[]
  /** The `jsonSize` of the state now, given that it was `options.size` before. */
  readonly size: number
  /** Makes the state what it was before, key order included. Only while nothing else has changed it since. */
  undo(): void
}

export interface RecordOptions {
  /** The state's `jsonSize` before the run; 0 unless told, and then `Recording.size` is the growth. */
  readonly size?: number
  /** Above this size a run is undone and refused; 8 MiB unless told. */
  readonly maxSize?: number
}

/**
 * Runs `run` on a draft of `root`, which is changed in place. When `run` throws, or has put something into the state
 * or its result that isn't JSON or too large, everything is undone and the error is thrown.
 */
export function record<S extends object, R>(root: S, run: (draft: S) => R, options: RecordOptions = {}): Recording<R> {
  const live = root as Record<string, Json>
  const before = cloneJson(live)
  const undo = () => {
    for (const key of Object.keys(live)) delete live[key]
    Object.assign(live, cloneJson(before))
  }
  try {
    const draft = cloneJson(live)
    const result = run(draft as S)
    const copy = result === undefined ? result : copyJson(result, { root: 'result' })
    const after = copyJson(draft)
    const size = (options.size ?? 0) + jsonSize(after) - jsonSize(before)
    if (size > (options.maxSize ?? 8 * 2 ** 20)) throw new StateError([], 'too large')
    const patches = differences(before, after)
    for (const key of Object.keys(live)) delete live[key]
    Object.assign(live, after)
    return { result: copy, patches, size, undo }
  } catch (error) {
    undo()
    throw error
  }
}

function differences(before: Record<string, Json>, after: Record<string, Json>): readonly Patch[] {
  const deletes: Patch[] = Object.keys(before)
    .filter((key) => !(key in after))
    .map((key) => ['delete', [key]])
  const sets: Patch[] = Object.entries(after)
    .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key]))
    .map(([key, value]) => ['set', [key], cloneJson(value)])
  return [...deletes, ...sets]
}
