import type { Container } from './containers.ts'
import { Draft, type Drafts } from './draft.ts'
import { StateError } from './json.ts'
import type { Patch } from './patches.ts'
import { Recorder } from './recorder.ts'
import { settlePatches, settleResult, settleSlots } from './settle.ts'

/** What one run did to a state. */
export interface Recording<R> {
  /** What `run` returned, as a plain copy: parts of the state in it are detached. */
  readonly result: R
  /** What changed, in order. They share nothing with the state nor with what the author may still hold. */
  readonly patches: readonly Patch[]
  /** The `jsonSize` of the state now, given that it was `options.size` before. */
  readonly size: number
  /**
   * Makes the state what it was before, key order included. Only for an `undoable` run, and while nothing else has
   * changed the state since.
   */
  undo(): void
}

export interface RecordOptions {
  /** The state's `jsonSize` before the run; 0 unless told, and then `Recording.size` is the growth. */
  readonly size?: number
  /** Whether `undo` may be called later. Then the first deletion in an object costs the object: its keys are listed. */
  readonly undoable?: boolean
  /** A run that makes the state larger than this is undone and refused; 8 MiB unless told. */
  readonly maxSize?: number
  /** What returns more than this is undone and refused; `maxSize` unless told. */
  readonly maxResult?: number
}

const DEFAULT_MAX_SIZE = 8 * 2 ** 20

/** The states that a run is under way on: seldom more than one. */
const running: object[] = []

/**
 * Runs `run` on a draft of `root`, a plain object of JSON, and changes `root` in place as it goes. The draft behaves as
 * the plain object would. What is put in stays the author's own object until `run` returns, and is then checked and
 * copied; put in twice, it becomes two. Costs what `run` changes, whatever the size of the state.
 *
 * When `run` throws, or leaves something in the state or its result that isn't JSON or too large, everything is undone
 * and the error thrown. All drafts are dead afterwards.
 *
 * @throws {StateError} naming the place of what can't be in a state; or whatever `run` throws.
 */
export function record<S extends object, R>(root: S, run: (draft: S) => R, options: RecordOptions = {}): Recording<R> {
  if (Array.isArray(root)) throw new TypeError('a state is an object')
  if (running.includes(root)) throw new Error('a run is under way on this state')
  const drafts: Drafts = new Map()
  const recorder = new Recorder((target) => {
    const draft = drafts.get(target)
    if (draft !== undefined) draft.detached = true
  })
  running.push(root)
  try {
    const draft = new Draft(root as Container, null, '', recorder, drafts)
    return settle(recorder, run(draft.proxy as S), options)
  } catch (error) {
    recorder.rollback()
    throw error
  } finally {
    recorder.open = false
    running.pop()
  }
}

function settle<R>(recorder: Recorder, returned: R, options: RecordOptions): Recording<R> {
  const { size: before = 0, maxSize = DEFAULT_MAX_SIZE, maxResult = maxSize } = options
  settleSlots(recorder, maxSize)
  const result = settleResult(returned, maxResult)
  const size = before + recorder.growth
  // A state that is too large already may still shrink.
  if (size > maxSize && recorder.growth > 0) throw new StateError([], `larger than ${maxSize} characters of JSON`)
  const patches = settlePatches(recorder.patches)
  recorder.sweep(options.undoable ?? false)
  const undo = (): void => {
    if (!options.undoable) throw new Error('only a run that was recorded as undoable can be undone')
    recorder.rollback()
  }
  return { result, patches, size, undo }
}
