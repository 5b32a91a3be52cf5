import { COLOURS } from '../applications/drawing/stroke.ts'
import type { drawingBoard } from '../applications/drawing-board.ts'
import { Hand } from './hand.ts'
import { type Player, runs } from './player.ts'
import { line } from './shapes.ts'

/** All colours but the last, which is that of the paper. */
const INKS = COLOURS.length - 1

/** Draws line after line with the pointer in sight, rests, and takes some back. */
export const boardPlayer: Player<typeof drawingBoard> = async (room, ways) => {
  const hand = new Hand({
    ...{ act: room.act, ways },
    moved: (at) => room.present(at),
    may: () => room.status === 'running',
  })
  while (await runs(room, ways)) {
    if (hand.drawn > 2 && ways.chance(0.12)) await hand.takeBack()
    else
      await hand.draw(line(ways.random), {
        colour: Math.floor(ways.random() * INKS),
        width: ways.oneOf([1, 1, 2, 2, 3]),
      })
    await ways.pause(ways.between(200, 900))
    if (!ways.chance(0.1)) continue
    room.present(null)
    await ways.pause(ways.between(2000, 6000))
  }
}
