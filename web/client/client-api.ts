import type { AnyApplication, Players } from '../../server/contract/application.ts'
import type { Actions, ClientState, PastActionOf, PresenceOf, PresentedBy } from '../../server/contract/client-types.ts'
import type { SocDrawError } from '../../server/protocol/errors.ts'
import type { FoundRooms, RoomListing } from '../../server/protocol/listings.ts'
import type { Role } from '../../server/protocol/roles.ts'
import type { Member, RoomStatus, User } from '../../server/protocol/room-document.ts'
import type { ListFilter } from '../../server/protocol/room-filter.ts'

/** Whether the lobby's connection stands: `offline` comes back by itself, `closed` does not: see `reopen`. */
export type ConnectionStatus = 'online' | 'offline' | 'closed'

/**
 * One application's rooms, as the signed-in user may see them, live. A time of so many seconds awake does not run while the
 * page is hidden, frozen or offline, and begins anew when it is seen and online again.
 */
export interface Lobby<App> {
  /** The application's name. */
  readonly name: string
  readonly user: User
  /**
   * The rooms the user may enter, as far as they are loaded, and those beyond that the user is in or `order` told of; a new array whenever
   * something changed. Live as far as `look` says; the others are as they were when they were looked at last.
   */
  readonly rooms: readonly RoomListing[]
  /** Whether there are rooms that are not loaded yet. */
  readonly more: boolean
  readonly connection: ConnectionStatus
  /** Why the connection is closed: `UNAUTHENTICATED` when the session ended. */
  readonly error: SocDrawError | undefined
  /**
   * Why the connection does not stand yet, while it comes back by itself: `CONNECTION_FAILED`, `TIMED_OUT` where nothing is
   * answered, or what the server or the `token` function says. Undefined before the first attempt has failed.
   */
  readonly trouble: SocDrawError | undefined
  /**
   * Loads the next rooms, where there are `more`. Called meanwhile, it waits for the same ones. Without a connection it
   * waits for that, and what is refused for now only is tried again, for 20 seconds awake at most.
   * @throws SocDrawError what the server said; after 20 seconds awake also `CONNECTION_FAILED` or `TIMED_OUT`;
   * `CONNECTION_CLOSED`, or the lobby's `error`, when the connection is closed for good
   */
  loadMore(): Promise<void>
  /**
   * Looks for rooms that the user may enter, loaded or not, by their names and by a filter: those in which something
   * happened last come first, and with the filter `waiting` the fullest. 100 at most; the next ones follow `after` this
   * page's `next`. They are as they were then; `listing` tells how they are by now, as far as `look` says.
   * @throws SocDrawError what the server said: after 20 seconds awake also `RATE_LIMITED`, for more than four a second,
   * `CONNECTION_FAILED` or `TIMED_OUT`; `CONNECTION_CLOSED`, or the lobby's `error`, when the connection is closed for good
   */
  find(options?: FindOptions): Promise<FoundRooms>
  /**
   * Which rooms the user may enter, by their ids, in the order in which something happened in them last, up to some seconds
   * ago: 100 at most; the next ones follow `after` this page's `next`. From then on they are among `rooms`, wherever they
   * stand; with the last of its pages the list is loaded to its end. Of rooms that are there already no more is asked than where they come in that order.
   * @throws SocDrawError as `find` does
   */
  order(after?: RoomOrder['next']): Promise<RoomOrder>
  /** A room as it is known by now: one of `rooms`, or of those found since `find` was called last without `after`; undefined where it is gone. */
  listing(roomId: string): RoomListing | undefined
  /**
   * Says which rooms are shown, by their ids, 200 at most: these, and those that stand near them, are kept up to date. They
   * are asked for anew where they may have changed, which happens at most every 150 milliseconds. Null, as at first: the
   * first 200 that are loaded. A list that is loaded to its end is told of new rooms there in either case, unless
   * `newRooms` is false, as for one that is out of sight: they are there once it is looked at again.
   * @throws TypeError for more
   */
  look(roomIds: readonly string[] | null, options?: LookOptions): void
  /**
   * Calls `listener` once after each turn in which `rooms`, `more`, `connection`, `error` or `trouble` changed. Returns what
   * ends it.
   */
  subscribe(listener: () => void): () => void
  /**
   * Calls `listener` with a room's id whenever others begin or cease to ask to be let into it, where the user may answer them:
   * `roomDoors(…).knocks` says who does. What happened without a connection is not told. Returns what ends it.
   */
  onKnocked(listener: (roomId: string) => void): () => void
  /**
   * Takes a seat in a room, or returns to one's own; or, to `spectate`, watches it without one. Entering a room one is in
   * already returns the same `Room`: from watching it takes a seat, and from a seat it goes on watching only; where that is
   * refused, one stays in it as one was. What is refused for now only is tried again, for 20 seconds awake at most.
   * @throws SocDrawError `ROOM_NOT_FOUND`, `ROOM_FULL`, `FORBIDDEN`, `NO_SPECTATORS`, `ROOM_TOO_NEW`; `CLIENT_OUTDATED` when
   * the application was given, or its version; after 20 seconds awake `CONNECTION_FAILED`, `TIMED_OUT` or what the server said
   * last; `CONNECTION_CLOSED`, or the lobby's `error`, when the connection is closed for good
   */
  enter(roomId: string, options?: EnterOptions): Promise<Room<App>>
  /**
   * Opens the lobby anew where it is `closed` with an `error`. Where `token` is a function, the rooms and the actions that
   * were pending in them have been kept, for 10 minutes awake at most, and go on: each takes effect once, if its promise
   * resolves. With a fixed token they ended with the `error`. Resolves when the lobby is there again; where it never was
   * closed, at once.
   * @throws SocDrawError what it is refused with; after 20 seconds awake `CONNECTION_FAILED`, `TIMED_OUT` or what the server said
   * last: then it is closed as before; `CONNECTION_CLOSED` after `close()`, and `UNAUTHENTICATED` where the connection had
   * become another user's
   */
  reopen(): Promise<void>
  /** Closes the connection for good; the user's seats stay for their grace. Unanswered actions reject with `CONNECTION_CLOSED`. */
  close(): void
}

