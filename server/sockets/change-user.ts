import type { Lobby } from '../rooms/lobby/lobby.ts'
import type { Account } from '../rooms/ports.ts'
import type { LobbyNamespace, LobbySocket } from './lobby-socket.ts'

/**
 * Whoever is connected as this user is called so, has this colour and these roles from here on, and all that follows from it
 * in this very step. Resolves as `Lobby.recheck`.
 */
export async function changeUser(namespace: LobbyNamespace, lobby: Lobby, user: Account): Promise<void> {
  const own = [...namespace.sockets.values()].filter(({ data }) => data.user.id === user.id)
  const changed = own.filter((socket) => becomes(socket, user))
  if (changed.length > 0) await lobby.recheck({ user: user.id })
}

/** Whether that changes anything. */
export function becomes({ data }: LobbySocket, { name, color, roles }: Account): boolean {
  const { user } = data
  const hasRoles = user.roles.length === roles.length && user.roles.every((role) => roles.includes(role))
  if (hasRoles && user.name === name && user.color === color) return false
  Object.assign(data, { user: { id: user.id, name, roles: [...roles], ...(color !== undefined && { color }) } })
  return true
}
