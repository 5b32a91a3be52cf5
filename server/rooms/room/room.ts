import { hearsSpectators } from '../../contract/hears-spectators.ts'
import { SocDrawError } from '../../protocol/errors.ts'
import type {
  ActAnswer,
  Answer,
  EnterAnswer,
  EnterRequest,
  HistoryPage,
  HistoryRequest,
  PresenceChanges,
} from '../../protocol/events.ts'
import type { Person, RoomStatus, User } from '../../protocol/room-document.ts'
import { LeaseOverError, OwnedElsewhereError, type RoomOpening, type StoredRoom } from '../log/room-log.ts'
import type { Account, Connection, RoomRecord } from '../ports.ts'
import type { AskedAction } from './actions.ts'
import { assembleRoom, type RoomParts } from './assemble-room.ts'
import { TOUCHED_EVERY } from './cursors.ts'
import type { HostSide } from './host-side.ts'
import { listingOf } from './listing-of.ts'
import { readPast } from './past.ts'
import { RoomSetup } from './room-setup.ts'
import type { Actor } from './run-handler.ts'
import { SPECTATOR } from './viewers.ts'

/** How many answers may wait for each step that may be on its way to the log. */
const WAITING_PER_STEP = 4
/** How soon an alarm that could not ring is tried again, in milliseconds. */
const RING_AGAIN_AFTER = 50

/**
 * A room: takes its members' requests one after the other, moves by commits, and lets nothing out before its log holds
 * it. Opened from the log, and opened anew when the log did not take what it was given.
 */
export class Room {
  readonly #parts: RoomParts
  readonly #setup: RoomSetup
  readonly #made: ReturnType<typeof assembleRoom>
  /** False while the room's memory is not what the log holds. */
  #open = true
  /** Whether it begins nothing more by itself. */
  #resting = false
  #cancelTouch: () => void
  /** The status that was announced last. */
  #status: RoomStatus | undefined

