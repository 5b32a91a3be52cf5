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
} from '../protocol/events.ts'
import type { RoomListing } from '../protocol/listings.ts'
import { Actions } from './actions.ts'
import type { Committer } from './committer.ts'
import { Cursors, TOUCHED_EVERY } from './cursors.ts'
import { Entrance } from './entrance.ts'
import { History } from './history.ts'
import type { RoomLimits } from './limits.ts'
import { readPast } from './past.ts'
import type { Connection, Randomness, Report, RoomRecord, Wire } from './ports.ts'
import { Presence } from './presence.ts'
import type { RoomLog, StoredRoom } from './room-log.ts'
import { RoomModel } from './room-model.ts'
import { Seats } from './seats.ts'
import { Viewers } from './viewers.ts'

/** How long a room whose log fails again waits before it is opened anew: so long, then twice as long, …, in milliseconds. */
const REOPEN_AFTER = 50
const REOPEN_AFTER_MOST = 2000
/** How many answers may wait for each step that may be on its way to the log. */
const WAITING_PER_STEP = 4
/** After so many milliseconds without a failure the next one counts as the first. */
const REOPEN_CALM = 10_000

export interface RoomParts {
  readonly record: RoomRecord
  /** Where the room stands in its lobby's list. */
  readonly position: number
  readonly application: AnyApplication
  readonly clock: Clock
  readonly randomness: Randomness
  readonly log: RoomLog
  readonly committer: Committer
  readonly wire: Wire
  readonly limits: RoomLimits
  readonly report: Report
  /** The room's listing changed, and the log holds what it says. */
  listed(listing: RoomListing): void
}

/**
 * A room: takes its members' requests one after the other, moves by commits, and lets nothing out before its log holds
 * it. Opened from the log, and opened anew when the log did not take what it was given.
 */
