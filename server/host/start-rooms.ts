import type { Server as HttpServer } from 'node:http'
import { Server as SocketServer, type ServerOptions as SocketServerOptions } from 'socket.io'
import type { Accounts } from '../accounts/accounts.ts'
import type { AnyApplication } from '../contract/application.ts'
import { systemClock } from '../machine/system-clock.ts'
import { basePathOf } from '../protocol/base-path.ts'
import { checkedUser } from '../protocol/check-user.ts'
import { MAX_PACKET_BYTES } from '../protocol/limits.ts'
import { PlayNow } from '../rooms/keeping/play-now.ts'
import type { Renaming } from '../rooms/keeping/renaming.ts'
import { RoomFollower } from '../rooms/keeping/room-follower.ts'
import { RoomKeeper } from '../rooms/keeping/room-keeper.ts'
import { DEFAULT_LIMITS } from '../rooms/limits.ts'
import { Lobby } from '../rooms/lobby/lobby.ts'
import type { Access, CarryOut, Report } from '../rooms/ports.ts'
import { RoomRegistry } from '../rooms/registry/room-registry.ts'
import { type Authenticate, sessionGroup } from '../sockets/authenticate.ts'
import { changeUser } from '../sockets/change-user.ts'
import { FloodGates } from '../sockets/flood-gates.ts'
import type { LobbyNamespace, LobbyServer } from '../sockets/lobby-socket.ts'
import { onlyFrom } from '../sockets/only-from.ts'
import { Overload } from '../sockets/overload.ts'
import { refuseNewcomers } from '../sockets/refuse-newcomers.ts'
import { serveLobby } from '../sockets/serve-lobby.ts'
import { SocketWire } from '../sockets/socket-wire.ts'
import type { Store } from '../stores/store.ts'
import type { ChangeFollower } from './change-follower.ts'
import { Complaints } from './complaints.ts'
import type { Health } from './health.ts'
import { type CallbackPorts, guardAllowRequest, guardAuthenticate, guardUser } from './host-callbacks.ts'
import { LagWatch } from './lag-watch.ts'
import type { HostNode } from './open-node.ts'
import { accessOf, rightsOf } from './rights.ts'
import { RoomReach } from './room-reach.ts'
import type { MountOptions } from './server-options.ts'
import { settleRooms } from './settle.ts'
import { type Doors, startDoors } from './start-doors.ts'
import { startFollowing } from './start-following.ts'
import { startRenaming } from './start-renaming.ts'
import { systemRandomness } from './system-randomness.ts'
import { watchedRules } from './watched-rules.ts'

/** How often a silent connection is asked whether it is still there, and how long it may take to say so, in milliseconds. */
const HEARTBEAT = { pingInterval: 10_000, pingTimeout: 8000 }

/** How many rooms one user may have. */
const ROOMS_PER_USER = 100

/** How far behind the event loop may be for a second, in milliseconds. */
const MAX_LAG = 200

export interface RoomsParts {
  readonly http: HttpServer
  /** Absent when the host signs its users in by itself. */
  readonly accounts: Accounts | undefined
  readonly store: Store
  readonly health: Health
  /** Where it is one server among several. */
  readonly node: HostNode | undefined
}

/** The real-time side of a server. */
export interface Rooms {
  readonly io: LobbyServer
  readonly registry: RoomRegistry
  readonly lobbies: readonly Lobby[]
  readonly keeper: RoomKeeper
  readonly reach: RoomReach
  readonly playNow: PlayNow
  readonly doors: Doors
  /** Absent where the host says what its users are called. */
  readonly renaming: Renaming | undefined
  /** Who somebody is, by what they show. */
  readonly authenticate: Authenticate
  /** See `Access.seesOthers`. */
  readonly seesOthers: Access['seesOthers']
  readonly lagWatch: LagWatch
  /** What other servers change; absent where the data is one server's alone. */
  readonly following: ChangeFollower | undefined
}

