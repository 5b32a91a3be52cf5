import type { drawingBoard } from '../applications/drawing-board.ts'
import { Hand } from './hand.ts'
import { type Player, runs } from './player.ts'

/** Draws line after line with the pointer in sight, rests, and takes some back. */
export const boardPlayer: Player<typeof drawingBoard> = async (room, ways) => {
  const hand = new Hand({
    ...{ act: room.act, ways },
    moved: (at) => room.present(at),
    may: () => room.status === 'running',
  })
  while (await runs(room, ways)) {
    await hand.draw()
    await ways.pause(ways.between(200, 900))
    if (!ways.chance(0.1)) continue
    room.present(null)
    await ways.pause(ways.between(2000, 6000))
  }
}
