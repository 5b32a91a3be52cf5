import type { Clock } from '../protocol/clock.ts'
import type { LobbyNamespace, LobbySocket } from './lobby-socket.ts'

/** How long it may take at most to tell all, in milliseconds. */
const SPREAD = 2000
/** From one to the next where they are few, in milliseconds. */
const APART = 10
/** How long those who were told last may take to go, in milliseconds. */
const GONE_WITHIN = 300
const LOOKED_EVERY = 20

/**
 * Tells all who are connected to come back by another server, one after the other: so that those are not asked by all at
 * once, and each is away for a moment only. Resolves when they are gone, or had their time.
 */
export async function sendElsewhere(namespaces: readonly LobbyNamespace[], clock: Clock): Promise<void> {
  const told = [...connections(namespaces)]
  const apart = Math.min(APART, SPREAD / Math.max(1, told.length))
  const begun = clock.now()
  for (const [index, socket] of told.entries()) {
    const early = begun + index * apart - clock.now()
    // A clock that steps back must hold up nobody for longer than what they are apart.
    if (early > 0) await pass(clock, Math.min(early, apart))
    socket.emit('move')
  }
  for (let left = GONE_WITHIN / LOOKED_EVERY; left > 0 && told.some(({ connected }) => connected); left--)
    await pass(clock, LOOKED_EVERY)
}

/** One socket of each connection: by it, all of its lobbies go. */
function connections(namespaces: readonly LobbyNamespace[]): Iterable<LobbySocket> {
  const sockets = namespaces.flatMap((namespace) => [...namespace.sockets.values()])
  return new Map(sockets.map((socket) => [socket.conn, socket])).values()
}

function pass(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => void clock.setTimer(milliseconds, resolve))
}
