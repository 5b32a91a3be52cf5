import type { ClusterNode } from '../../server/cluster/cluster-node.ts'
import type { AnyApplication } from '../../server/contract/application.ts'
import type { Answer, EnterAnswer, EnterRequest, ServerEvent, Snapshot } from '../../server/protocol/events.ts'
import type { RoomListing, RoomPage } from '../../server/protocol/listings.ts'
import type { Role } from '../../server/protocol/roles.ts'
import { DEFAULT_LIMITS, type RoomLimits } from '../../server/rooms/limits.ts'
import { Lobby } from '../../server/rooms/lobby/lobby.ts'
import { BEAT } from '../../server/rooms/log/committer.ts'
import type { Ownership } from '../../server/rooms/log/leases.ts'
import type {
  AppendOutcome,
  DisownedRoom,
  HistoryQuery,
  RoomAppend,
  RoomLog,
  RoomOpening,
  StoredAction,
  StoredRoom,
} from '../../server/rooms/log/room-log.ts'
import type { Access, Account, Audience, CarryOut, Connection, RoomRecord, Wire } from '../../server/rooms/ports.ts'
import { RoomRegistry } from '../../server/rooms/registry/room-registry.ts'
import type { Seed } from '../../server/rooms/seeded-random.ts'
import { MemoryAuditLog } from '../../server/stores/memory/memory-audit-log.ts'
import type { MemoryLeases } from '../../server/stores/memory/memory-leases.ts'
import { MemoryRoomCatalogue } from '../../server/stores/memory/memory-room-catalogue.ts'
import { MemoryRoomDoors } from '../../server/stores/memory/memory-room-doors.ts'
import { MemoryRoomLog } from '../../server/stores/memory/memory-room-log.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'

/** A memory log whose answers can be held back, or made to fail. */
export class StubbornLog implements RoomLog {
  readonly inner: MemoryRoomLog
  readonly batches: (readonly RoomAppend[])[] = []
  #held: (() => void)[] = []
  #holding = false
  /** What the next append does instead of storing. */
  failNext: 'before' | 'after' | undefined

  /** @param leases of the nodes that share it */
  constructor(leases?: MemoryLeases) {
    this.inner = new MemoryRoomLog(leases)
  }

  hold(): void {
    this.#holding = true
  }

