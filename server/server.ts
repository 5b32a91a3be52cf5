import { randomBytes } from 'node:crypto'
import type { AddressInfo, Socket } from 'node:net'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { Server as SocketServer, type ServerOptions as SocketServerOptions } from 'socket.io'
import { forEveryone, may, seesOthers } from './accounts/access.ts'
import { type Accounts, createAccounts } from './accounts/accounts.ts'
import type { AccountStore } from './accounts/ports.ts'
import type { NewUser } from './accounts/users.ts'
import type { AnyApplication } from './contract/application.ts'
import { type HostRoom, hostRoom } from './host-room.ts'
import { createHttp } from './http/create-http.ts'
import type { FrontEnd } from './http/front-end.ts'
import type { SignInLimit } from './http/sign-in-limit.ts'
import { MAX_PACKET_BYTES } from './protocol/limits.ts'
import type { User } from './protocol/room-document.ts'
import { DEFAULT_LIMITS, type RoomLimits } from './rooms/limits.ts'
import { Lobby } from './rooms/lobby.ts'
import type { Access, Account, CarryOut, Operation, Report, RoomRecord } from './rooms/ports.ts'
import { RoomRegistry } from './rooms/room-registry.ts'
import { type Authenticate, type Handshake, sessionGroup } from './sockets/authenticate.ts'
import { serveLobby } from './sockets/serve-lobby.ts'
import { type LobbyServer, SocketWire } from './sockets/socket-wire.ts'
import { createMemoryStore } from './stores/memory/create-memory-store.ts'
import type { Durability } from './stores/sqlite/generation.ts'
import { openSqliteStore } from './stores/sqlite/open-sqlite-store.ts'
import type { Store } from './stores/store.ts'
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
  readonly authenticate?: (handshake: Handshake) => Promise<(User & { readonly roles?: readonly string[] }) | null>
  /**
   * Replaces the built-in rights: says whether a user may enter a room, watch it, or act in it. Who may neither enter nor
   * watch a room does not see it.
   */
  readonly authorize?: (request: { user: Account; operation: Operation; room: RoomRecord }) => boolean
  /** Carries out what handlers ask of the host by `effect`, by its name. What rejects is tried again. */
  readonly effects?: Readonly<Record<string, CarryOut>>
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
  /**
   * Where everything is kept: a folder, `data` by default, made if it is missing; `memory`, to forget it all at the end;
   * or a store of the host's own, which the server closes when it stops.
   */
  readonly data?: string | Store
  /** What an acknowledged action survives: a power failure, or (quicker on slow disks) the end of the process only. */
  readonly durability?: Durability
  /** Whether the log keeps every commit's patches, so that any version can be replayed; by default only the newest ones. */
  readonly keepLog?: boolean
}

export interface SocDrawServer {
  /** Where it listens, such as `http://127.0.0.1:8089`. */
  readonly url: string
  /** Socket.IO's own server, for namespaces and middleware beside those of soc-draw. */
  readonly io: LobbyServer
  /** Fastify's own instance. */
  readonly http: FastifyInstance
  /** A room, for the host to act in as the system's own user. @throws SocDrawError `ROOM_NOT_FOUND` at the first action */
  room<App extends AnyApplication>(roomId: string): HostRoom<App>
  /** Finishes what was taken on, ends every connection, and frees the port. */
  stop(): Promise<void>
}

/** How often a silent connection is asked whether it is still there, and how long it may take to say so, in milliseconds. */
const HEARTBEAT = { pingInterval: 10_000, pingTimeout: 8000 }

/** How long clients may take to close their connections when the server stops, in milliseconds. */
const CLOSED_WITHIN = 300

/**
 * Starts a server: the one place that knows every part.
 * @throws TypeError for applications or rooms that can't be; StoreError for data that can't be used; Error with code
 * `EADDRINUSE` when the port is taken
 */
export async function createServer(options: ServerOptions): Promise<SocDrawServer> {
  const names = options.applications.map(({ name }) => name)
  if (new Set(names).size < names.length) throw new TypeError(`two applications have one name: ${names.join(', ')}`)
  const health = new Health()
  const store = await openStore(options, (error, context) => health.report(error, context))
  const accounts = options.authenticate ? undefined : startAccounts(store.accounts, (error) => health.report(error, {}))
  let http: FastifyInstance | undefined
  try {
    http = await startHttp(options, accounts, () => health.trouble)
    health.log = http.log
    for (const user of options.users ?? []) await accounts?.ensureUser(user)
    return await listen(options, { http, accounts, store, health })
  } catch (error) {
    accounts?.stop()
    await http?.close()
    await store.close()
    throw error
  }
}

/** What the parts of a server share once it runs. */
interface Parts {
  readonly http: FastifyInstance
  readonly accounts: Accounts | undefined
  readonly store: Store
  readonly health: Health
}

/** Whether the server can do its work, and where what goes wrong is written. */
class Health {
  /** Fastify's, as soon as there is one. */
  log: FastifyBaseLogger | undefined
  registry: RoomRegistry | undefined

