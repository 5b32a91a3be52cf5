import type { GuessState, Person } from './state.ts'

/** Who plays, of those who are there: all but those who were voted out, in the order in which they came. */
export function playersHere({ votedOut }: Pick<GuessState, 'votedOut'>, members: readonly Person[]): readonly Person[] {
  return members.filter(({ id }) => !votedOut.includes(id))
}
