import type { Stroke } from '../../../../server/applications/drawing/stroke.ts'
import { easelFor, frames } from './easel-for.ts'
import { difference } from './empty-then.ts'

const VIEW = { camera: { x: 0, y: 0, zoom: 0.5 }, width: 200, height: 100 }

/** A line that is shown before the room has taken it: this long, and with this place among the others. */
function line(points: readonly number[], order: number): Stroke {
  return { tool: 'pen', pressure: false, author: 'ann', colour: 0, width: 4, order, points: [20, 60, ...points] }
}

/**
 * Shows a long line until it lies on the picture, makes it a shorter one that was made later, and takes that away at
 * once. Returns how many pixels were not as they should be: after the first, where nothing should be, and after the others.
 */
export async function otherThanThought(): Promise<{ thought: number; shorter: number; takenAway: number }> {
  const easel = easelFor({ ...VIEW, strokes: [] })
  const show = async (...strokes: Stroke[]): Promise<number> => {
    easel.show({ ink: { s: Object.fromEntries(strokes.map((stroke) => ['s1', stroke])) } })
    await frames(3)
    // As long as a stroke is taken for one that goes on.
    await new Promise((resolve) => setTimeout(resolve, 600))
    await frames(5)
    return difference(easel, { ...VIEW, strokes }, 0)
  }
  await show(line([100, 0, 100, 0, 100, 40], 5))
  const thought = difference(easel, { ...VIEW, strokes: [] }, 0)
  const short = line([100, 0], 9)
  const shorter = await show(short)
  easel.show({ ink: { s: { s1: line([100, 0, 10, 0], 11) } } })
  await frames(2)
  const takenAway = await show()
  easel.destroy()
  return { thought, shorter, takenAway }
}
