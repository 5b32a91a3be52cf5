import type { Measured } from '../server-process.ts'
import { insist } from './come-later.ts'
import type { Arrival, RawMember } from './raw-member.ts'
import { arriveAtSocDraw } from './soc-draw-member.ts'
import { arriveAtSocketIo } from './socket-io-member.ts'

const ARRIVE: Record<Measured['wire'], (arrival: Arrival) => Promise<RawMember>> = {
  'soc-draw': arriveAtSocDraw,
  'socket.io': arriveAtSocketIo,
}

export interface Arrivals {
  /** In the order of their index. */
  readonly members: readonly RawMember[]
  /** How often one of them was told to come later, and did. */
  readonly refusals: number
}

/**
 * Has so many come, by index from 0, with never more than some of them on their way. Who is told to come later stays one of
 * those, and comes when the server said. @throws ComeLater when somebody was told so too often, and what else comes in the way
 */
export async function arriveAll(
  wire: Measured['wire'],
  count: number,
  atOnce: number,
  arrivalOf: (index: number) => Arrival,
): Promise<Arrivals> {
  const members: RawMember[] = []
  let next = 0
  let refusals = 0
  const refused = (): void => {
    refusals++
  }
  const usher = async (): Promise<void> => {
    while (next < count) {
      const index = next++
      members[index] = await insist(() => ARRIVE[wire](arrivalOf(index)), refused)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, usher))
  return { members, refusals }
}
