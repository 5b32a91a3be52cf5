import { io, type Manager, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client'

/** By origin: the managers that Socket.IO shares among the namespaces of a server. It keeps them as long, where nobody sees. */
const shared = new Map<string, Manager>()

/**
 * A namespace's socket, over the connection that others of the server have, which connects when it is told to. Socket.IO
 * knows that of a whole connection only: sockets that the page makes over it for itself connect at once, as it expects.
 */
export function socketAtRest(
  origin: string,
  namespace: string,
  options: Partial<Omit<ManagerOptions & SocketOptions, 'autoConnect'>>,
): Socket {
  const known = shared.get(origin)
  if (known) known._autoConnect = false
  const socket = io(`${origin}/${namespace}`, { ...options, autoConnect: false })
  if (known) known._autoConnect = true
  else if (!options.forceNew && options.multiplex !== false) shared.set(origin, socket.io)
  socket.io._autoConnect = true
  return socket
}
