import type { Lobby } from '../rooms/lobby/lobby.ts'
import type { Account } from '../rooms/ports.ts'
import type { LobbyNamespace, LobbySocket } from './lobby-socket.ts'

/**
 * Whoever is connected as this user has these roles from here on, and all that follows from them in this very step. Resolves
 * as `Lobby.recheck`.
 */
export async function changeRoles(
  namespace: LobbyNamespace,
  lobby: Lobby,
  { id, roles }: Pick<Account, 'id' | 'roles'>,
): Promise<void> {
  const own = [...namespace.sockets.values()].filter(({ data }) => data.user.id === id)
  for (const socket of own) giveRoles(socket, roles)
  if (own.length > 0) await lobby.recheck({ user: id })
}

/** Whether that changes anything. */
export function giveRoles({ data }: LobbySocket, roles: readonly string[]): boolean {
  const { user } = data
  if (user.roles.length === roles.length && user.roles.every((role) => roles.includes(role))) return false
  Object.assign(data, { user: { ...user, roles: [...roles] } })
  return true
}
