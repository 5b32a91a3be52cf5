import { SocDrawError } from '../../server/protocol/errors.ts'
import type { Lobby, Room } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import type { ActionName, CheckedApplication } from './checked-application.ts'
import { type Chronicle, NOBODY } from './chronicle.ts'
import { HostileTransport } from './hostile-transport.ts'
import type { Ledger } from './ledger.ts'
import type { Network } from './network.ts'
import type { ProcessClock } from './process-clock.ts'
import type { Random } from './random.ts'
import type { Verdict } from './verdict.ts'

export interface TabParts {
  readonly name: string
  readonly user: string
  readonly clock: ProcessClock
  readonly random: Random
  readonly verdict: Verdict
  readonly ledger: Ledger
  readonly network: Network
  readonly chronicles: ReadonlyMap<string, Chronicle>
  readonly application: CheckedApplication
  /** Whether its own actions are shown before they are answered. */
  readonly predicts: boolean
  /** A seat is asked for. */
  readonly asked: (user: string, roomId: string) => void
}

/** A room that a tab is in. Who leaves and enters again has another one. */
export interface Presence {
  readonly name: string
  readonly room: Room<CheckedApplication>
  /** How many actions were made. */
  made: number
  readonly stop: () => void
}

/** What may keep somebody out of a room, or from their seat in it, who tried. */
const NO_ENTRY: readonly string[] = [
  ...['ROOM_FULL', 'ROOM_NOT_FOUND', 'CONNECTION_CLOSED', 'CONNECTION_FAILED'],
  ...[
    'ROOM_LEFT',
    'FORBIDDEN',
    'NO_SPECTATORS',
    'TIMED_OUT',
    'ROOM_BUSY',
    'NOT_STORED',
    'ROOM_UNAVAILABLE',
    'RATE_LIMITED',
    'STOPPING',
  ],
]

/** One tab: the production client library, and somebody who looks at whatever it shows. */
export class Tab {
  readonly #parts: TabParts
  readonly #transport: HostileTransport
  readonly #presences = new Map<string, Presence>()
  /** By room: the newest version that was shown. */
  readonly #seen = new Map<string, number>()
  readonly #entering = new Set<string>()
  #lobby: Lobby<CheckedApplication> | undefined
  #entered = 0
  closed = false

  constructor(parts: TabParts) {
    this.#parts = parts
    const { name, user, clock, random, verdict, network } = parts
    this.#transport = new HostileTransport({ name, user, clock, random, verdict, exchange: network })
    void this.#connect()
  }

  get name(): string {
    return this.#parts.name
  }

  get user(): string {
    return this.#parts.user
  }

  get clock(): ProcessClock {
    return this.#parts.clock
  }

  get transport(): HostileTransport {
    return this.#transport
  }

  /** Whether there is somebody to do something. */
  get awake(): boolean {
    return this.#lobby !== undefined && !this.closed && !this.clock.asleep
  }

