import { actionProxy } from '../contract/action-proxy.ts'
import type { AnyApplication } from '../contract/application.ts'
import type { Actions, StateOf, WholeActionOf } from '../contract/client-types.ts'
import { faultOfUserId } from '../protocol/check-user.ts'
import { SocDrawError } from '../protocol/errors.ts'
import { type HistoryRequest, requests } from '../protocol/events.ts'
import { packPayload } from '../protocol/pack-payload.ts'
import { isRole, ROLES, type Role } from '../protocol/roles.ts'
import type { Member, RoomStatus } from '../protocol/room-document.ts'
import type { RoomKeeper } from '../rooms/keeping/room-keeper.ts'
import type { RoomRegistry } from '../rooms/registry/room-registry.ts'
import { SYSTEM_USER } from '../rooms/system-user.ts'
import type { HostedRoom, RoomReach } from './room-reach.ts'

/** All of a room at one version, what only the server may see included. It is a copy, shared by those who are told of it. */
export interface HostView<App extends AnyApplication> {
  /** How many commits the room has. */
  readonly version: number
  readonly status: RoomStatus
  /** Who has a seat, in the order in which they came. */
  readonly members: readonly Member[]
  /** The roles that were given in it by `setRole`, by user id, also of those who are not there. Absent where none ever was. */
  readonly roles?: Readonly<Record<string, Role>>
  /** Absent until the application was initialised. */
  readonly state?: StateOf<App>
}

/**
 * A room in the host's hands, opened at need. Whatever it tells, the log holds. Everything rejects with a SocDrawError:
 * `ROOM_NOT_FOUND`, `ROOM_UNAVAILABLE`, `ROOM_BUSY`, `NOT_STORED`, `STOPPING`; and with `OUTCOME_UNKNOWN` where another
 * server runs the room, and was gone before it answered what was to change something.
 */
export interface HostRoom<App extends AnyApplication> {
  readonly id: string
  /**
   * The application's actions, done by the system's own user: each resolves with its handler's result once it is durable.
   * Rejects with `ROOM_WAITING`, `ROOM_PAUSED`, `ROOM_CLOSED`, `ROOM_ARCHIVED`, `INVALID_PAYLOAD`, `UNKNOWN_ACTION` and
   * the application's own refusals too.
   */
  readonly act: Actions<App>
  /** All of the state as it is now; undefined before the start. */
  readonly state: Promise<StateOf<App> | undefined>
  readonly status: Promise<RoomStatus>
  readonly members: Promise<readonly Member[]>
  /** How many users only watch, as those who are there were told last: that is no part of any version. */
  readonly watchers: Promise<number>
  /** The room as it is at one version: state, status and members. */
  read(): Promise<HostView<App>>
  /** Calls `listener` with the room as it is, and again after each change. Resolves with what ends it. */
  subscribe(listener: (view: HostView<App>) => void): Promise<() => void>
  /** A page of the actions that the application keeps, newest first, whole. Rejects with `INVALID_MESSAGE` too. */
  history(request?: HistoryRequest): Promise<{
    readonly actions: readonly WholeActionOf<App>[]
    /** What to ask for next: null at the very beginning. */
    readonly before: number | null
  }>
  /**
   * Gives a user a role in the room, whether they are there or not. In a room that people made, whoever is made the owner takes that over
   * from who was it. It holds over what `rooms` says of them, through
   * restarts, and in order with the actions around it. To enter the room gives it no right. Resolves when that is durable.
   * Rejects with `INVALID_MESSAGE`, `ROOM_ARCHIVED` too; with `TOO_LARGE` where roles of 1,000 users were given already.
   */
  setRole(userId: string, role: Role): Promise<void>
  /** Closes the room for good: what is there can still be seen. Closing it again is harmless. Rejects with `ROOM_ARCHIVED` too. */
  close(): Promise<void>
}

interface HostRoomParts {
  readonly registry: RoomRegistry
  readonly keeper: RoomKeeper
  readonly reach: RoomReach
}

/** @param roomId whether there is such a room, each call says */
export function hostRoom<App extends AnyApplication>(
  { registry, keeper, reach }: HostRoomParts,
  roomId: string,
): HostRoom<App> {
  const opened = (): Promise<HostedRoom> => reach.reach(roomId)
  // The types are the rules'; nothing else writes what is read.
  const read = async () => (await (await opened()).read()) as HostView<App>
  return {
    id: roomId,
    act: actionProxy<App>(async (name, payload) => {
      // At once: the host may go on changing what it gave.
      const packed = packPayload(payload)
      const answer = await (await opened()).actAs(SYSTEM_USER, name, packed)
      if (!answer.ok) throw new SocDrawError(answer.error)
      return answer.result
    }),
    get state() {
      return read().then(({ state }) => state)
    },
    get status() {
      return read().then(({ status }) => status)
    },
    get members() {
      return read().then(({ members }) => members)
    },
    get watchers() {
      return opened().then((room) => room.watchers())
    },
    read,
    subscribe: (listener) => reach.observe(roomId, (view) => listener(view as HostView<App>)),
    async history(request = {}) {
      const asked = requests.history.safeParse([roomId, request])
      if (!asked.success)
        throw new SocDrawError('INVALID_MESSAGE', 'history takes before, a version, and limit, 1 to 200')
      const { actions, before } = await (await opened()).past(asked.data[1])
      return { actions: actions as unknown as readonly WholeActionOf<App>[], before }
    },
    async setRole(userId, role) {
      const fault = faultOfUserId(userId)
      if (fault) throw new SocDrawError('INVALID_MESSAGE', `setRole takes a user’s id: ${fault}`)
      if (!isRole(role)) throw new SocDrawError('INVALID_MESSAGE', `setRole takes one of ${ROLES.join(', ')}`)
      // What somebody is in a room that people made, its record says, as it says it to them.
      if ((await registry.find(roomId))?.origin === 'people') await keeper.setRole(null, roomId, userId, role)
      else await (await opened()).setRole(userId, role)
    },
    close: async () => (await opened()).close(),
  }
}
