import type { Place } from './place.ts'

/** What the recorder and the arrays' methods know of a draft. */
export interface DraftHandle extends Place {
  /** What the author has in hand. */
  readonly proxy: object
  /** Takes the changes of arrays. */
  readonly recorder: ArrayRecorder
  /** Whether the draft's run goes on. */
  isOpen(): boolean
  /** What the author gets for a raw part that stands, or until now stood, under `key`. */
  view(part: unknown, key: string | number, detached?: boolean): unknown
  /** @throws {StateError} always, naming the draft's place. */
  refuse(reason: string): never
}

/** Changes an array, the target of `place`, and notes how to undo it. */
export interface ArrayRecorder {
  /** Gives the raw parts that were taken out. */
  splice(place: Place, array: unknown[], index: number, deleteCount: number, items: readonly unknown[]): unknown[]
  /** Gives `array` its own raw parts in another order. */
  reorder(place: Place, array: unknown[], order: readonly unknown[]): void
}

/** The key under which a draft gives what is behind it. It is no property: nothing lists it and nothing else has it. */
export const DRAFT: unique symbol = Symbol('draft')

/** What is behind `value` when it is a draft, of whatever run. */
export function draftBehind(value: unknown): DraftHandle | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const draft = (value as { readonly [DRAFT]?: DraftHandle })[DRAFT]
  // An object that merely inherits from a draft is none.
  return draft?.proxy === value ? draft : undefined
}
