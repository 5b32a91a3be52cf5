import type { NewUser } from './accounts/users.ts'
import type { RoomRecord } from './rooms/ports.ts'

/** The password of every demo user. */
export const DEMO_PASSWORD = 'soc-draw'

/** Who is there in development, as in the prototype. */
export const demoUsers: readonly NewUser[] = ['user:1', 'user:2', 'user:3', 'user:4'].map((username) => ({
  id: username,
  username,
  password: DEMO_PASSWORD,
}))

/** The rooms that every server of the shipped applications begins with. */
export const firstRooms: readonly RoomRecord[] = [
  { id: 'R:1', name: 'First Room', application: 'chat' },
  { id: 'R:2', name: 'Second Room', application: 'chat' },
  { id: 'board:1', name: 'First Board', application: 'board' },
  { id: 'board:2', name: 'Second Board', application: 'board' },
]
