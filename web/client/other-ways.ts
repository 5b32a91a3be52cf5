import type { Manager } from 'socket.io-client'

/** What Socket.IO calls an attempt that got no answer in its time. */
export const SILENCE = 'timeout'

const followed = new WeakSet<Manager>()

/**
 * Where an attempt gets no answer at all, the next one is made by the next transport: Socket.IO itself goes on to it only
 * where the first is refused. Once a connection has found its way up to another transport, the first is the first again.
 */
export function tryOtherWays(manager: Manager): void {
  // Lobbies share it.
  if (followed.has(manager)) return
  followed.add(manager)
  const { transports } = manager.opts
  manager.on('error', (error) => {
    if (error.message === SILENCE) tryNextWay(manager)
  })
  manager.on('open', () => manager.engine.once('upgrade', () => setTransports(manager, transports)))
}

/** The way that was taken leads nowhere. */
export function tryNextWay(manager: Manager): void {
  const [first, ...others] = manager.opts.transports ?? []
  // The compiler does not see that the order changes nothing of what they are.
  if (first !== undefined) setTransports(manager, [...others, first] as Manager['opts']['transports'])
}

function setTransports(manager: Manager, transports: Manager['opts']['transports']): void {
  if (transports) manager.opts.transports = transports
}
