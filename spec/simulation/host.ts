import { may } from '../../server/accounts/access.ts'
import { ClusterNode, type ClusterNodeParts } from '../../server/cluster/cluster-node.ts'
import type { AnyApplication } from '../../server/contract/application.ts'
import { SocDrawError } from '../../server/protocol/errors.ts'
import type { ServerEvent } from '../../server/protocol/events.ts'
import type { Role } from '../../server/protocol/roles.ts'
import { RoomKeeper } from '../../server/rooms/keeping/room-keeper.ts'
import type { RoomLimits } from '../../server/rooms/limits.ts'
import { Lobby } from '../../server/rooms/lobby/lobby.ts'
import type { Concerned } from '../../server/rooms/lobby/recheck.ts'
import type { RoomCatalogue } from '../../server/rooms/log/room-catalogue.ts'
import type { Account, Audience, Being, Connection, Operation, RoomRecord, Wire } from '../../server/rooms/ports.ts'
import { RoomRegistry } from '../../server/rooms/registry/room-registry.ts'
import type { Seed } from '../../server/rooms/seeded-random.ts'
import { SECRET } from './checked-application.ts'
import { INJECTED, type LogAccess } from './hostile-log.ts'
import type { HostileTransport } from './hostile-transport.ts'
import type { Inspector } from './inspector.ts'
import type { Link } from './link.ts'
import type { Downwards, Upwards } from './messages.ts'
import type { ProcessClock } from './process-clock.ts'
import type { Random } from './random.ts'
import type { Verdict } from './verdict.ts'

export interface HostParts {
  readonly clock: ProcessClock
  readonly random: Random
  readonly verdict: Verdict
  readonly log: LogAccess
  readonly inspector: Inspector
  readonly application: AnyApplication
  readonly rooms: readonly RoomRecord[]
  /** The rooms as they are stored: they outlive servers. */
  readonly catalogue: RoomCatalogue
  readonly limits: RoomLimits
  isDenied(user: string, roomId: string): boolean
  /** What it is a node with, where it is one among several. */
  readonly cluster?: Pick<ClusterNodeParts, 'name' | 'bus' | 'leases' | 'monotonic'> | undefined
}

/** Why a server may give no role. */
const NOT_GIVEN: readonly string[] = ['ROOM_BUSY', 'ROOM_ARCHIVED', 'NOT_STORED', 'ROOM_UNAVAILABLE', 'STOPPING']

interface Visit {
  readonly link: Link
  readonly page: HostileTransport
}

/** One run of the server: the production core on a clock, a log and a wire of the simulation's. */
export class Host implements Wire {
  readonly #parts: HostParts
  readonly #registry: RoomRegistry
  readonly #lobby: Lobby
  readonly #keeper: RoomKeeper
  readonly #node: ClusterNode | undefined
  readonly #visits = new Map<string, Visit>()
  readonly #groups = new Map<string, Set<string>>()

  constructor(parts: HostParts) {
    this.#parts = parts
    const { clock, random, log, limits, application, catalogue, cluster } = parts
    const randomness = {
      name: () => `e${random.int(0, 2 ** 31)}`,
      seed: (): Seed => [random.int(0, 2 ** 31), 2, 3, 4],
    }
    const common = { clock, limits, report: (error: unknown) => this.#report(error) }
    const node = cluster && new ClusterNode({ ...common, ...cluster })
    const ownership = node?.ownership
    this.#node = node
    this.#registry = new RoomRegistry({ ...common, randomness, log, catalogue, ownership })
    const access = {
      may: (user: Account, operation: Operation, room: RoomRecord, being?: Being) =>
        may(user, operation, room, clock.now(), being) && !parts.isDenied(user.id, room.id),
      // As with a host that says by itself who may do what.
      forEveryone: () => false,
      seesOthers: () => true,
      roleOf: (_user: Account, _room: RoomRecord, own: Role) => own,
    }
    const carried = node?.lobbyParts(application.name, this)
    const wired = carried ?? { wire: this }
    this.#lobby = new Lobby({ ...common, application, registry: this.#registry, access, ...wired })
    if (carried) node?.serve(this.#lobby, carried.wire)
    void node?.begin(this.#registry)
    this.#keeper = new RoomKeeper({
      ...{ ...common, catalogue, randomness, registry: this.#registry, roomsPerUser: 10 },
      // The host's own code asks, which may do everything.
      rights: { mayMake: () => false, may: () => false, mayActOn: () => false, mayKnock: () => false },
      applicationOf: () => application,
      timeInWords: String,
    })
    void this.#registry.settle([]).then(() => this.#registry.sweep())
  }

  get clock(): ProcessClock {
    return this.#parts.clock
  }

  /** Whether it would answer for the room from its memory in this very step. */
  owns(roomId: string): boolean {
    return !this.clock.asleep && !this.#registry.stopping && this.#registry.opened(roomId) !== undefined
  }

  accept(link: Link, page: HostileTransport): void {
    this.#visits.set(link.id, { link, page })
    this.#sendTo(link.id, { kind: 'welcome' })
    this.#lobby.connected(connectionOf(link))
  }

  /** What a page sends arrives. */
  arrive(link: Link, message: Upwards): void {
    switch (message.kind) {
      case 'request':
        this.#parts.verdict.note(() => `server ← ${link.id} #${message.number} ${message.name}`)
        this.#parts.inspector.asked(link, message)
        void this.#lobby.request(connectionOf(link), message.name, message.args).then((answer) => {
          this.#sendTo(link.id, { kind: 'answer', number: message.number, answer }, message)
        })
        break
      case 'tell':
        this.#lobby.tell(connectionOf(link), message.name, message.args)
        break
      case 'bye':
        this.lost(link)
        break
    }
  }

