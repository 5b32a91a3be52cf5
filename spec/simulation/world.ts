import type { Role } from '../../server/protocol/roles.ts'
import type { RoomLimits } from '../../server/rooms/limits.ts'
import type { Concerned } from '../../server/rooms/lobby/recheck.ts'
import type { RoomCatalogue } from '../../server/rooms/log/room-catalogue.ts'
import type { RoomRecord } from '../../server/rooms/ports.ts'
import { MemoryRoomCatalogue } from '../../server/stores/memory/memory-room-catalogue.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { type CheckedApplication, checkedApplication } from './checked-application.ts'
import { Chronicle } from './chronicle.ts'
import { Host } from './host.ts'
import { HostileLog, LogAccess } from './hostile-log.ts'
import { Inspector } from './inspector.ts'
import { Interconnect } from './interconnect.ts'
import { layOut } from './lay-out.ts'
import { Ledger } from './ledger.ts'
import { Network } from './network.ts'
import { ProcessClock } from './process-clock.ts'
import { Random } from './random.ts'
import { ShutRooms } from './shut-rooms.ts'
import { Tab } from './tab.ts'
import { Verdict } from './verdict.ts'

/** How far a machine's clock may be from the time, in milliseconds. */
const SKEW = 24 * 60 * 60 * 1000

/** Servers, tabs, a log and a network between them, all made of one seed. */
export class World {
  readonly clock = new FakeClock()
  readonly random: Random
  readonly verdict: Verdict
  readonly users: readonly string[]
  readonly rooms: readonly RoomRecord[]
  readonly players: { readonly min: number; readonly max: number }
  readonly chronicles: ReadonlyMap<string, Chronicle>
  readonly ledger: Ledger
  readonly network: Network
  readonly log: HostileLog
  /** Who is kept out of which rooms. */
  readonly shut: ShutRooms
  readonly #catalogue: RoomCatalogue
  /** Who has ever asked for a seat in which room: `user room`. */
  readonly #asked = new Set<string>()
  /** Whose right in which room has ended: `user room`. */
  readonly #denied = new Set<string>()
  readonly #limits: RoomLimits
  readonly #application: CheckedApplication
  readonly #inspector: Inspector
  readonly #tabs: Tab[] = []
  readonly #interconnect: Interconnect
  /** How many servers there are while all are up. */
  readonly nodes: number
  /** What a host has in hand: also while it stops, when nobody can reach it over the network any more. */
  #server: Host | undefined
  #started = 0

  constructor(seed: number, { traced, nodes }: { readonly traced: boolean; readonly nodes: number }) {
    const random = new Random(seed)
    const { clock } = this
    const start = clock.now()
    const verdict = new Verdict(() => clock.now() - start, traced)
    const { users, rooms, players, limits, latencies } = layOut(random)
    this.random = random
    this.verdict = verdict
    this.users = users
    this.rooms = rooms
    this.players = players
    this.chronicles = new Map(rooms.map(({ id }) => [id, new Chronicle(id, verdict)]))
    this.ledger = new Ledger(verdict)
    this.network = new Network({ random, verdict, latency: latencies.network })
    this.nodes = nodes
    this.#interconnect = new Interconnect({ clock, random })
    const { leases } = this.#interconnect
    this.log = new HostileLog({ clock, random, verdict, chronicles: this.chronicles, latency: latencies.log, leases })
    this.#catalogue = new MemoryRoomCatalogue(this.log)
    // The memory has them at once.
    void this.#catalogue.ensure(rooms, 'people')
    this.#limits = limits
    this.#application = checkedApplication(players)
    this.shut = new ShutRooms({ clock, random, verdict, rooms, server: () => this.#server })
    this.#inspector = new Inspector({
      ...{ verdict, chronicles: this.chronicles, rooms, users },
      isDenied: (user, roomId) => this.#denied.has(`${user} ${roomId}`) || this.shut.isTo(user, roomId),
    })
    verdict.note(() => JSON.stringify({ seed, users, rooms, players, limits, latencies }))
  }

  /** The tabs that are open, in the order in which they were opened. */
  get tabs(): readonly Tab[] {
    return this.#tabs.filter(({ closed }) => !closed)
  }

  /** Those with somebody at them. */
  get awake(): readonly Tab[] {
    return this.#tabs.filter(({ awake }) => awake)
  }

  /** The users who may enter a room. */
  guests({ users = this.users }: RoomRecord): readonly string[] {
    return users
  }

  openTab(user: string): Tab {
    const { clock, random, verdict, ledger, network, chronicles } = this
    const name = `T${this.#tabs.length + 1}`
    verdict.note(() => `${user} opens ${name}`)
    verdict.happened('tab')
    const tab = new Tab({
      ...{ name, user, random, verdict, ledger, network, chronicles },
      clock: new ProcessClock(clock, random.int(-SKEW, SKEW)),
      application: this.#application,
      predicts: random.chance(0.4),
      asked: (user, roomId) => void this.#asked.add(`${user} ${roomId}`),
    })
    this.#tabs.push(tab)
    return tab
  }

  /** Whether the user has ever asked for a seat in the room. */
  hasAsked(user: string, roomId: string): boolean {
    return this.#asked.has(`${user} ${roomId}`)
  }

  /** Whether every server is. */
  get isUp(): boolean {
    return this.network.hosts.length === this.nodes
  }