export interface LookOptions {
  /** Whether to be told of new rooms at the list's end, which is so unless told. */
  readonly newRooms?: boolean
}

/** What rooms are looked for by. */
export interface FindOptions {
  /** Each of its words begins one of the words of the room's name, whatever the case and accents; 100 characters at most. */
  readonly search?: string
  /** Those that run; that wait for players; that are one's own; that are one's own and archived. */
  readonly filter?: ListFilter
  /** The `next` of the page before. */
  readonly after?: FoundRooms['next'] | undefined
}

/** Rooms by their ids, those first in which something happened last. */
export interface RoomOrder {
  readonly rooms: readonly string[]
  /** What to ask for next; null at the end. A page may have few rooms, or none, and others follow all the same. */
  readonly next: FoundRooms['next']
}

export interface EnterOptions {
  /** To watch only, without a seat, where the room's listing says `spectators`: one sees what everybody sees, and acts as far as the application hears who watches. */
  readonly spectate?: boolean
  /** The application's rules, as `connect` takes them, where they were loaded only now. A room that one is in keeps its own. */
  readonly rules?: AnyApplication
}

/** A page of a room's past, newest first. There may be fewer actions than were asked for, also none, and more to come. */
export interface PastPage<App> {
  readonly actions: readonly PastActionOf<App>[]
  /** Where the next page begins: `null` when there is nothing before these. */
  readonly before: number | null
}

/** A room that the user is in, or watches. Survives lost connections: it catches up by itself. */
export interface Room<App> {
  readonly id: string
  /** What the lobby calls it. */
  readonly name: string
  /** How many members it needs to start, and how many it takes. */
  readonly players: Players
  /**
   * Whether one only watches: then one is none of `members`, presents nothing, and can do only what the application takes from
   * who watches: its actions with `spectators`.
   */
  readonly spectating: boolean
  /** Whether its host took it out of use: it can be seen, and nothing can be done in it. */
  readonly archived: boolean
  readonly user: User
  /** What one is in the room, as far as it is shown: actions may demand it. Who only watches is a member. */
  readonly role: Role
  /**
   * The application's state; undefined while the room waits for its first start. Never mutated: a change is a new object.
   * With the application's rules at hand it shows the user's predicted actions already.
   */
  readonly state: ClientState<App> | undefined
  /** How many commits the room has, as far as `state` goes, predicted actions aside. */
  readonly version: number
  readonly status: RoomStatus
  readonly members: readonly Member[]
  /** How many users only watch, and have no seat: told about once a second, less often in a crowd. None where it is archived. */
  readonly watchers: number
  /** What members show that is not state, by user id: typing, a cursor. Gone with the seat. A new map at each change. */
  readonly presence: ReadonlyMap<string, PresenceOf<App>>
  /** How many of this client's actions are not settled: unanswered, or done and not shown yet. */
  readonly pending: number
  /** Whether what is shown is the present: false while the connection is away or the room catches up. */
  readonly live: boolean
  /** Why one is no longer in the room, when one did not leave by oneself: `ROOM_NOT_FOUND`, `CLIENT_OUTDATED`, … */
  readonly error: SocDrawError | undefined
  /** How often a gap in the frames made it ask for the room anew. */
  readonly resyncs: number
  /**
   * The application's actions. Each resolves with its handler's result once it is durable and shown in `state`, and
   * happens once, whatever the connection does meanwhile. Rejects with `SocDrawError`: the application's own refusals,
   * `INVALID_PAYLOAD`, `TOO_LARGE`, `ROOM_WAITING`, `ROOM_PAUSED`, `SPECTATING`, `ROLE_REQUIRED`, `ROOM_LEFT`,
   * `OUTBOX_FULL`, `OUTCOME_UNKNOWN`, …
   */
  readonly act: Actions<App>
  /**
   * The actions that the application keeps, newest first: at most `limit` (200 at most) of those before version `before`,
   * or the newest. Without a connection it waits for that, and what is refused for now only is tried again, for 20
   * seconds awake at most.
   * @throws SocDrawError `ROOM_LEFT`, or the room's `error`, when one is not in the room any more; what the server said;
   * after 20 seconds awake also `CONNECTION_FAILED` or `TIMED_OUT`; `OUTBOX_FULL` when too much is asked at once
   */
  history(request?: { readonly before?: number; readonly limit?: number }): Promise<PastPage<App>>
  /** Calls `listener` once after each turn in which anything of it changed. Returns what ends it. */
  subscribe(listener: () => void): () => void
  /**
   * Shows the others `value`, as it is now, until the next one, at most 10 times a second. What is shown while offline
   * counts when back.
   * @throws SocDrawError `INVALID_PAYLOAD` for what is no JSON, `TOO_LARGE` for more than 4,096 characters of it
   */
  present(value: PresentedBy<App>): void
  /**
   * Frees the seat (when this is the user's last connection in the room). Unanswered actions reject with `ROOM_LEFT`.
   * Resolves when the server has answered; without a connection at once, and the server is told when it is back.
   */
  leave(): Promise<Left>
}

/** How one has left a room. */
export interface Left {
  /** Whether the user is still in it by another connection, such as another tab, which holds their seat; false where that is not known. */
  readonly elsewhere: boolean
}
