import type { Measured } from '../server-process.ts'
import type { Arrival, RawMember } from './raw-member.ts'
import { arriveAtSocDraw } from './soc-draw-member.ts'
import { arriveAtSocketIo } from './socket-io-member.ts'

const ARRIVE: Record<Measured['wire'], (arrival: Arrival) => Promise<RawMember>> = {
  'soc-draw': arriveAtSocDraw,
  'socket.io': arriveAtSocketIo,
}

/** Has so many come, by index from 0, with never more than some of them on their way. Returns them in their order. */
export async function arriveAll(
  wire: Measured['wire'],
  count: number,
  atOnce: number,
  arrivalOf: (index: number) => Arrival,
): Promise<RawMember[]> {
  const members: RawMember[] = []
  let next = 0
  const usher = async (): Promise<void> => {
    while (next < count) {
      const index = next++
      members[index] = await ARRIVE[wire](arrivalOf(index))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, usher))
  return members
}
