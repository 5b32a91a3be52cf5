import { expect } from 'chai'
import type { GuessState, Phase } from '../../../server/applications/draw-and-guess/state.ts'
import { type DrawAndGuess, drawAndGuess } from '../../../server/applications/draw-and-guess.ts'
import { SocDrawError } from '../../../server/protocol/errors.ts'
import { type Play, play } from '../../../server/testing/play.ts'

/** Words that nothing else in a room is called. */
export const LISTS = {
  en: ['elephant', 'lighthouse', 'umbrella', 'crocodile', 'strawberry', 'helicopter', 'telescope', 'dinosaur'],
  de: ['Gießkanne', 'Schildkröte', 'Leuchtturm', 'Regenbogen'],
}

export const SECOND = 1000

/** A game that is under way: its first drawer, `ann` unless told, is choosing. */
export async function game(
  members: readonly string[] = ['ann', 'bob', 'cid'],
  options: Record<string, unknown> = {},
): Promise<Play<DrawAndGuess>> {
  const room = await play(drawAndGuess(LISTS), { members, options })
  await room.as(members[0] ?? '').play({})
  return room
}

/** The same with its first word chosen. */
export async function drawing(...how: Parameters<typeof game>): Promise<Play<DrawAndGuess>> {
  const room = await game(...how)
  await room.as(phase(room, 'choosing').drawer).choose({ index: 0 })
  return room
}

/** The phase of a game, which must have this name. */
export function phase<Name extends Phase['name']>(
  room: { readonly state: { readonly phase: Phase } },
  name: Name,
): Extract<Phase, { name: Name }> {
  const { phase } = room.state
  if (!isNamed(phase, name)) return expect.fail(`it is ${phase.name}, and not ${name}`)
  return phase
}

function isNamed<Name extends Phase['name']>(phase: Phase, name: Name): phase is Extract<Phase, { name: Name }> {
  return phase.name === name
}

export function points(room: Play<DrawAndGuess>): Record<string, number> {
  return Object.fromEntries(Object.entries(room.state.players).map(([user, player]) => [user, player.points]))
}

/** What each line that a user sees is about, their own ones too: `said bob apple`. */
export function heardBy(room: Play<DrawAndGuess>, user: string): string[] {
  const { lines, own } = room.seenBy(user)
  return [...lines, ...(own?.lines ?? [])]
    .toSorted((one, other) => one.id - other.id)
    .map((line: GuessState['lines'][number]) => `${line.kind} ${line.name} ${line.text}`.trim())
}

/** The code that an action is refused with. */
export async function refused(action: Promise<unknown>): Promise<string> {
  return action.then(
    () => expect.fail('it was taken'),
    (error: unknown) => {
      if (error instanceof SocDrawError) return error.code
      throw error
    },
  )
}