  static async open(parts: RoomParts): Promise<Room> {
    const stored = await parts.log.open(parts.record.id, openingOf(parts))
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
    this.#parts = parts
    const setup = new RoomSetup(parts.application, parts.record, parts.archived ?? false)
    this.#setup = setup
    this.#made = assembleRoom({ ...parts, setup }, stored, {
      free: (user) => this.#free(user),
      lost: (error) => this.#lost(error),
      carriedOut: (id) => this.#carriedOut(id),
      stepped: () => this.#stepped(),
      ring: (alarm) => this.#ring(alarm),
      announce: () => this.#announce(),
      reopen: () => this.#reopen(),
      mustBeOpen: () => this.#mustBeOpen(),
      isOpen: () => this.#open,
    })
    this.#cancelTouch = parts.clock.setTimer(TOUCHED_EVERY, () => this.#touch())
  }

  get id(): string {
    return this.#parts.record.id
  }

  get record(): RoomRecord {
    return this.#setup.record
  }

  /** By which the log knows its owner. */
  get term(): number {
    return this.#made.history.term
  }

  get position(): number {
    return this.#parts.position
  }

  /** The room in its host's hands. */
  get host(): HostSide {
    return this.#made.host
  }

  /** Whether it can only be read. */
  get archived(): boolean {
    return this.#setup.archived
  }

  /** Whether the user has a seat, or gave one up to watch. */
  isSeated(userId: string): boolean {
    return this.#made.watchers.isSeated(userId)
  }

  /** Somebody looks at the room in its lobby's list, and is told of what it shows of itself. */
  look(): void {
    this.#made.preview.look()
  }

  /**
   * Whether nobody is in the room, nor has a seat kept, and nothing is under way that the machine would have to do
   * within `soon` milliseconds: then it may leave memory.
   */
  isIdle(soon: number): boolean {
    const { model, seats, history, effects, observers, watchers } = this.#made
    const { document, alarms } = model
    if (seats.connections > 0 || observers.size > 0 || watchers.kept > 0) return false
    if (!this.#open || history.underway > 0 || effects.pending > 0) return false
    if (this.archived) return true
    if (document.members.length > 0) return false
    const now = this.#parts.clock.now()
    // What was set in the future was set before the clock was: only the room's own timers know when it is due.
    return alarms.every(({ due, left }) => due === null || (due > now + soon && due - left <= now))
  }

  /** See `Members.enter`. @throws SocDrawError `ROOM_BUSY` too */
  async enter(connection: Connection, request: EnterRequest): Promise<EnterAnswer> {
    this.#mustBeOpen()
    return this.#made.members.enter(connection, request)
  }

  /**
   * Takes the connection out of the room, and frees the seat unless another of the user's connections holds it: also
   * one that is only kept, for a user who leaves after a lost connection. Leaving twice is harmless. Resolves with whether
   * another connection holds the seat.
   * @throws SocDrawError `ROOM_BUSY`, `NOT_STORED`
   */
  async leave(connection: Connection): Promise<boolean> {
    this.#mustBeOpen()
    const elsewhere = this.#made.members.leave(connection)
    await this.#made.history.durable()
    return elsewhere
  }

  /** See `Members.putOut`. */
  putOut(connection: Connection, error: SocDrawError): Promise<void> {
    return this.#made.members.putOut(connection, error, this.#open)
  }

  /**
   * Asks anew who has which role: everybody's who is there, or one user's, and then also what they are called, and their colour.
   * From this step on they act by it. Resolves when the log holds that; where it did not take it, when the room asks again
   * by itself.
   */
  review(userId?: string): Promise<void> {
    const { roles, members, history } = this.#made
    // While the room is opened anew, that is asked by itself.
    if (this.#open && !this.archived) {
      roles.review(userId)
      if (userId !== undefined) members.review(userId)
    }
    return new Promise((resolve) => history.hold(resolve, () => resolve()))
  }

  /**
   * The room is set up as another thing from this step on, which is stored by now: members' roles and the room's status
   * follow, in order with all else that happens in it. In the archive nothing goes on; out of it everybody who is there
   * comes in anew, since some came only to read.
   */
  amend(record: RoomRecord, archived: boolean): void {
    const before = this.#setup.archived
    this.#setup.amend(record, archived)
    // While the room is opened anew, all of it is asked by itself.
    if (!this.#open) return
    const { roles, lifecycle, members, alarms, history, watchers } = this.#made
    watchers.changed()
    if (archived) alarms.stop()
    else if (before) {
      members.seatAll()
      history.breakOff()
    } else {
      roles.review()
      lifecycle.settle()
    }
    this.#stepped()
    this.#announce()
  }

  /**
   * Calls somebody otherwise from now on, who is here or was: see `Members.rename`. What it shows of itself in lists follows
   * at once. Resolves when that is durable.
   * @throws SocDrawError `ROOM_BUSY`, `NOT_STORED`
   */
  async rename(user: User, { gone }: { readonly gone: boolean }): Promise<void> {
    this.#mustBeOpen()
    const { members, preview, history } = this.#made
    members.rename(user, gone)
    preview.make()
    await history.durable()
  }

  /** Whether a user has a seat, as the log may not hold yet: not to be told to anybody. */
  hasSeat(userId: string): boolean {
    return this.#made.model.member(userId) !== undefined
  }

  /** Frees the seat that is kept for a user who is away and may not come back. */
  dismiss(userId: string): void {
    this.#made.members.dismiss(userId, this.#open)
  }

  /** The connection is gone; the seat is kept for the grace time. */
  disconnected(connection: Connection): void {
    if (!this.#made.members.disconnected(connection) || !this.#open) return
    this.#made.lifecycle.setConnected(connection.user.id, false)
    this.#announce()
  }

  /** See `Actions.act`. @throws SocDrawError `ROOM_BUSY`, `NOT_A_MEMBER`, `SPECTATING` too, also at once */
  act(connection: Connection, request: AskedAction, allowed: boolean): Promise<Answer<ActAnswer>> {
    this.#mustBeOpen()
    const { seats, history, model, actions, cursors } = this.#made
    const seat = seats.get(connection.id)
    // Under a name that was not introduced, nobody could say what is known of it; nor is it true any more where another
    // connection was introduced since.
    const introduced =
      seat?.client === request.client && cursors.isHeldBy(connection.user.id, seat.client, connection.id)
    if (!introduced) throw new SocDrawError('NOT_A_MEMBER')
    if (!seat.spectating) return actions.act(this.#asMember(connection.user), request, allowed)
    if (hearsSpectators(this.#parts.application)) return actions.act(asWatcher(connection.user), request, allowed)
    if (this.archived) return history.refuse('ROOM_ARCHIVED')
    return history.refuse(model.document.status === 'closed' ? 'ROOM_CLOSED' : 'SPECTATING')
  }

  /**
   * A page of the actions that the application keeps, as this user may see them.
   * @throws SocDrawError `NOT_A_MEMBER`, `ROOM_UNAVAILABLE`
   */
  async history({ id, user }: Connection, request: HistoryRequest): Promise<HistoryPage> {
    const seat = this.#made.seats.get(id)
    if (!seat?.letIn) throw new SocDrawError('NOT_A_MEMBER')
    // Who only watches sees what everybody may see.
    const viewer = seat.spectating ? { id: SPECTATOR, name: user.name } : this.#asMember(user)
    const page = await readPast({ ...this.#parts, roomId: this.id }, viewer, request)
    // They may have been put out while it was read.
    if (!this.#made.seats.get(id)?.letIn) throw new SocDrawError('NOT_A_MEMBER')
    return page
  }

  /** Shows the others what the member presents, until they present something else. */
  present(connection: Connection, value: unknown): void {
    // Also while the room is opened anew: nobody would present it again.
    const seat = this.#made.seats.get(connection.id)
    if (seat?.letIn && !seat.spectating) this.#made.presence.show(connection, value)
  }

  /** What every member shows now, by user id. */
  get presence(): PresenceChanges {
    return this.#made.presence.values
  }

  /** Begins nothing more by itself: what is under way comes to its end, and then the room may be stopped. */
  rest(): void {
    this.#resting = true
    this.#cancelTouch()
    const { alarms, effects, preview } = this.#made
    for (const part of [alarms, effects]) part.stop()
    preview.finish()
  }

  /** Lets go of the room, which others may run by now: tells everybody who is in it to enter it anew. */
  giveUp(): void {
    const { history, seats, viewers } = this.#made
    history.breakOff()
    for (const { connection } of seats.present()) viewers.leave(connection)
    this.stop()
  }

  stop(): void {
    this.#open = false
    this.#cancelTouch()
    const { reopening, alarms, effects, preview, entrance, presence, watchers, seats, observers, history } = this.#made
    for (const part of [reopening, alarms, effects, preview, entrance, presence, watchers]) part.stop()
    for (const part of [seats, observers, history]) part.stop()
  }

  /** A user as all see them: of connections that came under different names, the one that entered last says which holds. */
  #asMember(user: User): Person {
    return this.#made.model.member(user.id) ?? user
  }

  #free(userId: string): void {
    // Where the room is opened anew just now, that is done with everybody's seats.
    if (this.#open) this.#made.members.free(userId)
  }

  #carriedOut(id: string): void {
    // Where the room is opened anew, the log hands it over again, and it is tried again.
    if (this.#open) this.#made.history.note({ carriedOut: [id] })
  }

  #announce(): void {
    const { position, application } = this.#parts
    const { model, history, watchers } = this.#made
    const { standing } = model
    history.hold(
      // As what it is set up by then, which is stored before it is so; and with as many who watch as were told of.
      () => {
        const now = { record: this.record, position, archived: this.archived }
        this.#parts.listed(listingOf(application, { ...now, standing: { ...standing, watchers: watchers.count } }))
      },
      // What was not stored is announced again, as the log has it, when the room is open again.
      () => {},
    )
  }

  #stepped(): void {
    const { model, history, alarms, preview } = this.#made
    const { status } = model.document
    if (status !== this.#status) {
      this.#status = status
      // Whatever moved it: also an action may close the room.
      this.#announce()
    }
    if (this.#resting || this.archived) return
    alarms.set(model.alarms, history.now())
    preview.request()
  }

  #ring(name: string): void {
    const { model, alarms, lifecycle } = this.#made
    if (!this.#open || model.document.status !== 'running') return
    if (this.#isBusy()) {
      alarms.later(RING_AGAIN_AFTER, name)
      return
    }
    lifecycle.ring(name)
    this.#announce()
  }

  /** Keeps the standing of whoever has been here for long without doing anything from being forgotten by the log. */
  #touch(): void {
    const { cursors, history } = this.#made
    if (this.#open) for (const answer of cursors.touch(history.now())) history.note({ answer })
    this.#cancelTouch = this.#parts.clock.setTimer(TOUCHED_EVERY, () => this.#touch())
  }

  #isBusy(): boolean {
    const { queue } = this.#parts.limits
    const { effects, history } = this.#made
    return effects.full || history.underway >= queue || history.waiting >= WAITING_PER_STEP * queue
  }

  #mustBeOpen(): void {
    if (!this.#open || this.#isBusy()) throw new SocDrawError('ROOM_BUSY')
  }

  /** The log did not take what it was given: forgets it all, and begins again from what the log holds. */
  #lost(error: unknown): void {
    if (!this.#open) return
    this.#open = false
    const { alarms, preview, entrance, reopening } = this.#made
    alarms.stop()
    preview.stop()
    this.#parts.report(error, { room: this.id, doing: 'writing to the log; the room is opened anew' })
    entrance.abandon(new SocDrawError('NOT_STORED'))
    reopening.request()
  }

  async #reopen(): Promise<void> {
    const { log, report } = this.#parts
    const { reopening, model, entrance, history } = this.#made
    try {
      const stored = await log.open(this.id, openingOf(this.#parts))
      if (reopening.stopped) return
      model.restore(stored)
      if (!entrance.isIn(stored.epoch)) history.breakOff()
      entrance.begin(stored.epoch)
      history.restore(stored)
      this.#open = true
      this.#begin(stored)
      this.#made.observers.restart()
      // Whether the log takes anything again is to be known also where nobody acts.
      history.note({ standing: model.standing })
    } catch (error) {
      this.#open = false
      if (reopening.stopped) return
      if (error instanceof OwnedElsewhereError || error instanceof LeaseOverError) return this.#parts.owned?.disowned()
      report(error, { room: this.id, doing: 'opening it from the log' })
      reopening.request()
    }
  }

  /** Takes up what the log has handed over. @throws what an author's `migrate` throws */
  #begin(stored: StoredRoom): void {
    const { cursors, lifecycle, members, effects } = this.#made
    cursors.restore(stored.answers)
    lifecycle.migrate(stored)
    members.seatAll()
    effects.add(stored.effects)
    this.#stepped()
  }
}

/** Who only watches is a member like any other there, whatever they are by a seat of theirs. */
function asWatcher({ id, name }: Account): Actor {
  return { id, name, spectating: true }
}

/** @throws SocDrawError see `OwnedRoom.mustOwn` */
function openingOf({ randomness, application, owned }: RoomParts): RoomOpening {
  return { epoch: randomness.name(), rules: application.version, lease: owned?.mustOwn() }
}
