import fc from 'fast-check'
import { type Drawing, drawingRefusals, type Hand } from '../../../server/applications/drawing/drawing.ts'
import { begin, clear, erase, extend, place } from '../../../server/applications/drawing/ink.ts'
import type { Stroke } from '../../../server/applications/drawing/stroke.ts'
import { forget, redo, undo } from '../../../server/applications/drawing/undo.ts'
import { Refusal } from '../../../server/contract/refusal.ts'

/** What a handler of `user` hands to a drawing's operations. */
export function handOf(user: string, version = 1): Hand {
  return {
    user: { id: user, name: user },
    version,
    refuse: (code, why) => new Refusal(code, why ?? drawingRefusals[code]),
  }
}

const NAMES = ['Aaaaaa', 'Aaaaab', 'Baaaaa', 'Caaaaa', 'Caaaab', 'Daaaaa', 'Eaaaaa', 'Faaaaa'] as const
export const USERS = ['ann', 'bob', 'eve'] as const

/** One thing that somebody does to a drawing. */
export type Step =
  | {
      readonly do: 'begin' | 'extend' | 'place' | 'erase'
      readonly user: string
      readonly id: string
      readonly joins: boolean
    }
  | { readonly do: 'undo' | 'redo' | 'forget' | 'clear'; readonly user: string }

/** Sessions of a few people on a few strokes, so that they get into each other's way. */
export const sessions: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constantFrom('begin' as const, 'extend' as const, 'place' as const, 'erase' as const),
        user: fc.constantFrom(...USERS),
        id: fc.constantFrom(...NAMES),
        joins: fc.boolean(),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const), user: fc.constantFrom(...USERS) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constantFrom('forget' as const, 'clear' as const),
        user: fc.constantFrom(...USERS),
      }),
    },
  ),
  { maxLength: 60 },
)

/** Does it. @throws Refusal as the rules have it */
export function take(drawing: Drawing, step: Step, version: number): void {
  const hand = handOf(step.user, version)
  const look = { colour: 0, width: 1 }
  switch (step.do) {
    case 'begin':
      begin(drawing, { id: step.id, ...look, at: [1, 2], joins: step.joins }, hand)
      return
    case 'extend':
      extend(drawing, { id: step.id, points: [3, 4] }, hand)
      return
    case 'place':
      place(drawing, { tool: 'line', id: step.id, ...look, points: [0, 0, 5, 5] }, hand)
      return
    case 'erase':
      erase(drawing, { ids: [step.id], joins: step.joins }, hand)
      return
    case 'undo':
      undo(drawing, hand)
      return
    case 'redo':
      redo(drawing, hand)
      return
    case 'forget':
      forget(drawing, step.user)
      return
    case 'clear':
      clear(drawing)
  }
}

/** Every stroke that can be seen, by its name. */
export function visible(drawing: Drawing): Map<string, Stroke> {
  const strokes = Object.values(drawing.ink).flatMap((group) => Object.entries(group))
  return new Map(strokes.filter(([, stroke]) => stroke.gone === undefined))
}

/** Runs `action` and gives the code with which it is refused; undefined when it is not. */
export function refusalOf(action: () => unknown): string | undefined {
  try {
    action()
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
  return undefined
}
