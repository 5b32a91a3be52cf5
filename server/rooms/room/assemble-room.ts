import type { AnyApplication } from '../../contract/application.ts'
import type { Clock } from '../../protocol/clock.ts'
import type { RoomListing } from '../../protocol/listings.ts'
import type { Role } from '../../protocol/roles.ts'
import type { RoomLimits } from '../limits.ts'
import type { Committer } from '../log/committer.ts'
import type { RoomLog, StoredRoom } from '../log/room-log.ts'
import type { Account, CarryOut, NamesOf, Randomness, Report, RoomRecord, Wire } from '../ports.ts'
import { Actions } from './actions.ts'
import { AlarmTimers } from './alarms.ts'
import { crowdPace } from './crowd-pace.ts'
import { Cursors } from './cursors.ts'
import { Effects } from './effects.ts'
import { Entrance } from './entrance.ts'
import { History } from './history.ts'
import { HostSide } from './host-side.ts'
import { Lifecycle } from './lifecycle.ts'
import { Members } from './members.ts'
import { Observers } from './observers.ts'
import { Presence } from './presence.ts'
import { Preview } from './preview.ts'
import { Reopening } from './reopening.ts'
import { Roles } from './roles.ts'
import { RoomModel } from './room-model.ts'
import type { RoomSetup } from './room-setup.ts'
import { Seats } from './seats.ts'
import { Viewers } from './viewers.ts'
import { Watchers } from './watchers.ts'

/** A room of one node among several. */
export interface OwnedRoom {
  /** The lease to which it belongs. @throws SocDrawError `ROOM_UNAVAILABLE` where the node has none */
  mustOwn(): number | undefined
  /** The room is another node's by now: it is to be let go of. */
  disowned(): void
}

/** What a room is given. */
export interface RoomParts {
  /** The room as it is set up when it is opened. */
  readonly record: RoomRecord
  /** Where the room stands in its lobby's list. */
  readonly position: number
  /** Whether it is only to be read: see `CataloguedRoom`. Not unless told. */
  readonly archived?: boolean
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
  /** Whether it is this node's; absent where one server is alone. */
  readonly owned?: OwnedRoom | undefined
  /** See `Access.roleOf`. */
  roleOf(user: Account, own: Role): Role
  /** See `RegistryParts.namesOf`. */
  readonly namesOf?: NamesOf | undefined
  /** Carries out what handlers ask of the host. */
  readonly carryOut?: CarryOut | undefined
  /** The room's listing changed, and the log holds what it says. */
  listed(listing: RoomListing): void
  /** Whether anybody looks at the room in its lobby's list. */
  isLookedAt(): boolean
}

/** What the parts of a room ask of the whole. */
export interface WholeRoom {
  /** A seat's grace is over. */
  free(userId: string): void
  /** The log did not take what it was given. */
  lost(error: unknown): void
  /** An effect is done with. */
  carriedOut(id: string): void
  /** The room is one version further. */
  stepped(): void
  ring(alarm: string): void
  /** The room's listing may have changed. */
  announce(): void
  reopen(): Promise<void>
  /** @throws SocDrawError `ROOM_BUSY` while nothing can be asked of it */
  mustBeOpen(): void
  /** Whether the room's memory is what the log holds, or is on its way there. */
  isOpen(): boolean
}

/** All that a room consists of. Each part is handed what it needs of the others, and knows no more of them. */
export function assembleRoom(parts: RoomParts & { readonly setup: RoomSetup }, stored: StoredRoom, whole: WholeRoom) {
  const { record, setup, application, clock, wire, report } = parts
  const { name, visibility, grace, frameInterval, version: rules } = application
  const roomId = record.id
  const viewers = new Viewers(wire, roomId, visibility)
  const cursors = new Cursors()
  const seats = new Seats({ clock, grace, expired: (user) => whole.free(user) })
  const pace = (): number => crowdPace(seats.connections, frameInterval)
  const history = new History({
    ...{ ...parts, roomId, frameInterval, rules, stored, crowdPace: pace },
    send: (frame) => {
      viewers.send(frame)
      observers.send(frame)
    },
    sendToEach: (frame) => {
      for (const { connection, letIn } of seats.present()) if (letIn) viewers.sendTo(connection, frame)
      observers.send(frame)
    },
    hasAudience: () => seats.connections > 0 || observers.size > 0,
    lost: (error) => whole.lost(error),
  })
  const shared = { ...parts, history }
  const effects = new Effects({ ...parts, application: name, roomId, done: (id) => whole.carriedOut(id) })
  const carryOut = effects.add.bind(effects)
  const model = new RoomModel({ ...shared, carryOut, stepped: () => whole.stepped() }, stored)
  const observers = new Observers({ roomId, model, history, report, isOpen: () => whole.isOpen() })
  const lifecycle = new Lifecycle({ ...shared, model })
  const actions = new Actions({ ...shared, model, cursors })
  const alarms = new AlarmTimers(clock, (alarm) => whole.ring(alarm))
  const presence = new Presence(application, clock, (changes) => viewers.present(changes))
  const announce = (): void => whole.announce()
  const preview = new Preview({ ...shared, model, changed: announce })
  const present = { ...shared, model, cursors, seats, viewers, presence }
  const roles = new Roles({ setup, model, seats, roleOf: (...who) => parts.roleOf(...who) })
  const isOpen = (): boolean => whole.isOpen()
  const watchers = new Watchers({
    ...{ ...present, grace, isOpen },
    told: (count) => {
      viewers.count(seats.present(), count)
      announce()
    },
  })
  const entrance = new Entrance({ ...present, pace, watchers, epoch: stored.epoch })
  const members = new Members({ ...present, lifecycle, entrance, roles, watchers, announce })
  const whom = { lifecycle, roles, actions, observers, watchers, mustBeOpen: () => whole.mustBeOpen(), announce }
  const host = new HostSide({ ...shared, ...whom, roomId })
  const reopening = new Reopening(clock, () => whole.reopen())
  return {
    ...{ cursors, seats, viewers, history, effects, model, lifecycle, actions, roles, watchers },
    ...{ alarms, presence, preview, entrance, members, observers, host, reopening },
  }
}
