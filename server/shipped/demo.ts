import type { NewUser } from '../accounts/users.ts'
import type { RoomRecord } from '../rooms/ports.ts'

/** The password of every demo user. */
export const DEMO_PASSWORD = 'soc-draw'

/** How many demo users there are unless told, as in the prototype. */
const FEW = 4

/** Who is there in development. */
export const demoUsers: readonly NewUser[] = demoUsersOf(FEW)

/** The first so many demo users. */
export function demoUsersOf(count = FEW): readonly NewUser[] {
  return Array.from({ length: count }, (_, place) => {
    const username = nameOfDemoUser(place)
    return { id: username, username, password: DEMO_PASSWORD }
  })
}

/** What a demo user is called, the first one with 0. */
export function nameOfDemoUser(place: number): string {
  return `user:${place + 1}`
}

/** As in the prototype, the first two begin once there is somebody to talk to; from then on they go on with whoever is there. */
const TWO = { players: { min: 2 } }

/** The rooms that every server of the shipped applications begins with. */
export const firstRooms: readonly RoomRecord[] = [
  { id: 'R:1', name: 'First Room', application: 'chat', ...TWO },
  { id: 'R:2', name: 'Second Room', application: 'chat', ...TWO },
  { id: 'board:1', name: 'First Board', application: 'board' },
  { id: 'board:2', name: 'Second Board', application: 'board' },
  { id: 'guess:1', name: 'English Round', application: 'guess' },
  { id: 'guess:2', name: 'Deutsche Runde', application: 'guess', options: { language: 'de' } },
]
