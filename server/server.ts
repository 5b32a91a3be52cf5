import { randomBytes } from 'node:crypto'
import type { AddressInfo, Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { Server as SocketServer, type ServerOptions as SocketServerOptions } from 'socket.io'
import { mayEnter } from './accounts/access.ts'
import { type Accounts, createAccounts } from './accounts/accounts.ts'
import type { NewUser } from './accounts/users.ts'
import type { AnyApplication } from './contract/application.ts'
import { createHttp } from './http/create-http.ts'
import type { FrontEnd } from './http/front-end.ts'
import type { SignInLimit } from './http/sign-in-limit.ts'
import { MAX_PACKET_BYTES } from './protocol/limits.ts'
import type { User } from './protocol/room-document.ts'
import { DEFAULT_LIMITS, type RoomLimits } from './rooms/limits.ts'
import { Lobby } from './rooms/lobby.ts'
import type { Report, RoomRecord } from './rooms/ports.ts'
import type { RoomLog } from './rooms/room-log.ts'
import { RoomRegistry } from './rooms/room-registry.ts'
import { type Authenticate, type Handshake, sessionGroup } from './sockets/authenticate.ts'
import { serveLobby } from './sockets/serve-lobby.ts'
import { type LobbyServer, SocketWire } from './sockets/socket-wire.ts'
import { createMemoryAccounts } from './stores/memory/memory-accounts.ts'
import { MemoryRoomLog } from './stores/memory/memory-room-log.ts'
import { systemClock } from './system-clock.ts'
import { systemRandomness } from './system-randomness.ts'

export interface ServerOptions {
  /** One lobby each. */
  readonly applications: readonly AnyApplication[]
  /** The rooms that are to be there. */
  readonly rooms?: readonly RoomRecord[]
  /** The accounts that are to be there: made if missing. */
  readonly users?: readonly NewUser[]
  /** 8089 by default; 0: any free port. */
  readonly port?: number
  /** 127.0.0.1 by default: this machine only. */
  readonly host?: string
  /** Replaces the built-in accounts: says who a connection is, or null for nobody. */
  readonly authenticate?: (handshake: Handshake) => Promise<User | null>
  /** Where the page comes from; from nowhere by default. */
  readonly frontEnd?: FrontEnd
  /** What the sign-in page offers to everybody: for development. */
  readonly demo?: { readonly users: readonly { readonly username: string }[]; readonly password: string }
  /** Sign-in attempts a minute from one address for one name; 10 by default. */
  readonly signInLimit?: SignInLimit
  readonly limits?: Partial<RoomLimits>
  /** See Fastify's `trustProxy`. */
  readonly trustProxy?: string | false
  /** One of pino's levels; `info` by default. */
  readonly logLevel?: string
  /** Further options for Socket.IO: `cors`, `path`, `transports`, an adapter, … */
  readonly socket?: Partial<SocketServerOptions>
  /** Keeps the rooms; in memory by default. */
  readonly log?: RoomLog
}

export interface SocDrawServer {
  /** Where it listens, such as `http://127.0.0.1:8089`. */
  readonly url: string
  /** Socket.IO's own server, for namespaces and middleware beside those of soc-draw. */
  readonly io: LobbyServer
  /** Fastify's own instance. */
  readonly http: FastifyInstance
  /** Finishes what was taken on, ends every connection, and frees the port. */
  stop(): Promise<void>
}

/** How often a silent connection is asked whether it is still there, and how long it may take to say so, in milliseconds. */
const HEARTBEAT = { pingInterval: 10_000, pingTimeout: 8000 }

/** How long clients may take to close their connections when the server stops, in milliseconds. */
const CLOSED_WITHIN = 300

/**
 * Starts a server: the one place that knows every part.
 * @throws TypeError for applications or rooms that can't be; Error with code `EADDRINUSE` when the port is taken
 */
export async function createServer(options: ServerOptions): Promise<SocDrawServer> {
  let http: FastifyInstance | undefined
  let stopping = false
  const names = options.applications.map(({ name }) => name)
  if (new Set(names).size < names.length) throw new TypeError(`two applications have one name: ${names.join(', ')}`)
  const accounts = options.authenticate ? undefined : startAccounts((error) => http?.log.error(error))
  try {
    http = await startHttp(options, accounts, () => (stopping ? 'the server is stopping' : undefined))
    for (const user of options.users ?? []) await accounts?.ensureUser(user)
    const server = await listen(options, http, accounts)
    const stop = (): Promise<void> => {
      stopping = true
      return server.stop()
    }
    return { ...server, stop }
  } catch (error) {
    accounts?.stop()
    await http?.close()
    throw error
  }
}

function startHttp(
  options: ServerOptions,
  accounts: Accounts | undefined,
  ready: () => string | undefined,
): Promise<FastifyInstance> {
  const { applications, frontEnd = { mode: 'none' }, demo } = options
  return createHttp({
    ...(accounts && { accounts }),
    signInLimit: options.signInLimit ?? 10,
    site: {
      applications: applications.map(({ name, title }) => ({ name, title })),
      demo: demo ? { ...demo, users: [...demo.users] } : null,
    },
    ready,
    frontEnd,
    trustProxy: options.trustProxy ?? false,
    log: { level: options.logLevel ?? 'info' },
  })
}

async function listen(
  options: ServerOptions,
  http: FastifyInstance,
  accounts: Accounts | undefined,
): Promise<SocDrawServer> {
  const { port = 8089, host = '127.0.0.1' } = options
  const rooms = startRooms(options, http, accounts)
  const cutConnections = trackConnections(http)
  await http.listen({ port, host })
  const { port: listening } = http.server.address() as AddressInfo
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${listening}`
  return { url, io: rooms.io, http, stop: () => stopInOrder(rooms, { http, accounts, cutConnections }) }
}

/** Returns what cuts every connection that is still open. */
function trackConnections(http: FastifyInstance): () => void {
  const open = new Set<Socket>()
  http.server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return () => {
    for (const socket of open) socket.destroy()
  }
}

function startAccounts(onError: (error: unknown) => void): Accounts {
  return createAccounts({ store: createMemoryAccounts(), clock: systemClock, randomBytes, onError })
}

interface Rooms {
  readonly io: LobbyServer
  readonly registry: RoomRegistry
  readonly lobbies: readonly Lobby[]
}

function startRooms(options: ServerOptions, http: FastifyInstance, accounts: Accounts | undefined): Rooms {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const report: Report = (error, context) => http.log.error({ err: error, ...context }, 'unexpected')
  const common = { clock: systemClock, limits, report }
  const registry = new RoomRegistry({
    ...common,
    randomness: systemRandomness,
    log: options.log ?? new MemoryRoomLog(),
  })
  const io: LobbyServer = new SocketServer(http.server, {
    serveClient: false,
    maxHttpBufferSize: MAX_PACKET_BYTES,
    ...HEARTBEAT,
    ...options.socket,
  })
  const authenticate = authenticator(options, accounts)
  const access = { mayEnter }
  const lobbies = options.applications.map((application) => {
    const namespace = io.of(`/${application.name}`)
    const wire = new SocketWire(namespace)
    const lobby = new Lobby({ ...common, application, registry, access, wire })
    serveLobby(namespace, lobby, { authenticate, wire, report: (error) => report(error, { lobby: application.name }) })
    accounts?.onSessionEnded((session) => namespace.in(sessionGroup(session)).disconnectSockets(true))
    return lobby
  })
  for (const room of options.rooms ?? []) addRoom(lobbies, room)
  return { io, registry, lobbies }
}

function addRoom(lobbies: readonly Lobby[], room: RoomRecord): void {
  const lobby = lobbies.find(({ application }) => application.name === room.application)
  if (!lobby) throw new TypeError(`room ${room.id}: there is no application ${JSON.stringify(room.application)}`)
  lobby.add(room)
}

function authenticator({ authenticate }: ServerOptions, accounts: Accounts | undefined): Authenticate {
  if (authenticate) {
    return async (handshake) => {
      const user = await authenticate(handshake)
      return user ? { user: { id: user.id, name: user.name, roles: [] } } : undefined
    }
  }
  return async ({ auth: { token } }) => {
    const identity = typeof token === 'string' ? await accounts?.authenticate(token) : undefined
    return identity && { user: identity.user, session: identity.sessionId }
  }
}

async function stopInOrder(
  { registry, lobbies, io }: Rooms,
  { http, accounts, cutConnections }: { http: FastifyInstance; accounts: Accounts | undefined; cutConnections(): void },
): Promise<void> {
  await registry.stop()
  for (const lobby of lobbies) lobby.stop()
  // Whoever is dead or doesn't want to would keep the port for half a minute: WebSocket waits for the other side's word.
  const cancel = systemClock.setTimer(CLOSED_WITHIN, cutConnections)
  await io.close()
  await http.close()
  cancel()
  accounts?.stop()
}