  /** Why no more work should be sent here; undefined when all is well. */
  get trouble(): string | undefined {
    if (this.registry?.stopping) return 'the server is stopping'
    const trouble = this.registry?.trouble
    return trouble && `nothing can be stored: ${trouble}`
  }

  report(error: unknown, context: Readonly<Record<string, unknown>>): void {
    this.log?.error({ err: error, ...context }, 'unexpected')
  }
}

function openStore({ data = 'data', durability, keepLog }: ServerOptions, report: Report): Promise<Store> | Store {
  if (typeof data !== 'string') return data
  if (data === 'memory') return createMemoryStore()
  return openSqliteStore({
    folder: data,
    durability: durability ?? 'power',
    keepLog: keepLog ?? false,
    randomName: () => systemRandomness.name(),
    now: () => systemClock.now(),
    report,
  })
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

async function listen(options: ServerOptions, parts: Parts): Promise<SocDrawServer> {
  const { port = 8089, host = '127.0.0.1' } = options
  const { http, health } = parts
  const rooms = startRooms(options, parts)
  health.registry = rooms.registry
  await rooms.registry.ensure(options.rooms ?? [])
  const cutConnections = trackConnections(http)
  await http.listen({ port, host })
  rooms.registry.sweep()
  const { port: listening } = http.server.address() as AddressInfo
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${listening}`
  const stop = (): Promise<void> => stopInOrder(rooms, { ...parts, cutConnections })
  return { url, io: rooms.io, http, room: (roomId) => hostRoom(rooms.registry, roomId), stop }
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

function startAccounts(store: AccountStore, onError: (error: unknown) => void): Accounts {
  return createAccounts({ store, clock: systemClock, randomBytes, onError })
}

interface Rooms {
  readonly io: LobbyServer
  readonly registry: RoomRegistry
  readonly lobbies: readonly Lobby[]
}

function startRooms(options: ServerOptions, { http, accounts, store, health }: Parts): Rooms {
  const limitsOf = (application: AnyApplication) => ({ ...DEFAULT_LIMITS, ...application.limits, ...options.limits })
  const report: Report = (error, context) => health.report(error, context)
  const common = { clock: systemClock, report }
  const registry = new RoomRegistry({
    ...common,
    randomness: systemRandomness,
    log: store.log,
    catalogue: store.rooms,
    carryOut: options.effects && carryOutBy(options.effects),
  })
  const io: LobbyServer = new SocketServer(http.server, {
    serveClient: false,
    maxHttpBufferSize: MAX_PACKET_BYTES,
    ...HEARTBEAT,
    ...options.socket,
  })
  const authenticate = authenticator(options, accounts)
  const access = accessOf(options)
  const lobbies = options.applications.map((application) => {
    const namespace = io.of(`/${application.name}`)
    const wire = new SocketWire(namespace)
    const lobby = new Lobby({ ...common, limits: limitsOf(application), application, registry, access, wire })
    serveLobby(namespace, lobby, { authenticate, wire, report: (error) => report(error, { lobby: application.name }) })
    accounts?.onSessionEnded((session) => namespace.in(sessionGroup(session)).disconnectSockets(true))
    return lobby
  })
  return { io, registry, lobbies }
}

function accessOf({ authorize }: ServerOptions): Access {
  if (!authorize) return { may, forEveryone, seesOthers }
  return {
    may: (user, operation, room) => authorize({ user, operation, room }),
    // Only the host knows: each of its users is asked about, and each of its rooms.
    forEveryone: () => false,
    seesOthers: () => true,
  }
}

function carryOutBy(effects: Readonly<Record<string, CarryOut>>): CarryOut {
  return async (effect) => {
    const carryOut = Object.hasOwn(effects, effect.name) ? effects[effect.name] : undefined
    if (!carryOut) throw new Error(`the server has no effect ${effect.name}`)
    await carryOut(effect)
  }
}

function authenticator({ authenticate }: ServerOptions, accounts: Accounts | undefined): Authenticate {
  if (authenticate) {
    return async (handshake) => {
      const user = await authenticate(handshake)
      return user ? { user: { id: user.id, name: user.name, roles: user.roles ?? [] } } : undefined
    }
  }
  return async ({ auth: { token } }) => {
    const identity = typeof token === 'string' ? await accounts?.authenticate(token) : undefined
    return identity && { user: identity.user, session: identity.sessionId }
  }
}

async function stopInOrder(
  { registry, lobbies, io }: Rooms,
  { http, accounts, store, cutConnections }: Parts & { cutConnections(): void },
): Promise<void> {
  await registry.stop()
  for (const lobby of lobbies) lobby.stop()
  // Whoever is dead or doesn't want to would keep the port for half a minute: WebSocket waits for the other side's word.
  const cancel = systemClock.setTimer(CLOSED_WITHIN, cutConnections)
  await io.close()
  await http.close()
  cancel()
  accounts?.stop()
  await store.close()
}
