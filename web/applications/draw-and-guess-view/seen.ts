import type { DrawAndGuess } from '../../../server/applications/draw-and-guess.ts'
import type { ClientState } from '../../../server/contract/client-types.ts'
import { isolated } from '../../../server/contract/isolated.ts'

/** A game as one user is sent it. */
export type GuessSeen = ClientState<DrawAndGuess>

/** Who draws, or has drawn what is being answered; undefined before and after a game. */
export function drawerOf({ phase }: Pick<GuessSeen, 'phase'>): string | undefined {
  return 'drawer' in phase ? phase.drawer : undefined
}

/** Whether a user knows the word that is sought, by drawing or by having solved it. */
export function knows({ phase }: Pick<GuessSeen, 'phase'>, user: string): boolean {
  return phase.name === 'drawing' && (phase.drawer === user || phase.solved.includes(user))
}

/** Who draws, by name, to be put into a sentence; `You` for oneself. */
export function drawerName(seen: GuessSeen, user: string): string {
  const drawer = drawerOf(seen)
  if (drawer === undefined) return 'Nobody'
  return drawer === user ? 'You' : isolated(seen.players[drawer]?.name ?? drawer)
}
