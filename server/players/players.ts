import { boardPlayer } from './board-player.ts'
import { chatPlayer } from './chat-player.ts'
import { guessPlayer } from './guess-player.ts'
import type { Player } from './player.ts'

/** Who plays in the rooms of each application that soc-draw ships. */
const players = { chat: chatPlayer, board: boardPlayer, guess: guessPlayer() }

/** The applications that bots can use. */
export const playable: readonly string[] = Object.keys(players)

/** Who plays in the rooms of this application; undefined when nobody can. */
export function playerOf(application: string): Player<never> | undefined {
  return Object.entries(players).find(([name]) => name === application)?.[1]
}