  /** The server learns that a connection is gone. */
  lost(link: Link): void {
    if (!this.#visits.delete(link.id)) return
    link.shut('up')
    this.#parts.verdict.note(() => `server lost ${link.id}`)
    for (const group of this.#groups.values()) group.delete(link.id)
    this.#lobby.disconnected(connectionOf(link))
  }

  recheck(concerned: Concerned): Promise<void> {
    return this.#lobby.recheck(concerned)
  }

  /** Gives a user a role. Returns whether the server said that it is given. */
  async setRole(user: string, roomId: string, role: Role): Promise<boolean> {
    try {
      const found = await this.#registry.find(roomId)
      // The server has only just begun.
      if (!found) return false
      await (await this.#registry.open(found)).host.setRole(user, role)
      return true
    } catch (error) {
      const code = error instanceof SocDrawError ? error.code : String(error)
      this.#parts.verdict.check('runs', NOT_GIVEN.includes(code), () => `no role was given: ${code}`)
      return false
    }
  }

  /** Changes a room. Resolves with whether the server said that it is changed. */
  async keep(change: (keeper: RoomKeeper) => Promise<unknown>): Promise<boolean> {
    try {
      await change(this.#keeper)
      return true
    } catch (error) {
      const code = error instanceof SocDrawError ? error.code : String(error)
      // Whoever was banned anew meanwhile is not invited.
      this.#parts.verdict.check('runs', code === 'FORBIDDEN', () => `no room was changed: ${code}`)
      return false
    }
  }

  /** From one moment to the next there is no server. */
  crash(): void {
    this.#visits.clear()
    this.#parts.clock.end()
    this.#parts.log.crash()
  }

  /** Stops in the order in which the production server does. */
  async stop(): Promise<void> {
    this.#lobby.stop()
    await this.#registry.stop()
    await this.#node?.stop()
    for (const { link } of this.#visits.values()) this.lost(link)
  }

  join({ id }: Connection, group: string): void {
    if (!this.#visits.has(id)) return
    if (group.includes(' ')) this.#parts.verdict.happened('carried to another server')
    this.#groups.set(group, (this.#groups.get(group) ?? new Set()).add(id))
  }

  follow(connection: Connection, group: string): void {
    this.join(connection, group)
  }

  leave({ id }: Connection, group: string): void {
    this.#groups.get(group)?.delete(id)
    // What another node's rooms send has a name of its own before theirs.
    this.#parts.inspector.left(id, group.split(' ').at(-1) ?? group)
  }

  send(to: Audience, event: ServerEvent, ...args: readonly unknown[]): void {
    for (const id of [...this.#receivers(to)]) this.#sendTo(id, { kind: 'event', event, args })
  }

  #receivers(to: Audience): Iterable<string> {
    if ('connections' in to) return to.connections.map(({ id }) => id)
    if ('groups' in to) return new Set(to.groups.flatMap((group) => [...(this.#groups.get(group) ?? [])]))
    if ('connection' in to) return [to.connection.id]
    const except = new Set((to.except ?? []).flatMap((group) => [...(this.#groups.get(group) ?? [])]))
    const receivers = [...(this.#groups.get(to.group) ?? [])].filter((id) => !except.has(id))
    return receivers.filter((id) => this.#keepsUp(id))
  }

  /** As the production wire does, leaves out who does not take what they are sent: their page will see the gap. */
  #keepsUp(id: string): boolean {
    const link = this.#visits.get(id)?.link
    if (!link || link.keepsUp) return link !== undefined
    link.missed = true
    for (const { id: roomId } of this.#parts.rooms) this.#parts.inspector.left(id, roomId)
    return false
  }

  #sendTo(id: string, message: Downwards, request?: Upwards & { kind: 'request' }): void {
    const visit = this.#visits.get(id)
    if (!visit) return
    // What is sent is text from here on: whatever the core does to its objects afterwards must not show.
    const text = JSON.stringify(message)
    const { link, page } = visit
    this.#parts.verdict.note(() => `server → ${id} ${text}`)
    this.#parts.inspector.sent(link, message, text, request)
    link.carry('down', () => page.arrive(link, text))
  }

  #report(error: unknown): void {
    const words = error instanceof Error ? error.message : String(error)
    const expected = words.startsWith(INJECTED) || words.startsWith(SECRET) || words.startsWith('the log answered')
    this.#parts.verdict.check('runs', expected, () => `the server reports ${describe(error)}`)
  }
}

function connectionOf({ id, user }: Link): Connection {
  return { id, user }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
