import type { GuessState } from './state.ts'

/** Forgets who has left without any points, and gets none for the turn that goes on. */
export function forgetDeparted({ players, own, phase }: GuessState): void {
  const gains = phase.name === 'drawing' ? phase.gains : {}
  for (const [user, { points }] of Object.entries(players)) {
    if (points === 0 && !own[user] && !Object.hasOwn(gains, user)) delete players[user]
  }
}
