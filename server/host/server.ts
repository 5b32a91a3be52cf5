import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Server } from 'socket.io'
import { type Accounts, createAccounts } from '../accounts/accounts.ts'
import type { Audit } from '../accounts/audit.ts'
import type { AnyApplication } from '../contract/application.ts'
import { addRoutes, createHttp, type RouteParts } from '../http/create-http.ts'
import type { FrontEnd } from '../http/front-end.ts'
import { systemClock } from '../machine/system-clock.ts'
import { basePathOf } from '../protocol/base-path.ts'
import type { Concerned } from '../rooms/lobby/recheck.ts'
import type { Store } from '../stores/store.ts'
import { drain } from './drain.ts'
import { Health } from './health.ts'
import { type HostRoom, hostRoom } from './host-room.ts'
import { type HostRooms, hostRooms } from './host-rooms.ts'
import { claim, inWords } from './mounting.ts'
import { type HostNode, openNode } from './open-node.ts'
import { openStore } from './open-store.ts'
import { type RoomsByHttp, roomsByHttp } from './rooms-by-http.ts'
import type { MountOptions, Routes, ServerOptions } from './server-options.ts'
import { settleAccounts } from './settle.ts'
import { addSocketRoute, trackConnections, trackUpgrades } from './socket-route.ts'
import { startAudit } from './start-audit.ts'
import { type Rooms, startRooms } from './start-rooms.ts'

/** Rooms on somebody's Fastify instance. */
export interface MountedRooms {
  /** Socket.IO's own server, for namespaces and middleware beside those of soc-draw, with events of the host's own. */
  readonly io: Server
  /** All rooms that there are. */
  readonly rooms: HostRooms
  /** A room, for the host to see all of and to act in. Whether there is one, its first use says. */
  room<App extends AnyApplication>(roomId: string): HostRoom<App>
  /**
   * Rights have changed: of a user, in a room, or everybody's everywhere. It asks for who is connected to this server: where
   * there are several, each is to be told. Whoever may no longer be in a room is out of it
   * when this returns: nothing more of it is sent to them, their seat is free, and their clients' `room.error` says
   * `ROOM_NOT_FOUND`, or `FORBIDDEN` where they may still see that there is one; and everybody's list shows what they may
   * enter now. Resolves when the log holds that, or has failed, and everybody is told; rejects when the list could not be read.
   */
  recheck(concerned?: Concerned): Promise<void>
}

export interface SocDrawServer extends MountedRooms {
  /** Where it listens, with its prefix: such as `http://127.0.0.1:8089`. */
  readonly url: string
  /** Fastify's own instance. */
  readonly http: FastifyInstance
  /** Finishes what was taken on, ends every connection, and frees the port. */
  stop(): Promise<void>
}

/** How long clients may take to close their connections when the server stops, in milliseconds. */
const CLOSED_WITHIN = 300

/** What stands before there is any HTTP. */
interface Foundation {
  readonly store: Store
  readonly accounts: Accounts | undefined
  readonly audit: Audit
  readonly health: Health
  readonly byHttp: RoomsByHttp
  /** Where it is one server among several. */
  readonly node: HostNode | undefined
}

/**
 * Starts a server: the one place that knows every part.
 * @throws TypeError for applications or rooms that can't be; StoreError for data that can't be used; Error with code
 * `EADDRINUSE` when the port is taken
 */
export async function createServer(options: ServerOptions): Promise<SocDrawServer> {
  const foundation = await lay(options)
  const { health } = foundation
  const { trustProxy = false, logLevel: level = 'info' } = options
  let http: FastifyInstance | undefined
  try {
    http = await createHttp({
      ...routesOf(options, foundation, ALL),
      frontEnd: frontEndOf(options, health),
      trustProxy,
      log: { level },
    })
    health.log = http.log
    await settleAccounts(options, foundation)
    return await listen(options, http, foundation)
  } catch (error) {
    await http?.close()
    await release(foundation)
    throw error
  }
}

/**
 * Puts rooms on a Fastify instance of the host's own, which listens and closes as the host wants: its closing finishes
 * what the rooms have taken on. Adds Socket.IO, `/api/sessions` where the built-in accounts are used, and nothing else
 * that `routes` does not ask for, all below `prefix`.
 * @throws as `createServer`, but for the port; TypeError for a route that the host has already, where there are rooms
 * already, or where Fastify is ready
 */
export async function mountRooms(http: FastifyInstance, options: MountOptions): Promise<MountedRooms> {
  const unclaim = claim(http)
  try {
    const foundation = await lay(options)
    return await mountOn(http, options, foundation).catch(async (error: unknown) => {
      await release(foundation)
      throw error
    })
  } catch (error) {
    unclaim()
    throw inWords(error)
  }
}

async function mountOn(http: FastifyInstance, options: MountOptions, foundation: Foundation): Promise<MountedRooms> {
  foundation.health.log = http.log
  await settleAccounts(options, foundation)
  const routes = routesOf(options, foundation, MOUNTED)
  await http.register(async (scope) => addRoutes(scope, routes), { prefix: routes.basePath.slice(0, -1) })
  const rooms = await startRooms(options, { ...foundation, http: http.server })
  foundation.byHttp.open(rooms)
  await addSocketRoute(http, rooms.io)
  const cutUpgrades = trackUpgrades(http, rooms.io.path())
  http.addHook('onListen', async () => begin(rooms))
  http.addHook('preClose', async () => {
    await drain(rooms, foundation)
    await finish(rooms, foundation)
    // The HTTP server itself is the host's to close; it waits for every connection.
    rooms.io.engine.close()
    systemClock.setTimer(CLOSED_WITHIN, cutUpgrades)
  })
  http.addHook('onClose', () => release(foundation))
  return handles(rooms)
}