/** Opens a lobby for each application on an HTTP server, and makes the rooms known that are to be there. */
export async function startRooms(options: MountOptions, parts: RoomsParts): Promise<Rooms> {
  const { http, accounts, store, health } = parts
  const node = parts.node?.node
  const limitsOf = (application: AnyApplication) => ({ ...DEFAULT_LIMITS, ...application.limits, ...options.limits })
  const report: Report = (error, context) => health.report(error, context)
  const common = { clock: options.clock ?? systemClock, report }
  const registry = new RoomRegistry({
    ...common,
    randomness: systemRandomness,
    log: store.log,
    catalogue: store.rooms,
    namesOf: accounts && ((ids) => store.accounts.namesOf(ids)),
    carryOut: options.effects && carryOutBy(options.effects),
    ownership: node?.ownership,
  })
  const callbacks = { complaints: new Complaints(systemClock), report, warn: health.warn.bind(health) }
  const io: LobbyServer = new SocketServer({
    serveClient: false,
    maxHttpBufferSize: MAX_PACKET_BYTES,
    // Over HTTP/2 its compressed answers never end. As with WebSockets, messages go as they are.
    httpCompression: false,
    ...HEARTBEAT,
    path: `${basePathOf(options.prefix ?? '')}socket.io`,
    ...options.socket,
    ...admission(options, callbacks),
  })
  // By the machine's own time: what is sent too fast is so whatever time the rooms go by.
  const floods = new FloodGates(systemClock, options.applications.map(limitsOf))
  const authenticate = authenticator(options, accounts, callbacks)
  const access = accessOf(options, common.clock, callbacks)
  const { strictRules: strict = false } = options
  const lobbies = options.applications.map((rules) => {
    const application = watchedRules(rules, { strict, slow: (rule) => health.slow(rule) })
    const namespace = io.of(`/${application.name}`)
    const wire = new SocketWire(namespace)
    const limits = limitsOf(application)
    const carried = node?.lobbyParts(application.name, wire)
    const lobby = new Lobby({
      ...common,
      limits,
      application,
      registry,
      access,
      exchange: parts.node?.listings,
      ...(carried ?? { wire }),
    })
    if (carried) node?.serve(lobby, carried.wire)
    const told = (error: unknown) => report(error, { lobby: application.name })
    serveLobby(namespace, lobby, { authenticate, floods, wire, limits, clock: common.clock, report: told })
    accounts?.onSessionEnded((session) => namespace.in(sessionGroup(session)).disconnectSockets(true))
    accounts?.onUserChanged((user) => void changeUser(namespace, lobby, user).catch(told))
    return lobby
  })
  const rights = rightsOf(options, common.clock, access, registry)
  const changed = (): void => following?.changed()
  const keeper = new RoomKeeper({
    ...{ ...common, registry, rights, randomness: systemRandomness, catalogue: store.rooms },
    roomsPerUser: options.roomsPerUser ?? ROOMS_PER_USER,
    timeInWords,
    changed,
    applicationOf: (name) => lobbies.find(({ application }) => application.name === name)?.application,
  })
  const reach = new RoomReach({ registry, node, clock: systemClock, report })
  const { seesOthers } = access
  const playNow = new PlayNow({ ...common, registry, keeper, seesOthers })
  const doors = startDoors({ ...common, store, builtIn: accounts !== undefined, keeper, registry, rights, changed })
  const renaming = accounts && startRenaming({ ...common, store, accounts, keeper, registry })
  const rooms = new RoomFollower({ ...common, registry, rights, catalogue: store.rooms, timeInWords })
  const namespaces = lobbies.map(({ application }): LobbyNamespace => io.of(`/${application.name}`))
  // Before anything is read that others may change.
  const following = await startFollowing({
    ...common,
    store,
    accounts,
    rooms,
    lobbies,
    namespaces,
    hints: parts.node?.hints,
  })
  const overload = new Overload({
    maxLag: options.maxLag ?? MAX_LAG,
    random: Math.random,
    changed: (lasts) => health.overload(lasts),
  })
  health.watch(registry, overload, node?.ownership)
  try {
    await parts.node?.begin(registry)
    await settleRooms(options, { ...parts, registry })
  } catch (error) {
    for (const lobby of lobbies) lobby.stop()
    throw error
  }
  // Only now: what fails before leaves nothing behind on a server of the host's.
  io.attach(http)
  refuseNewcomers(io.engine, { overload, stopping: () => health.draining })
  floods.guard(io.engine)
  const lagWatch = new LagWatch((at, lag) => overload.turn(at, lag))
  return {
    io,
    registry,
    lobbies,
    keeper,
    reach,
    playNow,
    doors,
    renaming,
    authenticate,
    seesOthers,
    lagWatch,
    following,
  }
}

/** A time as it is told to people. */
function timeInWords(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ', ')} UTC`
}

/**
 * Whose connections are taken at all: those that the host's own `allowRequest` lets in; and a page of another origin only
 * where the host lets it, by WebSockets too, which browsers let anybody's page open.
 */
function admission(
  { cors, socket = {} }: MountOptions,
  callbacks: CallbackPorts,
): Pick<Partial<SocketServerOptions>, 'cors' | 'allowRequest'> {
  const next = socket.allowRequest && guardAllowRequest(socket.allowRequest, callbacks)
  const refused = (origin: string | undefined): void => {
    if (callbacks.complaints.isDue(`origin ${origin}`))
      callbacks.warn('a page of another origin was refused: cors says which may connect', { origin })
  }
  return { ...(cors && { cors }), allowRequest: onlyFrom({ cors, next, refused }) }
}

function carryOutBy(effects: Readonly<Record<string, CarryOut>>): CarryOut {
  return async (effect) => {
    const carryOut = Object.hasOwn(effects, effect.name) ? effects[effect.name] : undefined
    if (!carryOut) throw new Error(`the server has no effect ${effect.name}`)
    await carryOut(effect)
  }
}

function authenticator(
  { authenticate }: MountOptions,
  accounts: Accounts | undefined,
  callbacks: CallbackPorts,
): Authenticate {
  if (authenticate) {
    const ask = guardAuthenticate(authenticate, callbacks)
    return async (handshake) => {
      const given = await ask(handshake)
      const user = given && guardUser(() => checkedUser(given), callbacks)
      return user ? { user } : undefined
    }
  }
  return async ({ auth: { token } }) => {
    const identity = typeof token === 'string' ? await accounts?.authenticate(token) : undefined
    // An account may have been made before today's checks.
    const user = identity && guardUser(() => checkedUser(identity.user), callbacks)
    return user && { user, session: identity.sessionId }
  }
}
