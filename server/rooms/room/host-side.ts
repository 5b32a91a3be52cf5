import type { AnyApplication } from '../../contract/application.ts'
import { SocDrawError } from '../../protocol/errors.ts'
import type { ActAnswer, Answer, HistoryPage, HistoryRequest } from '../../protocol/events.ts'
import type { Role } from '../../protocol/roles.ts'
import type { RoomLog } from '../log/room-log.ts'
import type { NamesOf, Report } from '../ports.ts'
import { SYSTEM_USER } from '../system-user.ts'
import type { Actions } from './actions.ts'
import type { History } from './history.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { Observers, RoomView } from './observers.ts'
import { readWholePast } from './past.ts'
import type { Roles } from './roles.ts'
import type { RoomSetup } from './room-setup.ts'
import type { Actor } from './run-handler.ts'
import type { Watchers } from './watchers.ts'

export interface HostSideParts {
  readonly roomId: string
  readonly application: AnyApplication
  readonly setup: RoomSetup
  readonly log: RoomLog
  readonly namesOf?: NamesOf | undefined
  readonly report: Report
  readonly actions: Actions
  readonly history: History
  readonly lifecycle: Lifecycle
  readonly roles: Roles
  readonly observers: Observers
  readonly watchers: Pick<Watchers, 'count'>
  /** @throws SocDrawError `ROOM_BUSY` */
  mustBeOpen(): void
  /** The room's listing may have changed. */
  announce(): void
}

/** A room as its host has it in hand: without a seat, all of it to be seen, and nothing before its log holds it. */
export class HostSide {
  readonly #parts: HostSideParts

  constructor(parts: HostSideParts) {
    this.#parts = parts
  }

  /**
   * Acts as somebody who needs no seat. Not repeatable. See `Actions.actAs`.
   * @throws SocDrawError `ROOM_BUSY`, `ROOM_ARCHIVED` too
   */
  async actAs(user: Actor, name: string, payload: unknown): Promise<Answer<ActAnswer>> {
    this.#mustBeAlive()
    return this.#parts.actions.actAs(user, name, payload)
  }

  /** Closes the room for good; resolves when that is durable, also where it was closed before. @throws as `actAs` */
  async close(): Promise<void> {
    this.#mustBeAlive()
    const { lifecycle, history, announce } = this.#parts
    lifecycle.close()
    announce()
    await history.durable()
  }

  /**
   * Gives a user a role, in order with all else that happens in the room; resolves when that is durable, also where they
   * had it before. See `Roles.give`. @throws as `actAs`, SocDrawError `TOO_LARGE` too
   */
  async setRole(userId: string, role: Role): Promise<void> {
    this.#mustBeAlive()
    const { roles, history } = this.#parts
    roles.give(SYSTEM_USER, userId, role)
    await history.durable()
  }

  /** The room as it is now, once the log holds that. @throws SocDrawError `ROOM_BUSY`, `NOT_STORED` */
  async read(): Promise<RoomView> {
    this.#parts.mustBeOpen()
    return this.#parts.observers.read()
  }

  /** How many only watch, as those who are there were told last. */
  get watchers(): number {
    return this.#parts.watchers.count
  }

  /** See `Observers.observe`. */
  observe(listener: (view: RoomView) => void): () => void {
    return this.#parts.observers.observe(listener)
  }

  /** A page of the actions that the application keeps, whole. @throws SocDrawError `ROOM_UNAVAILABLE` */
  past(request: HistoryRequest): Promise<HistoryPage> {
    return readWholePast(this.#parts, request)
  }

  #mustBeAlive(): void {
    this.#parts.mustBeOpen()
    if (this.#parts.setup.archived) throw new SocDrawError('ROOM_ARCHIVED')
  }
}
