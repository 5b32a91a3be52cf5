import { DEFAULT_LIMITS, type RoomLimits } from '../../server/rooms/limits.ts'
import type { RoomRecord } from '../../server/rooms/ports.ts'
import type { Random } from './random.ts'

/** How a world is made by chance: small and large, patient and pressed. */
export function layOut(random: Random) {
  const users = Array.from({ length: random.int(2, 4) }, (_, index) => `u${index + 1}`)
  const rooms: RoomRecord[] = Array.from({ length: random.int(2, 3) }, (_, index) => ({
    id: `R:${index + 1}`,
    name: `Room ${index + 1}`,
    application: 'checked',
    ...(random.chance(0.5) && { owner: 'u1', moderators: ['u2'] }),
    ...(random.chance(0.3) && { watch: random.pick(['nobody', 'members'] as const) }),
    // The last room may be closed to some.
    ...(index > 0 && users.length > 2 && random.chance(0.3) && { users: users.slice(0, 2) }),
  }))
  const players = { min: random.int(1, 2), max: random.chance(0.2) ? 2 : 50 }
  const pressed = random.chance(0.2)
  const limits: RoomLimits = pressed
    ? { ...DEFAULT_LIMITS, queue: random.int(4, 30), rate: 20, burst: 40 }
    : DEFAULT_LIMITS
  const latencies = { log: random.pick([0, 5, 30, 200]), network: random.pick([2, 40, 400]) }
  return { users, rooms, players, limits, latencies }
}