export class Room {
  readonly #parts: RoomParts
  readonly #viewers: Viewers
  readonly #model: RoomModel
  readonly #history: History
  readonly #cursors = new Cursors()
  readonly #actions: Actions
  readonly #seats: Seats
  readonly #presence: Presence
  readonly #entrance: Entrance
  /** False while the room's memory is not what the log holds. */
  #open = true
  #stopped = false
  #cancelReopen: (() => void) | undefined
  #cancelTouch: () => void
  #losses = 0
  #lostAt = Number.NEGATIVE_INFINITY

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
    const { record, application, clock, committer, wire } = parts
    this.#parts = parts
    this.#viewers = new Viewers(wire, record.id, application.visibility)
    this.#seats = new Seats({ clock, grace: application.grace, expired: (user) => this.#free(user) })
    this.#history = new History({
      roomId: record.id,
      clock,
      committer,
      frameInterval: application.frameInterval,
      rules: application.version,
      stored,
      send: (frame) => this.#viewers.send(frame),
      hasAudience: () => this.#seats.connections > 0,
      lost: (error) => this.#lost(error),
    })
    this.#model = new RoomModel({ ...parts, history: this.#history }, stored)
    this.#actions = new Actions({ ...parts, model: this.#model, history: this.#history, cursors: this.#cursors })
    this.#presence = new Presence(application, clock, (changes) => this.#viewers.present(changes))
    this.#entrance = new Entrance({
      clock,
      interval: application.frameInterval,
      epoch: stored.epoch,
      model: this.#model,
      history: this.#history,
      cursors: this.#cursors,
      seats: this.#seats,
      viewers: this.#viewers,
      presence: this.#presence,
    })
    this.#cancelTouch = clock.setTimer(TOUCHED_EVERY, () => this.#touch())
  }

  get id(): string {
    return this.#parts.record.id
  }

  get listing(): RoomListing {
    const { record, position, application } = this.#parts
    return { id: record.id, name: record.name, position, ...this.#model.standing, ...application.players }
  }

  get record(): RoomRecord {
    return this.#parts.record
  }

  get position(): number {
    return this.#parts.position
  }

  /** Whether nobody is in the room, nor has a seat kept, and nothing is under way: it may leave memory. */
  get idle(): boolean {
    const { connections } = this.#seats
    return this.#open && connections === 0 && this.#model.document.members.length === 0 && this.#history.underway === 0
  }

  /**
   * Gives the user a seat, or their own again, and sends the connection every frame from the answer's version on.
   * @throws SocDrawError `ROOM_FULL`, `ROOM_BUSY`, `NOT_STORED`
   */
  async enter(connection: Connection, request: EnterRequest): Promise<EnterAnswer> {
    this.#mustBeOpen()
    const { user } = connection
    if (!this.#model.member(user.id) && this.#model.document.members.length >= this.#parts.application.players.max) {
      return this.#history.refuse('ROOM_FULL')
    }
    const known = this.#arrive(connection, request)
    if (!this.#model.member(user.id)) this.#model.join(user)
    else this.#model.setConnected(user.id, true)
    this.#model.settle()
    this.#announce()
    return this.#entrance.arrive(connection, request, known)
  }

  /**
   * Takes the connection out of the room, and frees the seat unless another of the user's connections holds it: also
   * one that is only kept, for a user who leaves after a lost connection. Leaving twice is harmless.
   * @throws SocDrawError `ROOM_BUSY`, `NOT_STORED`
   */
  async leave(connection: Connection): Promise<void> {
    this.#mustBeOpen()
    this.#absent(connection)
    if (!this.#seats.isConnected(connection.user.id)) this.#free(connection.user.id)
    await this.#history.durable()
  }

  /** The connection is gone; the seat is kept for the grace time. */
  disconnected(connection: Connection): void {
    if (!this.#absent(connection) || this.#seats.isConnected(connection.user.id)) return
    this.#seats.keep(connection.user.id)
    if (!this.#open) return
    this.#model.setConnected(connection.user.id, false)
    this.#announce()
  }

  /** See `Actions.act`. @throws SocDrawError `ROOM_BUSY`, `NOT_A_MEMBER` too */
  async act(connection: Connection, request: ActRequest): Promise<Answer<ActAnswer>> {
    this.#mustBeOpen()
    // Under a name that was not introduced, nobody could say what is known of it.
    if (this.#seats.get(connection.id)?.client !== request.client) throw new SocDrawError('NOT_A_MEMBER')
    return this.#actions.act(connection.user, request)
  }

  /**
   * A page of the actions that the application keeps, as this user may see them.
   * @throws SocDrawError `NOT_A_MEMBER`, `ROOM_UNAVAILABLE`
   */
  async history({ id, user }: Connection, request: HistoryRequest): Promise<HistoryPage> {
    if (!this.#seats.get(id)?.letIn) throw new SocDrawError('NOT_A_MEMBER')
    return readPast({ ...this.#parts, roomId: this.id }, user, request)
  }

  /** Shows the others what the member presents, until they present something else. */
  present(connection: Connection, value: unknown): void {
    // Also while the room is opened anew: nobody would present it again.
    if (this.#seats.get(connection.id)?.letIn) this.#presence.show(connection, value)
  }

  stop(): void {
    this.#cancelReopen?.()
    this.#cancelTouch()
    this.#stopped = true
    this.#open = false
    this.#entrance.stop()
    this.#presence.stop()
    this.#seats.stop()
    this.#history.stop()
  }

  /** Notes the connection as present. Returns whether the room knew the client. */
  #arrive(connection: Connection, { client, used = false }: EnterRequest): boolean {
    const { id } = connection.user
    const before = this.#seats.get(connection.id)
    const known = this.#cursors.knows(id, client)
    if (before?.client === client) return known
    // One that was forgotten must not look like a new one, should this answer be lost.
    if (known || !used) this.#meet(id, client)
    if (before) this.#cursors.leave(id, before.client, this.#history.now())
    this.#seats.take(connection, client)
    return known
  }

  #meet(user: string, client: string): void {
    const known = this.#cursors.knows(user, client)
    const at = this.#history.now()
    this.#cursors.enter(user, client, at)
    // Written down, so that a client whose first action is lost on the way is not a stranger when it returns.
    if (!known) this.#history.answer({ user, client, seq: 0, digest: '', confirmed: 0, at })
  }

  /** Notes the connection as gone. Returns whether it was present. */
  #absent(connection: Connection): boolean {
    const present = this.#seats.release(connection.id)
    if (!present) return false
    this.#viewers.leave(connection)
    this.#presence.forget(connection)
    this.#cursors.leave(connection.user.id, present.client, this.#history.now())
    return true
  }

  #free(userId: string): void {
    this.#seats.endGrace(userId)
    if (!this.#open || !this.#model.member(userId)) return
    this.#model.leave(userId)
    this.#model.settle()
    this.#announce()
  }

  #announce(): void {
    const listing = this.listing
    this.#history.hold(
      () => this.#parts.listed(listing),
      // What was not stored is announced again, as the log has it, when the room is open again.
      () => {},
    )
  }

  /** Keeps the standing of whoever has been here for long without doing anything from being forgotten by the log. */
  #touch(): void {
    if (this.#open) for (const answer of this.#cursors.touch(this.#history.now())) this.#history.answer(answer)
    this.#cancelTouch = this.#parts.clock.setTimer(TOUCHED_EVERY, () => this.#touch())
  }

  #mustBeOpen(): void {
    const { queue } = this.#parts.limits
    if (!this.#open || this.#history.underway >= queue || this.#history.waiting >= WAITING_PER_STEP * queue) {
      throw new SocDrawError('ROOM_BUSY')
    }
  }

  /** The log did not take what it was given: forgets it all, and begins again from what the log holds. */
  #lost(error: unknown): void {
    if (!this.#open) return
    this.#open = false
    this.#parts.report(error, { room: this.id, doing: 'writing to the log; the room is opened anew' })
    this.#entrance.abandon(new SocDrawError('NOT_STORED'))
    this.#reopenLater()
  }

  /** At once the first time; a log that goes on failing is asked less and less often. */
  #reopenLater(): void {
    const { clock } = this.#parts
    const now = clock.now()
    if (Math.abs(now - this.#lostAt) > REOPEN_CALM) this.#losses = 0
    this.#lostAt = now
    const delay = this.#losses === 0 ? 0 : Math.min(REOPEN_AFTER * 2 ** (this.#losses - 1), REOPEN_AFTER_MOST)
    this.#losses++
    this.#cancelReopen = clock.setTimer(delay, () => void this.#reopen())
  }

  async #reopen(): Promise<void> {
    const { log, randomness, application, report } = this.#parts
    this.#cancelReopen = undefined
    try {
      const stored = await log.open(this.id, { epoch: randomness.name(), rules: application.version })
      if (this.#stopped) return
      this.#model.restore(stored)
      if (!this.#entrance.isIn(stored.epoch)) this.#history.breakOff()
      this.#entrance.begin(stored.epoch)
      this.#history.restore(stored)
      this.#open = true
      this.#begin(stored)
    } catch (error) {
      this.#open = false
      report(error, { room: this.id, doing: 'opening it from the log' })
      if (!this.#stopped) this.#reopenLater()
    }
  }

  /** Takes up what the log has handed over. @throws what an author's `migrate` throws */
  #begin(stored: StoredRoom): void {
    this.#cursors.restore(stored.answers)
    this.#model.migrate(stored)
    this.#seatMembers()
  }

  /** Brings seats and connections together after the room was opened: nobody sits who isn't known to the log. */
  #seatMembers(): void {
    for (const { connection, client } of this.#seats.present()) {
      // Whoever was still entering has been told that it failed.
      const { id } = connection.user
      if (this.#model.member(id)) {
        this.#meet(id, client)
      } else {
        this.#seats.release(connection.id)
      }
    }
    for (const { id } of [...this.#model.document.members]) {
      this.#model.setConnected(id, this.#seats.isConnected(id))
      if (!this.#seats.isConnected(id)) this.#seats.keep(id)
    }
    this.#model.settle()
    this.#announce()
  }
}