async function lay(options: MountOptions): Promise<Foundation> {
  const names = options.applications.map(({ name }) => name)
  if (new Set(names).size < names.length) throw new TypeError(`two applications have one name: ${names.join(', ')}`)
  const health = new Health()
  const store = await openStore(options, (error, context) => health.report(error, context))
  health.keptBy(store)
  const node = await openNode(options, { store, health }).catch(async (error: unknown) => {
    await store.close()
    throw error
  })
  const accounts = options.authenticate ? undefined : startAccounts(options, store, (error) => health.report(error, {}))
  const audit = accounts?.audit ?? startAudit(store, (error) => health.report(error, {}))
  return { store, accounts, audit, health, node, byHttp: roomsByHttp(options, accounts) }
}

function startAccounts(
  { signInLimit, signUp = 'closed' }: MountOptions,
  { accounts: store, audit }: Store,
  onError: (error: unknown) => void,
): Accounts {
  return createAccounts({
    store,
    audit,
    clock: systemClock,
    randomBytes,
    onError,
    delays: signInLimit !== 'none',
    invitations: signUp !== 'closed',
  })
}

/** In development the page shows what goes wrong on the server. */
function frontEndOf({ frontEnd = { mode: 'none' } }: ServerOptions, health: Health): FrontEnd {
  if (frontEnd.mode !== 'development') return frontEnd
  return {
    ...frontEnd,
    errors: (show) => {
      health.show = show
    },
  }
}

/** The routes that there are unless a host says otherwise. */
const ALL: Required<Routes> = { sessions: true, rooms: true, site: true, health: true, document: true }
const MOUNTED: Required<Routes> = { sessions: true, rooms: false, site: false, health: false, document: false }

function routesOf(
  options: MountOptions,
  { accounts, audit, health, byHttp }: Foundation,
  standard: Required<Routes>,
): RouteParts {
  const { applications, demo, signInLimit = 10, signUp = 'closed', guests = false } = options
  const { makeRooms = 'everyone', prefix = '', cors } = options
  const there = { ...standard, ...options.routes }
  const site = {
    applications: applications.map(({ name, title }) => ({ name, title })),
    demo: demo ? { ...demo, users: [...demo.users] } : null,
    ...(signUp === 'open' && accounts && there.sessions && { signUp: true }),
    ...(guests && accounts && there.sessions && { guests: true }),
    ...(there.rooms && { makeRooms }),
  }
  return {
    basePath: basePathOf(prefix),
    ...(accounts && there.sessions && { accounts }),
    ...(there.rooms && { rooms: byHttp.parts, doors: byHttp.doors, audit }),
    signInLimit,
    signUp,
    guests,
    ...(there.site && { site }),
    ...(there.health && { ready: () => health.ready() }),
    document: there.document,
    ...(cors && { cors }),
  }
}

async function listen(options: ServerOptions, http: FastifyInstance, foundation: Foundation): Promise<SocDrawServer> {
  const { port = 8089, host = '127.0.0.1' } = options
  const { strictRules = options.frontEnd?.mode === 'development' } = options
  const rooms = await startRooms({ ...options, strictRules }, { ...foundation, http: http.server })
  foundation.byHttp.open(rooms)
  await addSocketRoute(http, rooms.io)
  const cuts = [trackConnections(http), trackUpgrades(http, '/')]
  await http.listen({ port, host })
  begin(rooms)
  const { port: listening } = http.server.address() as AddressInfo
  const path = basePathOf(options.prefix ?? '').slice(0, -1)
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${listening}${path}`
  const end = async (): Promise<void> => {
    try {
      await drain(rooms, foundation, () => http.server.close())
      await finish(rooms, foundation)
      // Whoever is dead or doesn't want to would keep the port for half a minute: WebSocket waits for the other side's word.
      const cancel = systemClock.setTimer(CLOSED_WITHIN, () => {
        for (const cut of cuts) cut()
      })
      await rooms.io.close()
      await http.close()
      cancel()
    } finally {
      await release(foundation)
    }
  }
  let ending: Promise<void> | undefined
  const stop = (): Promise<void> => (ending ??= end())
  return { url, http, ...handles(rooms), stop }
}

function handles({ io, registry, lobbies, keeper, playNow, doors, seesOthers, reach }: Rooms): MountedRooms {
  const applications = lobbies.map(({ application }) => application)
  return {
    io,
    rooms: hostRooms({ registry, keeper, playNow, doors, applications, seesOthers }),
    room: (roomId) => hostRoom({ registry, keeper, reach }, roomId),
    recheck: async (concerned = {}) => {
      await Promise.all(lobbies.map((lobby) => lobby.recheck(concerned)))
    },
  }
}

/** It listens: what goes on by itself begins. */
function begin({ registry, keeper, doors, renaming, lagWatch, following }: Rooms): void {
  following?.begin()
  registry.sweep()
  keeper.begin()
  doors.begin()
  renaming?.begin()
  lagWatch.begin()
}

/** Finishes what the rooms have taken on. */
async function finish(
  { registry, lobbies, keeper, doors, renaming, reach, lagWatch, following }: Rooms,
  { node }: Pick<Foundation, 'node'>,
): Promise<void> {
  lagWatch.end()
  await following?.stop()
  reach.stop()
  await doors.stop()
  await renaming?.stop()
  await keeper.stop()
  await registry.stop()
  for (const lobby of lobbies) lobby.stop()
  // Its rooms are given up: whoever is in one from elsewhere is told at once.
  await node?.node.stop()
}

async function release({ accounts, audit, store, node }: Foundation): Promise<void> {
  accounts?.stop()
  audit.stop()
  await node?.node.stop()
  await store.close()
}