  startServer(): void {
    const { clock, random, verdict, rooms } = this
    const name = `N${++this.#started}`
    verdict.note(() => `the server ${name} starts`)
    const own = new ProcessClock(clock, random.int(-SKEW, SKEW))
    this.#server = new Host({
      clock: own,
      log: new LogAccess(this.log, own),
      ...{ random, verdict, rooms, catalogue: this.#catalogue },
      inspector: this.#inspector,
      isDenied: (user, roomId) => this.#denied.has(`${user} ${roomId}`),
      application: this.#application,
      limits: this.#limits,
      cluster: this.nodes > 1 ? this.#interconnect.join(name, own) : undefined,
    })
    this.network.hosts.push(this.#server)
  }

  /** [P14] Of all servers one at most answers for a room from its memory, in every moment. */
  poll(): void {
    if (this.nodes === 1) return
    for (const { id } of this.rooms) {
      const owners = this.network.hosts.filter((host) => host.owns(id))
      this.verdict.check('owner', owners.length <= 1, () => `${id} is run by ${owners.length} servers at once`)
    }
  }

  /** Something between the servers, or between one and the leases, is wrong for a while. */
  disconnect(what: 'bus' | 'leases' | 'both'): void {
    const { random, verdict } = this
    const [name, duration] = [this.#interconnect.pick(), random.delay(9000)]
    verdict.note(() => `${name} is cut off from ${what} for ${duration} ms`)
    this.#interconnect.disconnect(name, what, duration)
  }

  /** A server stands still, and goes on as if nothing had been. */
  freeze(): void {
    const { network, random, verdict } = this
    if (network.hosts.length === 0) return
    const [{ clock }, duration] = [random.pick(network.hosts), random.delay(15_000)]
    verdict.note(() => `a server stands still for ${duration} ms`)
    clock.sleep(duration)
  }

  /** Everything between servers is well again, and none stands still. */
  heal(): void {
    this.#interconnect.heal()
    for (const { clock } of this.network.hosts) clock.wake()
  }

  /** A user's right in a room ends, and the server is told so; it comes back after a while. */
  endRight(user: string, room: string): void {
    const { clock, random, verdict } = this
    verdict.note(() => `${user} may not be in ${room}`)
    this.#denied.add(`${user} ${room}`)
    this.#recheck(random.pick([{ room }, { user }, { room, user }, {}]))
    clock.setTimer(random.delay(8000), () => {
      verdict.note(() => `${user} may be in ${room} again`)
      this.#denied.delete(`${user} ${room}`)
      this.#recheck(random.pick([{ room }, { user }, {}]))
    })
  }

  /** A host gives a user another role in a room. [P3] It is told so when the log holds it. */
  async changeRole(user: string, room: string, role: Role): Promise<void> {
    const { verdict, chronicles } = this
    const chronicle = chronicles.get(room)
    const before = chronicle?.version ?? 0
    verdict.note(() => `${user} is to be ${role} of ${room}`)
    const given = await this.#server?.setRole(user, room, role)
    if (!given || !chronicle) return
    const held = chronicle.hasGiven(
      before,
      { user, role },
      this.rooms.find(({ id }) => id === room),
    )
    verdict.check('durable', held, () => `${user} is said to be ${role} of ${room}, and was not in the log`)
  }

  /** A room is archived, and back after a while. */
  archive(room: string): void {
    const { clock, random, verdict } = this
    verdict.note(() => `${room} is archived`)
    void this.#server?.keep((keeper) => keeper.archive(null, room))
    clock.setTimer(random.delay(8000), () => {
      verdict.note(() => `${room} is restored`)
      void this.#server?.keep((keeper) => keeper.restore(null, room))
    })
  }

  rename(room: string, name: string): void {
    this.verdict.note(() => `${room} is to be called ${name}`)
    void this.#server?.keep((keeper) => keeper.edit(null, room, { name }))
  }

  /** Everybody has their rights again. */
  restoreRights(): void {
    this.#denied.clear()
    this.#recheck({})
  }

  /** Every room is there and out of the archive, and nobody is banned. Only while there is a server. */
  restoreRooms(): void {
    for (const { id } of this.rooms) {
      this.shut.reopen(id)
      for (const user of this.users) this.shut.lift(user, id)
      void this.#server?.keep((keeper) => keeper.restore(null, id))
    }
  }

  #recheck(concerned: Concerned): void {
    this.#server?.recheck(concerned).catch((error: unknown) => this.verdict.fail('runs', String(error)))
  }

  /** The server is gone at once, and another one starts after a while. */
  crash(): void {
    const { network, clock, random, verdict } = this
    if (network.hosts.length === 0) return
    const host = random.pick(network.hosts)
    verdict.happened('crash')
    verdict.note(() => 'a server crashes')
    network.down(host)
    host.crash()
    if (this.#server === host) this.#server = undefined
    clock.setTimer(random.delay(8000), () => this.startServer())
  }

  /** The server stops as it should, and another one starts. */
  async restart(): Promise<void> {
    const { network, verdict, random } = this
    if (network.hosts.length === 0) return
    const host = random.pick(network.hosts)
    verdict.happened('stop')
    verdict.note(() => 'a server stops')
    network.close(host)
    await host.stop()
    network.down(host)
    this.startServer()
  }
}