  /** The rooms that it is in, as far as it knows. */
  get presences(): Presence[] {
    return [...this.#presences.values()].filter(({ room }) => room.error === undefined)
  }

  /** The rooms that it is told of. */
  get listed(): readonly string[] {
    return (this.#lobby?.rooms ?? []).map(({ id }) => id)
  }

  /** How many it is told that watch a room: undefined where it is not told of the room. */
  watchersOf(roomId: string): number | undefined {
    const listing = this.#lobby?.rooms.find(({ id }) => id === roomId)
    return listing && (listing.watchers ?? 0)
  }

  /** Takes a seat, or comes to watch only. Does nothing while it is in the room, or entering it. */
  enter(roomId: string, { spectate = false } = {}): void {
    const lobby = this.#lobby
    if (!lobby || this.#entering.has(roomId) || this.presences.some(({ room }) => room.id === roomId)) return
    this.#entering.add(roomId)
    const { ledger, verdict } = this.#parts
    verdict.note(() => `${this.name} ${spectate ? 'watches' : 'enters'} ${roomId}`)
    this.#ask(roomId, spectate)
    ledger.promised(`${this.name} entering ${roomId} (${++this.#entered})`, lobby.enter(roomId, { spectate })).then(
      (room) => this.#in(room),
      (error: unknown) => {
        this.#entering.delete(roomId)
        const code = error instanceof SocDrawError ? error.code : String(error)
        verdict.happened(`entering: ${code}`)
        verdict.check('runs', NO_ENTRY.includes(code), () => `${this.name} could not enter ${roomId}: ${code}`)
      },
    )
  }

  /** Gives the seat up to watch, or takes one: what is refused leaves it as what it was. */
  turn({ room }: Presence): void {
    const { ledger, verdict } = this.#parts
    const spectate = !room.spectating
    verdict.note(() => `${this.name} ${spectate ? 'gives its seat up' : 'takes a seat'} in ${room.id}`)
    this.#ask(room.id, spectate)
    const turning = this.#lobby?.enter(room.id, { spectate })
    if (!turning) return
    ledger.promised(`${this.name} turning in ${room.id} (${this.#entered})`, turning).then(
      () => verdict.happened(spectate ? 'watches' : 'takes a seat'),
      (error: unknown) => {
        const code = error instanceof SocDrawError ? error.code : String(error)
        verdict.happened(`turning: ${code}`)
        verdict.check('runs', NO_ENTRY.includes(code), () => `${this.name} could not turn in ${room.id}: ${code}`)
      },
    )
  }

  leave({ room, stop }: Presence): void {
    const { ledger, verdict } = this.#parts
    for (let count = 0; count < room.resyncs; count++) verdict.happened('resynchronised')
    verdict.note(() => `${this.name} leaves ${room.id}`)
    stop()
    this.#presences.delete(room.id)
    void ledger.promised(`${this.name} leaving ${room.id} (${this.#entered})`, room.leave())
  }

  act(presence: Presence, name: ActionName): void {
    const { ledger } = this.#parts
    const { room } = presence
    const id = `${presence.name}:${++presence.made}`
    const promise = room.act[name]({ id, author: presence.name })
    ledger.made({ id, roomId: room.id, name }, promise)
    promise.then(
      () => this.#done(presence, id),
      // It was full when they came back: what they had sent before may have taken effect.
      () => room.error?.code === 'ROOM_FULL' && this.#parts.verdict.happened('shut out'),
    )
  }

  /** An action that the application's schema does not take. */
  mistake(presence: Presence): void {
    const id = `${presence.name}:${++presence.made}`
    const { room } = presence
    this.#parts.ledger.made({ id, roomId: room.id, name: 'add' }, room.act.add({ id, author: 'x'.repeat(30) }))
  }

  present({ room }: Presence, shows: string): void {
    room.present({ shows })
  }

  close(): void {
    if (this.closed) return
    this.#parts.verdict.note(() => `${this.name} closes`)
    this.closed = true
    for (const { stop, room } of this.#presences.values()) {
      stop()
      for (let count = 0; count < room.resyncs; count++) this.#parts.verdict.happened('resynchronised')
    }
    this.#presences.clear()
    this.#lobby?.close()
  }

  #ask(roomId: string, spectate: boolean): void {
    if (!spectate) this.#parts.asked(this.user, roomId)
  }

  async #connect(): Promise<void> {
    const { application, clock, random, predicts, name, ledger } = this.#parts
    const options = {
      token: '',
      clock,
      transport: this.#transport,
      randomName: () => `${name}-${random.int(0, 2 ** 31)}`,
      ...(predicts && { rules: application }),
    }
    try {
      const connecting = connect<CheckedApplication>('', application.name, options)
      this.#lobby = await ledger.promised(`${name} connecting`, connecting)
    } catch (error) {
      const late = error instanceof SocDrawError && error.code === 'CONNECTION_FAILED'
      this.#parts.verdict.check('runs', late, () => `${name} could not connect: ${String(error)}`)
      this.closed = true
    }
  }

  #in(room: Room<CheckedApplication>): void {
    this.#entering.delete(room.id)
    if (this.closed) return
    const look = (): void => this.#look(presence)
    const presence = { name: `${this.name}.${++this.#entered}`, room, made: 0, stop: room.subscribe(look) }
    this.#presences.set(room.id, presence)
    this.#parts.verdict.happened('entered')
    look()
  }

  /** Holds what is shown against what the log holds. */
  #look({ room, name }: Presence): void {
    const { verdict } = this.#parts
    const { version } = room
    const seen = this.#seen.get(room.id) ?? 0
    verdict.check('shown', version >= seen, () => `${this.name} saw ${room.id} at ${seen}, then at ${version}`)
    this.#seen.set(room.id, version)
    const chronicle = this.#parts.chronicles.get(room.id)
    if (!chronicle || version > chronicle.version) {
      verdict.fail('durable', `${this.name} shows ${room.id} at ${version}, the log is at ${chronicle?.version}`)
    } else if (!this.#parts.predicts || room.pending === 0) this.#compare(room, chronicle)
    else this.#doubles(room, name)
  }

  #compare(room: Room<CheckedApplication>, chronicle: Chronicle): void {
    const { status, members, state = null, version } = room
    // Who only watches sees what everybody may see, and so does who reads an archived room.
    const viewer = room.spectating || this.#transport.reads(room.id) ? NOBODY : this.user
    const expected = chronicle.view(version, viewer)
    const shown = JSON.stringify({ status, members, state })
    const what = (): string => `${this.name} shows ${room.id} at ${room.version} as ${shown}; the log says ${expected}`
    this.#parts.verdict.check('shown', shown === expected, what)
  }

  /** An action that is not answered yet may be shown beside its own effect, for as long as the answer is on its way. */
  #doubles({ id, state }: Room<CheckedApplication>, name: string): void {
    const { verdict, ledger } = this.#parts
    const mine = (state?.applied[name] ?? []).filter((action) => ledger.isSettled(action))
    const what = (): string => `${this.name} shows in ${id}: ${mine.join(' ')}`
    verdict.check('predicted', new Set(mine).size === mine.length, what)
  }

  /** An action's promise resolved: its effect is to be seen. */
  #done({ room, name }: Presence, id: string): void {
    if (room.error || this.closed || this.#presences.get(room.id)?.room !== room) return
    const shown = room.state?.applied[name]?.filter((one) => one === id).length
    const what = (): string => `${id} resolved, and is shown ${shown} times at ${room.version}`
    this.#parts.verdict.check('shown', shown === 1, what)
  }
}
