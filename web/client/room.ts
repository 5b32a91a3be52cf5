import { actionProxy } from '../../server/contract/action-proxy.ts'
import type { AnyApplication, Players } from '../../server/contract/application.ts'
import type { Actions, ClientState, PresenceOf, PresentedBy } from '../../server/contract/client-types.ts'
import { CLOSED_TO_ACTIONS } from '../../server/protocol/closed-to-actions.ts'
import { type ErrorCode, SocDrawError } from '../../server/protocol/errors.ts'
import type { EnterAnswer, Frame, HistoryRequest, PresenceChanges, Removal } from '../../server/protocol/events.ts'
import type { RoomListing } from '../../server/protocol/listings.ts'
import { allows, type Role } from '../../server/protocol/roles.ts'
import { type Member, type RoomStatus, roleAmong, type User } from '../../server/protocol/room-document.ts'
import type { Left, PastPage, Room } from './client-api.ts'
import { Deferred } from './deferred.ts'
import { isListedSame, type ListedRoom, listedRoom } from './listed-room.ts'
import { Outbox } from './outbox.ts'
import { PresenceBoard } from './presence-board.ts'
import { Questions } from './questions.ts'
import { Replica } from './replica.ts'
import { isSameStanding, type Standing } from './room-list.ts'
import { Seat } from './seat.ts'
import { ShownState } from './shown-state.ts'
import { Subscribers } from './subscribers.ts'
import type { Transport } from './transport.ts'
import type { Waking } from './while-awake.ts'

/** Within this time, in milliseconds, rooms send again what may have cost a connection: many times what an answer takes. */
const APART = 1000

/** What a room needs of its lobby. */
export interface RoomPorts extends Waking {
  readonly id: string
  readonly connection: Pick<Transport, 'request' | 'tell' | 'reconnect'>
  randomName(): string
  /** See `LobbyOptions.rules`. */
  readonly rules: AnyApplication | undefined
  /** See `LobbyOptions.version`. */
  readonly version: number | undefined
  /** Whether it is entered to watch only. */
  readonly spectate: boolean
  /** As the lobby lists it; undefined where it doesn't yet. */
  readonly listing: RoomListing | undefined
  user(): User
  /** The lobby lists the room so, where the user is in it by now. */
  introduced(listing: RoomListing): void
  /** How the room stands, at first and whenever that has changed. */
  stands(standing: Standing): void
  /** The user leaves the room: frees the seat. Resolves when it is free, or will be when the connection is back. */
  leave(): Promise<Left>
  /** One is not in the room, and did not leave: nothing more comes from it. */
  dropped(error: SocDrawError): void
}

/** The handle of one room, and its part of the lobby's connection. */
export class RoomClient<App> implements Room<App> {
  readonly act: Actions<App>
  readonly #ports: RoomPorts
  readonly #replica = new Replica()
  readonly #outbox: Outbox
  readonly #seat: Seat
  readonly #shown: ShownState
  readonly #presence: PresenceBoard
  readonly #questions: Questions
  readonly #subscribers = new Subscribers()
  readonly #entered = new Deferred()
  #leaving: Promise<Left> | undefined
  #error: SocDrawError | undefined
  #resyncs = 0
  /** Whether something can be done that is taken from who only watches. */
  #heard = false
  #watchers = 0
  #listed: ListedRoom
  #standing: Standing | undefined

