import type { Clock } from '../protocol/clock.ts'
import type { RoomLimits } from '../rooms/limits.ts'
import { RateLimit } from '../rooms/rate-limit.ts'
import type { LobbySocket } from './socket-wire.ts'

/**
 * Weighs all that arrives over a socket's connection from now on, whichever lobby it is for, as text or bytes. Returns
 * what says whether that is more than may be sent: what is refused for it weighs too.
 */
export function weigh(socket: LobbySocket, { byteRate, byteBurst }: RoomLimits, clock: Clock): () => boolean {
  const { conn } = socket
  const allowance = new RateLimit(clock, byteRate, byteBurst)
  const arrived = ({ data }: { readonly data?: string | { readonly byteLength: number } }): void => {
    if (data !== undefined) allowance.spend(typeof data === 'string' ? data.length : data.byteLength)
  }
  conn.on('packet', arrived)
  socket.on('disconnect', () => {
    // The connection below may live on for other lobbies.
    conn.off('packet', arrived)
  })
  return () => allowance.overdrawn
}
