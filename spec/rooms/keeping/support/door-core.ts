import { randomBytes } from 'node:crypto'
import { findByCode, makeCode } from '../../../../server/accounts/link-codes.ts'
import { RoomKnocks } from '../../../../server/rooms/keeping/room-knocks.ts'
import { RoomLinks } from '../../../../server/rooms/keeping/room-links.ts'
import type { Account } from '../../../../server/rooms/ports.ts'
import { startKeptCore } from './kept-core.ts'

/** A kept core with links into its rooms and knocks. `users` is who there is beside those whom nobody knows more of. */
export function startDoorCore(rooms: Parameters<typeof startKeptCore>[0] = []) {
  const core = startKeptCore(rooms)
  const users = new Map<string, Account | undefined>()
  const parts = { ...core, report: (error: unknown) => void core.reports.push(error) }
  const links = new RoomLinks({
    ...parts,
    codes: { make: () => makeCode(randomBytes), find: findByCode },
    userOf: async (id) => (users.has(id) ? users.get(id) : { id, name: `${id}’s name`, roles: [] }),
  })
  return { ...core, users, links, knocks: new RoomKnocks(parts) }
}
