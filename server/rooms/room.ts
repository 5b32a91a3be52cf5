import type { AnyApplication } from '../contract/application.ts'
import type { Clock } from '../protocol/clock.ts'
import { SocDrawError } from '../protocol/errors.ts'
import type {
  ActAnswer,
  ActRequest,
  Answer,
  EnterAnswer,
  EnterRequest,
  HistoryPage,
  HistoryRequest,
  PresenceChanges,
} from '../protocol/events.ts'
import type { RoomListing } from '../protocol/listings.ts'
import type { RoomStatus, User } from '../protocol/room-document.ts'
import { Actions } from './actions.ts'
import { AlarmTimers } from './alarms.ts'
import type { Committer } from './committer.ts'
import { Cursors, TOUCHED_EVERY } from './cursors.ts'
import { Effects } from './effects.ts'
import { Entrance } from './entrance.ts'
import { History } from './history.ts'
import { Lifecycle } from './lifecycle.ts'
import type { RoomLimits } from './limits.ts'
import { listingOf, playersOf } from './listing-of.ts'
import { Members } from './members.ts'
import { readPast } from './past.ts'
import type { CarryOut, Connection, Randomness, Report, RoomRecord, Wire } from './ports.ts'
import { Presence } from './presence.ts'
import { Preview } from './preview.ts'
import { Reopening } from './reopening.ts'
import type { RoomLog, StoredRoom } from './room-log.ts'
import { RoomModel } from './room-model.ts'
import { Seats } from './seats.ts'
import { SPECTATOR, Viewers } from './viewers.ts'

/** How many answers may wait for each step that may be on its way to the log. */
const WAITING_PER_STEP = 4
/** How soon an alarm that could not ring is tried again, in milliseconds. */
const RING_AGAIN_AFTER = 50

export interface RoomParts {
  readonly record: RoomRecord
  /** Where the room stands in its lobby's list. */
  readonly position: number
  /** What its listing showed of it so far. */
  readonly preview?: string | undefined
  readonly application: AnyApplication
  readonly clock: Clock
  readonly randomness: Randomness
  readonly log: RoomLog
  readonly committer: Committer
  readonly wire: Wire
  readonly limits: RoomLimits
  readonly report: Report
  /** Carries out what handlers ask of the host. */
  readonly carryOut?: CarryOut | undefined
  /** The room's listing changed, and the log holds what it says. */
  listed(listing: RoomListing): void
}

/**
 * A room: takes its members' requests one after the other, moves by commits, and lets nothing out before its log holds
 * it. Opened from the log, and opened anew when the log did not take what it was given.
 */
export class Room {
  readonly #parts: RoomParts
  readonly #model: RoomModel
  readonly #history: History
  readonly #lifecycle: Lifecycle
  readonly #cursors = new Cursors()
  readonly #actions: Actions
  readonly #alarms: AlarmTimers
  readonly #effects: Effects
  readonly #seats: Seats
  readonly #presence: Presence
  readonly #preview: Preview
  readonly #entrance: Entrance
  readonly #members: Members
  readonly #reopening: Reopening
  /** False while the room's memory is not what the log holds. */
  #open = true
  /** Whether it begins nothing more by itself. */
  #resting = false
  #cancelTouch: () => void
  /** The status that was announced last. */
  #status: RoomStatus | undefined

  static async open(parts: RoomParts): Promise<Room> {
    const { record, application, log, randomness } = parts
    const stored = await log.open(record.id, { epoch: randomness.name(), rules: application.version })
    const room = new Room(parts, stored)
    try {
      room.#begin(stored)
      return room
    } catch (error) {
      room.stop()
      throw error
    }
  }

