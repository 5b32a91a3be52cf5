import type { AnyApplication } from '../../contract/application.ts'
import { SocDrawError } from '../../protocol/errors.ts'
import type { EnterAnswer, EnterRequest } from '../../protocol/events.ts'
import type { User } from '../../protocol/room-document.ts'
import type { Connection } from '../ports.ts'
import type { Cursors } from './cursors.ts'
import type { Entrance } from './entrance.ts'
import { NOWHERE } from './frames.ts'
import type { History } from './history.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { Presence } from './presence.ts'
import type { Roles } from './roles.ts'
import type { RoomModel } from './room-model.ts'
import type { RoomSetup } from './room-setup.ts'
import type { Seats } from './seats.ts'
import type { Viewers } from './viewers.ts'
import type { Watchers } from './watchers.ts'

export interface MembersParts {
  readonly application: AnyApplication
  readonly setup: RoomSetup
  readonly model: RoomModel
  readonly lifecycle: Lifecycle
  readonly history: History
  readonly cursors: Cursors
  readonly seats: Seats
  readonly viewers: Viewers
  readonly presence: Presence
  readonly entrance: Entrance
  readonly roles: Roles
  readonly watchers: Watchers
  /** Members may have come or gone: the listing is to say so. */
  announce(): void
}

/** Connections that come into a room and go, whose users hold its seats or only watch. */
export class Members {
  readonly #parts: MembersParts
  /** Who was put out while the room was not open: their seats are free as soon as it is. */
  readonly #unwanted = new Set<string>()

  constructor(parts: MembersParts) {
    this.#parts = parts
  }

