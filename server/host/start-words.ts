import type { UserAccount } from '../accounts/user-account.ts'
import type { NewUser } from '../accounts/users.ts'
import type { RoomRecord } from '../rooms/ports.ts'
import type { SettledRooms } from '../rooms/registry/settle-host-rooms.ts'

/** How many names a sentence has; of more, their number is told. */
const NAMED = 10

/** What is to be said at a start: `warn` where something is not as the host's code may have meant it. */
export interface Said {
  readonly level: 'info' | 'warn'
  readonly text: string
}

/** What became of the host's rooms. */
export function roomsInWords({ changed, restored, archived }: SettledRooms): Said[] {
  const said: Said[] = changed.map(({ id, what }) => ({
    level: 'info',
    text: `room ${id} is now what the code says: ${what.join(', ')}`,
  }))
  if (restored.length > 0)
    said.push({ level: 'info', text: `out of the archive, since the code names them again: ${list(restored)}` })
  if (archived.length > 0) {
    const text = `archived, since the code does not name them any more: ${list(archived)}. They can be read, and are back when they are named again`
    said.push({ level: 'warn', text })
  }
  return said
}

/** The ids of all users whom a room names. */
export function usersNamedBy({ users = [], owner, moderators = [] }: RoomRecord): string[] {
  return [...new Set([...users, ...(owner === undefined ? [] : [owner]), ...moderators])]
}

/** Who is named by rooms and is nobody. */
export function unknownUsersInWords(rooms: readonly RoomRecord[], unknown: readonly string[]): Said[] {
  const nobody = new Set(unknown)
  return rooms.flatMap((room) => {
    const missing = usersNamedBy(room).filter((user) => nobody.has(user))
    return missing.length > 0
      ? [{ level: 'warn', text: `room ${room.id} names users whom no account has as its id: ${list(missing)}` }]
      : []
  })
}

/** What of an account that was there already is not as the code has it, and stays. */
export function accountInWords(wanted: NewUser, there: UserAccount): Said[] {
  const { id, name, roles } = wanted
  if (there.deleted) {
    const text = `the account ${JSON.stringify(wanted.username)} was deleted by its user, and stays so`
    return [{ level: 'warn', text }]
  }
  if (there.disabled) {
    return [{ level: 'warn', text: `the account ${JSON.stringify(wanted.username)} is disabled, and stays so` }]
  }
  const differs = [
    ...(id !== undefined && id !== there.id ? [`the id ${JSON.stringify(there.id)}`] : []),
    ...(name !== undefined && name.trim() !== there.name ? [`the name ${JSON.stringify(there.name)}`] : []),
    ...(roles !== undefined && [...roles].sort().join() !== [...there.roles].sort().join()
      ? [`the roles ${there.roles.join(', ') || 'of nobody'}`]
      : []),
  ]
  if (differs.length === 0) return []
  return [
    {
      level: 'warn',
      text: `the account ${JSON.stringify(there.username)} was there already, and keeps ${differs.join(', ')}`,
    },
  ]
}

function list(names: readonly string[]): string {
  const more = names.length - NAMED
  return more > 0 ? `${names.slice(0, NAMED).join(', ')} and ${more} more` : names.join(', ')
}