  private constructor(parts: RoomParts, stored: StoredRoom) {
    const { record, application, clock, wire, report } = parts
    const { name, visibility, grace, frameInterval } = application
    const viewers = new Viewers(wire, record.id, visibility)
    this.#parts = parts
    this.#seats = new Seats({ clock, grace, expired: (user) => this.#free(user) })
    this.#history = new History({
      ...parts,
      roomId: record.id,
      frameInterval,
      rules: application.version,
      stored,
      send: (frame) => viewers.send(frame),
      hasAudience: () => this.#seats.connections > 0,
      lost: (error) => this.#lost(error),
    })
    const shared = { ...parts, history: this.#history, players: playersOf(application, record) }
    const done = (id: string): void => {
      // Where the room is opened anew, the log hands it over again, and it is tried again.
      if (this.#open) this.#history.note({ carriedOut: [id] })
    }
    this.#effects = new Effects({ ...parts, application: name, roomId: record.id, done })
    const carryOut = this.#effects.add.bind(this.#effects)
    this.#model = new RoomModel({ ...shared, carryOut, stepped: () => this.#stepped() }, stored)
    const model = this.#model
    this.#lifecycle = new Lifecycle({ ...shared, model })
    this.#actions = new Actions({ ...shared, model, cursors: this.#cursors })
    this.#alarms = new AlarmTimers(clock, (alarm) => this.#ring(alarm))
    this.#presence = new Presence(application, clock, (changes) => viewers.present(changes))
    this.#preview = new Preview({ application, clock, model, report, changed: () => this.#announce() })
    const present = { ...shared, model, cursors: this.#cursors, seats: this.#seats, viewers, presence: this.#presence }
    this.#entrance = new Entrance({ ...present, interval: frameInterval, epoch: stored.epoch })
    const announce = (): void => this.#announce()
    this.#members = new Members({ ...present, lifecycle: this.#lifecycle, entrance: this.#entrance, announce })
    this.#reopening = new Reopening(clock, () => this.#reopen())
    this.#cancelTouch = clock.setTimer(TOUCHED_EVERY, () => this.#touch())
  }

  get id(): string {
    return this.#parts.record.id
  }

  get record(): RoomRecord {
    return this.#parts.record
  }

  get position(): number {
    return this.#parts.position
  }

  /**
   * Whether nobody is in the room, nor has a seat kept, and nothing is under way that the machine would have to do
   * within `soon` milliseconds: then it may leave memory.
   */
  isIdle(soon: number): boolean {
    const { document, alarms } = this.#model
    if (!this.#open || this.#seats.connections > 0 || document.members.length > 0) return false
    if (this.#history.underway > 0 || this.#effects.pending > 0) return false
    const now = this.#parts.clock.now()
    // What was set in the future was set before the clock was: only the room's own timers know when it is due.
    return alarms.every(({ due, left }) => due === null || (due > now + soon && due - left <= now))
  }

  /** See `Members.enter`. @throws SocDrawError `ROOM_BUSY` too */
  async enter(connection: Connection, request: EnterRequest): Promise<EnterAnswer> {
    this.#mustBeOpen()
    return this.#members.enter(connection, request)
  }

  /**
   * Takes the connection out of the room, and frees the seat unless another of the user's connections holds it: also
   * one that is only kept, for a user who leaves after a lost connection. Leaving twice is harmless.
   * @throws SocDrawError `ROOM_BUSY`, `NOT_STORED`
   */
  async leave(connection: Connection): Promise<void> {
    this.#mustBeOpen()
    this.#members.leave(connection)
    await this.#history.durable()
  }

  /** See `Members.putOut`. */
  putOut(connection: Connection, error: SocDrawError): Promise<void> {
    return this.#members.putOut(connection, error, this.#open)
  }

  /** The connection is gone; the seat is kept for the grace time. */
  disconnected(connection: Connection): void {
    if (!this.#members.disconnected(connection) || !this.#open) return
    this.#lifecycle.setConnected(connection.user.id, false)
    this.#announce()
  }

  /** See `Actions.act`. @throws SocDrawError `ROOM_BUSY`, `NOT_A_MEMBER`, `SPECTATING` too, also at once */
  act(connection: Connection, request: ActRequest, allowed: boolean): Promise<Answer<ActAnswer>> {
    this.#mustBeOpen()
    const seat = this.#seats.get(connection.id)
    // Under a name that was not introduced, nobody could say what is known of it.
    if (seat?.client !== request.client) throw new SocDrawError('NOT_A_MEMBER')
    if (seat.spectating) {
      return this.#history.refuse(this.#model.document.status === 'closed' ? 'ROOM_CLOSED' : 'SPECTATING')
    }
    return this.#actions.act(connection.user, request, allowed)
  }

  /** Acts as somebody who needs no seat: the host. Not repeatable. See `Actions.actAs`. @throws SocDrawError `ROOM_BUSY` too */
  async actAs(user: User, name: string, payload: unknown): Promise<Answer<ActAnswer>> {
    this.#mustBeOpen()
    return this.#actions.actAs(user, name, payload)
  }

  /**
   * A page of the actions that the application keeps, as this user may see them.
   * @throws SocDrawError `NOT_A_MEMBER`, `ROOM_UNAVAILABLE`
   */
  async history({ id, user }: Connection, request: HistoryRequest): Promise<HistoryPage> {
    const seat = this.#seats.get(id)
    if (!seat?.letIn) throw new SocDrawError('NOT_A_MEMBER')
    // Who only watches sees what everybody may see.
    const viewer = seat.spectating ? { id: SPECTATOR, name: user.name } : user
    const page = await readPast({ ...this.#parts, roomId: this.id }, viewer, request)
    // They may have been put out while it was read.
    if (!this.#seats.get(id)?.letIn) throw new SocDrawError('NOT_A_MEMBER')
    return page
  }

  /** Shows the others what the member presents, until they present something else. */
  present(connection: Connection, value: unknown): void {
    // Also while the room is opened anew: nobody would present it again.
    const seat = this.#seats.get(connection.id)
    if (seat?.letIn && !seat.spectating) this.#presence.show(connection, value)
  }

  /** What every member shows now, by user id. */
  get presence(): PresenceChanges {
    return this.#presence.values
  }

  /** Begins nothing more by itself: what is under way comes to its end, and then the room may be stopped. */
  rest(): void {
    this.#resting = true
    this.#cancelTouch()
    for (const part of [this.#alarms, this.#effects, this.#preview]) part.stop()
  }

  stop(): void {
    this.#open = false
    this.#cancelTouch()
    for (const part of [this.#reopening, this.#alarms, this.#effects, this.#preview, this.#entrance]) part.stop()
    for (const part of [this.#presence, this.#seats, this.#history]) part.stop()
  }

  #free(userId: string): void {
    // Where the room is opened anew just now, that is done with everybody's seats.
    if (this.#open) this.#members.free(userId)
  }

  #announce(): void {
    const { record, position, application } = this.#parts
    const listing = listingOf(application, { record, position, standing: this.#model.standing })
    this.#history.hold(
      () => this.#parts.listed(listing),
      // What was not stored is announced again, as the log has it, when the room is open again.
      () => {},
    )
  }

  #stepped(): void {
    const { status } = this.#model.document
    if (status !== this.#status) {
      this.#status = status
      // Whatever moved it: also an action may close the room.
      this.#announce()
    }
    if (this.#resting) return
    this.#alarms.set(this.#model.alarms, this.#history.now())
    this.#preview.request()
  }

  #ring(name: string): void {
    if (!this.#open || this.#model.document.status !== 'running') return
    if (this.#isBusy()) {
      this.#alarms.later(RING_AGAIN_AFTER, name)
      return
    }
    this.#lifecycle.ring(name)
    this.#announce()
  }

  /** Keeps the standing of whoever has been here for long without doing anything from being forgotten by the log. */
  #touch(): void {
    if (this.#open) for (const answer of this.#cursors.touch(this.#history.now())) this.#history.note({ answer })
    this.#cancelTouch = this.#parts.clock.setTimer(TOUCHED_EVERY, () => this.#touch())
  }

  #isBusy(): boolean {
    const { queue } = this.#parts.limits
    if (this.#effects.full) return true
    return this.#history.underway >= queue || this.#history.waiting >= WAITING_PER_STEP * queue
  }

  #mustBeOpen(): void {
    if (!this.#open || this.#isBusy()) throw new SocDrawError('ROOM_BUSY')
  }

  /** The log did not take what it was given: forgets it all, and begins again from what the log holds. */
  #lost(error: unknown): void {
    if (!this.#open) return
    this.#open = false
    this.#alarms.stop()
    this.#preview.stop()
    this.#parts.report(error, { room: this.id, doing: 'writing to the log; the room is opened anew' })
    this.#entrance.abandon(new SocDrawError('NOT_STORED'))
    this.#reopening.request()
  }

  async #reopen(): Promise<void> {
    const { log, randomness, application, report } = this.#parts
    try {
      const stored = await log.open(this.id, { epoch: randomness.name(), rules: application.version })
      if (this.#reopening.stopped) return
      this.#model.restore(stored)
      if (!this.#entrance.isIn(stored.epoch)) this.#history.breakOff()
      this.#entrance.begin(stored.epoch)
      this.#history.restore(stored)
      this.#open = true
      this.#begin(stored)
      // Whether the log takes anything again is to be known also where nobody acts.
      this.#history.note({ standing: this.#model.standing })
    } catch (error) {
      this.#open = false
      report(error, { room: this.id, doing: 'opening it from the log' })
      this.#reopening.request()
    }
  }

  /** Takes up what the log has handed over. @throws what an author's `migrate` throws */
  #begin(stored: StoredRoom): void {
    this.#cursors.restore(stored.answers)
    this.#lifecycle.migrate(stored)
    this.#members.seatAll()
    this.#effects.add(stored.effects)
    this.#stepped()
  }
}