  /** Lets everything through that was held, and all that follows. */
  async release(): Promise<void> {
    this.#holding = false
    for (const pass of this.#held.splice(0)) pass()
    await settled()
  }

  open(roomId: string, opening: RoomOpening): Promise<StoredRoom> {
    return this.inner.open(roomId, opening)
  }

  history(roomId: string, query: HistoryQuery): Promise<readonly StoredAction[]> {
    return this.inner.history(roomId, query)
  }

  disown(rooms: readonly DisownedRoom[]): Promise<void> {
    return this.inner.disown(rooms)
  }

  async append(batch: readonly RoomAppend[]): Promise<readonly AppendOutcome[]> {
    this.batches.push(batch)
    const failure = this.failNext
    this.failNext = undefined
    if (failure === 'before') throw new Error('the disk is full')
    if (this.#holding) await new Promise<void>((pass) => this.#held.push(pass))
    const outcomes = await this.inner.append(batch)
    if (failure === 'after') throw new Error('the answer was lost')
    return outcomes
  }
}

export interface Sent {
  readonly event: ServerEvent
  readonly args: readonly unknown[]
}

/** A wire that remembers what each connection was sent. */
export class RecordingWire implements Wire {
  readonly #groups = new Map<string, Set<string>>()
  readonly #sent = new Map<string, Sent[]>()
  /** Called with all that a connection is sent, as it is sent. */
  heard: (connectionId: string, message: Sent) => void = () => {}

  connect(id: string): void {
    this.#sent.set(id, [])
  }

  sent(id: string, event?: ServerEvent): Sent[] {
    return (this.#sent.get(id) ?? []).filter((message) => event === undefined || message.event === event)
  }

  join({ id }: Connection, group: string): void {
    this.#groups.set(group, (this.#groups.get(group) ?? new Set()).add(id))
  }

  follow(connection: Connection, group: string): void {
    this.join(connection, group)
  }

  leave({ id }: Connection, group: string): void {
    this.#groups.get(group)?.delete(id)
  }

  send(to: Audience, event: ServerEvent, ...args: readonly unknown[]): void {
    // What is sent is encoded at once: later changes must not show.
    const message = structuredClone({ event, args })
    for (const id of this.#receivers(to)) {
      this.#sent.get(id)?.push(message)
      this.heard(id, message)
    }
  }

  #receivers(to: Audience): Iterable<string> {
    if ('connections' in to) return to.connections.map(({ id }) => id)
    if ('groups' in to) return new Set(to.groups.flatMap((group) => [...(this.#groups.get(group) ?? [])]))
    if ('group' in to) {
      const except = new Set((to.except ?? []).flatMap((group) => [...(this.#groups.get(group) ?? [])]))
      return [...(this.#groups.get(to.group) ?? [])].filter((id) => !except.has(id))
    }
    return [to.connection.id]
  }
}

/** What a core may be given instead of its own: the clock and the log of one that ended, for one that starts after it. */
interface CoreOptions {
  readonly limits?: Partial<RoomLimits>
  readonly clock?: FakeClock
  readonly log?: StubbornLog
  readonly carryOut?: CarryOut
  /** Where it is one node among several: by a lease only, or with all that lets it reach the others. */
  readonly ownership?: Ownership
  readonly node?: ClusterNode
  readonly may?: Access['may']
  /** Who may what, where that depends on the room and on more than its record. */
  readonly access?: Access
  readonly roleOf?: Access['roleOf']
}

/** The core with nothing real around it: a lobby of one application, a fake clock, a stubborn log. */
export function startCore(
  application: AnyApplication,
  rooms: readonly Omit<RoomRecord, 'application'>[] = [{ id: 'R:1', name: 'First Room' }],
  { limits, clock = new FakeClock(), log = new StubbornLog(), ...options }: CoreOptions = {},
) {
  const { carryOut, node, ownership = node?.ownership, may, roleOf, access: given } = options
  const wire = new RecordingWire()
  const batchesBefore = log.batches.length
  const reports: unknown[] = []
  const contexts: Readonly<Record<string, unknown>>[] = []
  let drawn = 0
  const randomness = { name: () => `name-${++drawn}`, seed: (): Seed => [++drawn, 2, 3, 4] }
  const report = (error: unknown, context: Readonly<Record<string, unknown>>): void => {
    reports.push(error)
    contexts.push(context)
  }
  const common = { clock, limits: { ...DEFAULT_LIMITS, ...application.limits, ...limits }, report }
  const audit = new MemoryAuditLog()
  const catalogue = new MemoryRoomCatalogue(log.inner, audit, (id, record) => doors.changed(id, record))
  const doors = new MemoryRoomDoors(catalogue, audit)
  const registry = new RoomRegistry({ ...common, log, catalogue, randomness, carryOut, ownership })
  const access: Access = given ?? {
    may: may ?? ((user: Account, _operation: string, room: RoomRecord) => room.users?.includes(user.id) ?? true),
    forEveryone: (room: RoomRecord) => !may && room.users === undefined,
    seesOthers: () => may !== undefined,
    roleOf: roleOf ?? ((_user: Account, _room: RoomRecord, own: Role) => own),
  }
  const carried = node?.lobbyParts(application.name, wire)
  const lobby = new Lobby({ ...common, application, registry, access, ...(carried ?? { wire }) })
  if (carried) node?.serve(lobby, carried.wire)
  void node?.begin(registry)
  // The memory's catalogue has them at once.
  void catalogue.ensure(
    rooms.map((room) => ({ ...room, application: application.name })),
    'host',
  )

  let beating: Promise<void> | undefined
  /** Whoever only awaits an answer moves no clock, and the log's beat waits for one: those who wait together move it once. */
  const beat = (): Promise<void> =>
    (beating ??= settled().then(() => {
      beating = undefined
      clock.advance(BEAT)
    }))

  /**
   * Connects a tab of a user, which numbers its actions under the name `client`. `request` sends a request; `ask` too, and
   * where it is not answered without time passing, lets a beat of the log's pass. So do `act`, `enter` and `leave`.
   */
  const connect = (
    user: string,
    id = `${user}/1`,
    client = id,
    name = user,
    color?: string,
    roles: readonly string[] = [],
  ) => {
    const connection: Connection = { id, user: { id: user, name, roles, ...(color !== undefined && { color }) } }
    wire.connect(id)
    lobby.connected(connection)
    const request = (event: string, ...args: unknown[]): Promise<Answer> => lobby.request(connection, event, args)
    const ask = async (event: string, ...args: unknown[]): Promise<Answer> => {
      const answer = request(event, ...args)
      if (!(await Promise.race([answer, settled()]))) await beat()
      return answer
    }
    let seq = 0
    const act = (roomId: string, name: string, payload: unknown): Promise<Answer> =>
      ask('act', roomId, { client, seq: ++seq, name, payload })
    return {
      id,
      client,
      request,
      ask,
      act,
      enter: (roomId: string, request: Partial<EnterRequest> = {}) => ask('enter', roomId, { client, ...request }),
      leave: (roomId: string) => ask('leave', roomId),
      /** The first page of the list, at which it looks from then on. */
      list: () => ask('rooms', { after: 0, look: true }) as Promise<Answer<RoomPage> & { ok: true }>,
      /** The rooms that it was told of live, one after the other. */
      told: () => wire.sent(id, 'listings').flatMap(({ args }) => args[0] as readonly RoomListing[]),
      tell: (event: string, ...args: unknown[]) => lobby.tell(connection, event, args),
      disconnect: () => lobby.disconnected(connection),
      sent: (event?: ServerEvent) => wire.sent(id, event),
    }
  }
  return { clock, log, batchesBefore, wire, lobby, registry, catalogue, doors, audit, reports, contexts, connect }
}

/** Resolves when everything that is ready to run has run: a few turns of the event loop, no time. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
}

export type Core = ReturnType<typeof startCore>
export type Tab = ReturnType<Core['connect']>

/** The answer to somebody who enters without anything of the room. */
export type Entered = { readonly ok: true } & Extract<EnterAnswer, { snapshot: Snapshot }>

/** Enters a room and lets the paced answer come. What is refused comes as `Entered` too: specs look for its `error`. */
export async function enter(
  core: Core,
  tab: Tab,
  roomId = 'R:1',
  request: Partial<EnterRequest> = {},
): Promise<Entered> {
  const answer = tab.enter(roomId, request)
  await core.clock.pass(20)
  return answer as Promise<Entered>
}
