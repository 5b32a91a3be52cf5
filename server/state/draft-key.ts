import type { Draft } from './draft.ts'

/** The key under which a draft gives what is behind it. It is no property: nothing lists it and nothing else has it. */
export const DRAFT: unique symbol = Symbol('draft')

/** What is behind `value` when it is a draft, of whatever run. */
export function draftBehind(value: unknown): Draft | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const draft = (value as { readonly [DRAFT]?: Draft })[DRAFT]
  // An object that merely inherits from a draft is none.
  return draft?.proxy === value ? draft : undefined
}