  constructor(ports: RoomPorts) {
    this.#ports = ports
    this.#listed = listedRoom(ports.id, ports.listing, ports.rules)
    this.act = actionProxy<App>((name, payload) => this.#push(name, payload), ports.rules)
    this.#outbox = new Outbox({
      clock: ports.clock,
      randomName: ports.randomName,
      apart: () => Math.random() * APART,
      send: (request, answered) => ports.connection.request('act', [ports.id, request], answered),
      reconnect: () => ports.connection.reconnect(),
      enterAgain: () => this.#enterAgain(),
      changed: () => this.#subscribers.notify(),
    })
    this.#shown = new ShownState({
      rules: ports.rules,
      replica: this.#replica,
      user: ports.user,
      spectating: () => this.spectating,
      waiting: () => this.#outbox.waiting,
    })
    this.#presence = new PresenceBoard(ports.clock, (value) =>
      // In an array, JSON would make null of nothing.
      ports.connection.tell('present', value === undefined ? [ports.id] : [ports.id, value]),
    )
    this.#questions = new Questions({
      clock: ports.clock,
      wakefulness: ports.wakefulness,
      connection: ports.connection,
      outside: () => this.#enterAgain(),
    })
    this.#seat = new Seat({
      roomId: ports.id,
      clock: ports.clock,
      wakefulness: ports.wakefulness,
      connection: ports.connection,
      spectate: ports.spectate,
      introduction: () => ({
        ...this.#outbox.introduction,
        ...this.#replica.standpoint,
        ...(ports.version !== undefined && { rules: ports.version }),
        user: ports.user().id,
      }),
      changing: () => this.#change(),
      entered: (answer) => this.#enter(answer),
      refused: (error) => {
        this.#outbox.giveUp(error)
        ports.dropped(error)
      },
    })
  }

  get id(): string {
    return this.#ports.id
  }

  /** Resolves when the room was entered for the first time; rejects when it never was. */
  get entered(): Promise<void> {
    return this.#entered.promise
  }

  get name(): string {
    return this.#listed.name
  }

  get players(): Players {
    return this.#listed.players
  }

  get archived(): boolean {
    return this.#listed.archived
  }

  get spectating(): boolean {
    return this.#seat.spectating
  }

  get role(): Role {
    return roleAmong(this.members, this.user.id)
  }

  get user(): User {
    return this.#ports.user()
  }

  get state(): ClientState<App> | undefined {
    // The one place where what came over the wire gets the application's type: the server made it by the same rules.
    return this.#shown.state as ClientState<App> | undefined
  }

  get version(): number {
    return this.#replica.version
  }

  get status(): RoomStatus {
    return this.#replica.document.status
  }

  get members(): readonly Member[] {
    return this.#replica.document.members
  }

  get watchers(): number {
    return this.#watchers
  }

  get presence(): ReadonlyMap<string, PresenceOf<App>> {
    // As with the state: the server let nothing through that is not the application's.
    return this.#presence.values as ReadonlyMap<string, PresenceOf<App>>
  }

  get pending(): number {
    return this.#outbox.pending
  }

  get live(): boolean {
    return this.#seat.in
  }

  get error(): SocDrawError | undefined {
    return this.#error
  }

  get resyncs(): number {
    return this.#resyncs
  }

  present(value: PresentedBy<App>): void {
    if (this.#seat.mayAct) this.#presence.present(value)
  }

  async history(request: HistoryRequest = {}): Promise<PastPage<App>> {
    const { actions, before } = await this.#questions.ask('history', [this.id, request])
    // As with the state: the server tells of the actions that the application keeps, as this user may see them.
    return { actions: actions as PastPage<App>['actions'], before }
  }

  subscribe(listener: () => void): () => void {
    return this.#subscribers.add(listener)
  }

  leave(): Promise<Left> {
    if (this.#error) return Promise.resolve({ elsewhere: false })
    if (!this.#leaving) {
      this.#stop(new SocDrawError('ROOM_LEFT'))
      this.#leaving = this.#ports.leave()
    }
    return this.#leaving
  }

  /** See `Seat.become`. */
  become(spectate: boolean): Promise<void> {
    return this.#seat.become(spectate)
  }

  /** The lobby lists the room so. */
  listed(listing: RoomListing): void {
    const listed = listedRoom(this.id, listing)
    if (isListedSame(listed, this.#listed)) return
    this.#listed = listed
    this.#subscribers.notify()
  }

  /** The lobby's connection stands. */
  up(): void {
    this.#seat.up()
  }

  /** The lobby's connection is lost. See `TransportListener.down`. */
  down(refused: boolean): void {
    this.#replica.hold()
    this.#seat.down()
    this.#presence.down()
    // It may be what was refused, and would be again on every connection.
    if (refused) this.#presence.withdraw()
    this.#questions.down()
    this.#outbox.down(refused)
    this.#subscribers.notify()
  }

  presenceChanged(changes: PresenceChanges): void {
    this.#presence.changed(changes)
    this.#subscribers.notify()
  }

  watched(count: number): void {
    this.#watchers = count
    this.#stand()
    this.#subscribers.notify()
  }

  frame(frame: Frame): void {
    const taken = this.#replica.take(frame)
    if (taken === 'same') return
    this.#outbox.show(this.version, this.status)
    this.#stand()
    if (taken === 'gap') this.#resync()
    this.#subscribers.notify()
  }

  /** The server has put one out of the room. Where the room is being asked for, the answer says so. */
  removed({ error: why, client }: Removal): void {
    if (!this.live) return
    const error = new SocDrawError(why)
    if (client) this.#outbox.conclude(client)
    else this.#outbox.giveUp(error)
    this.#ports.dropped(error)
  }

  /** One is not in the room any more, for this reason. */
  fail(error: SocDrawError): void {
    this.#error = error
    this.#stop(error)
  }

  #push(name: string, payload: unknown): Promise<unknown> {
    // Refused at once, without a number.
    const refusal = this.#mayAct(name) ? this.live && this.#refusalOf(name) : 'SPECTATING'
    return refusal ? Promise.reject(new SocDrawError(refusal)) : this.#outbox.push(name, payload)
  }

  /** Whether one has what it takes: a seat, or else an action that who only watches may do, which without rules the server says. */
  #mayAct(name: string): boolean {
    const { rules } = this.#ports
    return this.#seat.mayAct || (this.spectating && this.#heard && (!rules || rules.actions[name]?.spectators === true))
  }

  /** Why the server would not take it, as far as it is shown. */
  #refusalOf(name: string): ErrorCode | undefined {
    const closed = CLOSED_TO_ACTIONS[this.status]
    return closed ?? (allows(this.role, this.#ports.rules?.actions[name]?.role) ? undefined : 'ROLE_REQUIRED')
  }

  #enter(answer: EnterAnswer): void {
    const sameHistory = this.#replica.epoch === undefined || this.#replica.epoch === answer.epoch
    const standing = { ...answer.client, known: answer.client.known && sameHistory }
    const taken = this.#replica.load(answer)
    this.#presence.entered(answer.presence)
    this.#heard = answer.heard ?? false
    this.#watchers = answer.watchers ?? 0
    if (!sameHistory) this.#outbox.newHistory()
    this.#outbox.show(this.version, this.status)
    if (answer.listing) this.#ports.introduced(answer.listing)
    this.#standing = undefined
    this.#stand()
    // Before a gap is filled: it may change the name under which the room is entered.
    if (this.spectating && !this.#heard) this.#outbox.standAside(standing)
    else if (!this.#outbox.resume(standing)) this.#enterAgain()
    this.#questions.up()
    if (taken === 'gap') this.#resync()
    this.#entered.resolve()
    this.#subscribers.notify()
  }

  #stand(): void {
    const { status, members, watchers } = this
    const standing = { status, members: members.length, watchers }
    if (this.#standing && isSameStanding(standing, this.#standing)) return
    this.#standing = standing
    this.#ports.stands(this.#standing)
  }

  /** From a seat to watching only, or back: neither sees what the other does. */
  #change(): void {
    this.#replica.forget()
    this.#replica.hold()
    this.#outbox.down()
    this.#presence.withdraw()
    this.#subscribers.notify()
  }

  #resync(): void {
    this.#resyncs++
    this.#enterAgain()
  }

  #enterAgain(): void {
    this.#replica.hold()
    this.#seat.again()
    this.#subscribers.notify()
  }

  #stop(error: SocDrawError): void {
    this.#seat.stop(error)
    this.#presence.down()
    this.#outbox.end(error)
    this.#questions.end(error)
    this.#entered.reject(error)
    this.#subscribers.notify()
  }
}