  /**
   * Gives the user a seat, or their own again, unless they only want to watch: then a seat that the same connection held
   * is freed. From the answer's version on the connection is sent every frame.
   * @throws SocDrawError `ROOM_FULL`, `NO_SPECTATORS`, `CLIENT_OUTDATED`, `NOT_STORED`
   */
  async enter(connection: Connection, request: EnterRequest): Promise<EnterAnswer> {
    const { application, setup, history, entrance, lifecycle, model } = this.#parts
    const { archived } = setup
    const { spectate: watches = false, rules } = request
    // A closed room's result may be seen by whoever comes, as an archived room's: there is nothing to take a seat for.
    const over = archived || (model.document.status === 'closed' && !model.member(connection.user.id))
    const spectate = watches || over
    if (rules !== undefined && rules < application.version) throw new SocDrawError('CLIENT_OUTDATED')
    if (watches && !archived && !application.spectators) throw new SocDrawError('NO_SPECTATORS')
    if (!spectate && !this.#hasPlace(connection.user.id)) return history.refuse('ROOM_FULL')
    const changesView = this.#changesView(connection, spectate)
    const onlyToRead = archived && !(watches && application.spectators)
    const as = { ...request, spectate }
    const known = this.#arrive(connection, as, onlyToRead)
    if (!spectate) this.#seat(connection)
    // Who rather watches has left their seat, as by `leave`.
    else if (changesView && !this.#parts.seats.isConnected(connection.user.id)) this.free(connection.user.id)
    lifecycle.settle()
    this.#parts.announce()
    return entrance.arrive({ connection, request: as, known, whole: changesView, onlyToRead })
  }

  /**
   * Takes the connection out of the room, and frees the seat unless another of the user's connections holds it: returns
   * whether one does.
   */
  leave(connection: Connection): boolean {
    const { seats } = this.#parts
    const spectated = seats.get(connection.id)?.spectating ?? false
    this.#absent(connection, { lost: false })
    const elsewhere = seats.isConnected(connection.user.id)
    if (!spectated && !elsewhere) this.free(connection.user.id)
    return elsewhere
  }

  /** The connection is gone. Returns whether the user has none left here, so that their seat is kept for its grace. */
  disconnected(connection: Connection): boolean {
    const { seats, model, setup } = this.#parts
    const { id } = connection.user
    if (!this.#absent(connection, { lost: true }) || setup.archived || seats.isConnected(id) || !model.member(id))
      return false
    seats.keep(id)
    return true
  }

  /**
   * Puts a connection out that may not be here any more: from this step on it is sent nothing that goes on in the room,
   * and holds no seat. It is told so when the log holds what it did before. Resolves then.
   */
  putOut(connection: Connection, error: SocDrawError, open: boolean): Promise<void> {
    const { seats, cursors, history, viewers } = this.#parts
    const { id, user } = connection
    const present = seats.get(id)
    if (!present) return Promise.resolve()
    if (open) this.leave(connection)
    else {
      this.#absent(connection, { lost: false })
      if (!present.spectating) this.#unwanted.add(user.id)
    }
    return new Promise((resolve) => {
      const tell = (known: boolean): void => {
        const client = known && cursors.standing(user.id, present.client, true)
        viewers.remove(connection, { error: error.toJSON(), ...(client && { client }) })
        resolve()
      }
      history.hold(
        () => tell(open),
        // Whoever had it on the way was told that it was not stored, and whether it was is not known here.
        () => {
          // Nor was their leaving: their seat is free when the room is open again.
          if (!present.spectating) this.#unwanted.add(user.id)
          tell(false)
        },
      )
    })
  }

  /** Frees the seat of a user who has no connection here: where the room is not open, as soon as it is. */
  dismiss(userId: string, open: boolean): void {
    if (this.#parts.seats.isConnected(userId)) return
    if (open) this.free(userId)
    else this.#unwanted.add(userId)
  }

  /** Whoever is here on their seat is shown as who they are now. */
  review(userId: string): void {
    const { lifecycle, roles, seats } = this.#parts
    const user = seats.accounts().get(userId)
    if (user) lifecycle.comeBack(roles.seated(user), user.color)
  }

  /**
   * Somebody is called otherwise from now on: who is here, or was. Whoever is `gone` for good leaves their seat too, and what
   * they were here; but in an archived room, whose members stay what they were.
   */
  rename(user: User, gone: boolean): void {
    const { model, lifecycle, roles, seats, setup } = this.#parts
    if (gone && !setup.archived && !seats.isConnected(user.id)) {
      this.free(user.id)
      roles.forget(user.id)
    }
    // Whoever has come in meanwhile, told it by that.
    if (gone || model.member(user.id)?.name !== user.name) lifecycle.rename(user)
  }

  /** Frees a user's seat; none in an archived room, whose members stay what they were. */
  free(userId: string): void {
    const { seats, model, lifecycle, setup, watchers } = this.#parts
    seats.endGrace(userId)
    if (setup.archived || !model.member(userId)) return
    lifecycle.leave(userId)
    watchers.freed(userId)
    lifecycle.settle()
    this.#parts.announce()
  }

  /** Brings seats and connections together after the room was opened: nobody sits who isn't known to the log. */
  seatAll(): void {
    const { seats, model, lifecycle, roles, setup, watchers } = this.#parts
    const { archived } = setup
    for (const { connection, client, spectating, reads } of seats.present()) {
      const { id } = connection.user
      if (reads && !archived) this.#endReading(connection)
      // Whoever was still entering has been told that it failed.
      else if (spectating || model.member(id)) this.#meet(connection, client)
      else seats.release(connection.id)
    }
    for (const { id } of [...model.document.members]) {
      lifecycle.setConnected(id, seats.isConnected(id))
      // What was, stays in an archived room, its members too.
      if (archived || seats.isConnected(id)) continue
      if (this.#unwanted.has(id)) lifecycle.leave(id)
      else seats.keep(id)
    }
    this.#unwanted.clear()
    if (!archived) roles.review()
    watchers.changed()
    lifecycle.settle()
    this.#parts.announce()
  }

  #hasPlace(userId: string): boolean {
    const { model, setup } = this.#parts
    return model.member(userId) !== undefined || model.document.members.length < setup.players.max
  }

  /** Whether the connection has been shown the room as another kind of viewer: then what it has is of no use. */
  #changesView({ id }: Connection, spectate: boolean): boolean {
    const before = this.#parts.seats.get(id)
    return before !== undefined && before.spectating !== spectate
  }

  #seat({ user }: Connection): void {
    const { model, lifecycle, roles, watchers } = this.#parts
    const person = roles.seated(user)
    if (model.member(user.id)) lifecycle.comeBack(person, user.color)
    else lifecycle.join(person, user.color)
    // They may watch by another connection, and are not counted there any more.
    watchers.changed()
  }

  /** Notes the connection as present. Returns whether the room knew the client. */
  #arrive(connection: Connection, request: EnterRequest, reads: boolean): boolean {
    const { client, used = false, spectate = false } = request
    const { seats, cursors, history, viewers, presence, watchers } = this.#parts
    const { id } = connection.user
    const before = seats.get(connection.id)
    const known = cursors.knows(id, client)
    // One that was forgotten must not look like a new one, should this answer be lost.
    if (before?.client !== client && (known || !used)) this.#meet(connection, client)
    else cursors.hold(id, client, connection.id)
    if (before && before.client !== client) cursors.leave(id, before.client, history.now())
    if (before && before.spectating !== spectate) {
      viewers.leave(connection)
      presence.forget(connection)
      seats.release(connection.id)
      if (before.spectating) watchers.gone(id, { lost: false })
    }
    seats.take(connection, { client, spectating: spectate, reads })
    if (spectate) watchers.came(id)
    return known
  }

  #meet({ id, user: { id: user } }: Connection, client: string): void {
    const { cursors, history } = this.#parts
    const known = cursors.knows(user, client)
    const at = history.now()
    cursors.enter(user, client, at)
    cursors.hold(user, client, id)
    // Written down, so that a client whose first action is lost on the way is not a stranger when it returns.
    if (!known) history.note({ answer: { user, client, seq: 0, digest: '', confirmed: 0, at } })
  }

  /** The room is back for whoever has a place in it: a reader is to come in anew, and is out of it until then. */
  #endReading(connection: Connection): void {
    this.#absent(connection, { lost: true })
    this.#parts.viewers.sendTo(connection, NOWHERE)
  }

  /** Notes the connection as gone, `lost` unless its user wished so. Returns whether it was present. */
  #absent(connection: Connection, how: { readonly lost: boolean }): boolean {
    const { seats, viewers, presence, cursors, history, watchers } = this.#parts
    const present = seats.release(connection.id)
    if (!present) return false
    viewers.leave(connection)
    presence.forget(connection)
    cursors.leave(connection.user.id, present.client, history.now())
    if (present.spectating) watchers.gone(connection.user.id, how)
    return true
  }
}
