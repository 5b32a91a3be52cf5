import type { ServerEvent, ServerToClientEvents } from '../protocol/events.ts'
import type { Role } from '../protocol/roles.ts'
import type { User } from '../protocol/room-document.ts'
import type { Watch } from '../protocol/room-operations.ts'
import type { Json } from '../state/json.ts'
import type { Seed } from './seeded-random.ts'

/** Where random names and seeds come from. */
export interface Randomness {
  /** A name nobody can guess or meet again: 128 random bits as text. */
  name(): string
  /** What a commit's random numbers come from: nobody can guess it. */
  seed(): Seed
}

/** A user as the server knows them; only `id`, `name` and `color` are ever sent to others. */
export interface Account extends User {
  readonly roles: readonly string[]
  /** As `#rrggbb`; absent where they have chosen none. */
  readonly color?: string
}

/** One tab's or bot's connection to one lobby. */
export interface Connection {
  readonly id: string
  readonly user: Account
}

/** The server's side of the wire to the clients of one lobby. Messages to one connection keep their order. */
export interface Wire {
  /** Puts a connection into a group: from now on it gets what is sent there. A connection that is gone is ignored. */
  join(connection: Connection, group: string): void
  /** As `join`, for a group in which nobody would notice that they were left out: whatever is sent there reaches all. */
  follow(connection: Connection, group: string): void
  leave(connection: Connection, group: string): void
  /** Sends to one connection; or encodes once, and sends to a group but for those in the `except` groups, or to each in some. */
  send<Event extends ServerEvent>(to: Audience, event: Event, ...args: Parameters<ServerToClientEvents[Event]>): void
}
export type Audience =
  | { readonly connection: Connection }
  | { readonly group: string; readonly except?: readonly string[] }
  /** Those who follow any of the groups, each once. */
  | { readonly groups: readonly string[] }
  | { readonly connections: readonly Connection[] }

/** Somebody who may not come into a room any more. */
export interface Ban {
  /** Whose. */
  readonly user: string
  /** The id of who said so. */
  readonly by: string
  /** Since when, and until when: null for good. Milliseconds since 1970. */
  readonly at: number
  readonly until: number | null
  readonly reason: string
}

/** A room as it was set up: by its host's code, or by people. */
export interface RoomRecord {
  /** Names the room everywhere: letters, digits, `:`, `_`, `-` and `.`. */
  readonly id: string
  readonly name: string
  /** The name of its application. */
  readonly application: string
  /** The ids of the users who may enter; absent: everyone. */
  readonly users?: readonly string[]
  /** The ids of whom the room is, and of who sees to it, unless its log says otherwise: see `ownRole`. */
  readonly owner?: string
  readonly moderators?: readonly string[]
  /** How many members the room has, where it is not as its application says: within the application's own bounds. */
  readonly players?: { readonly min?: number; readonly max?: number }
  /** The room's settings, as the application's `options` schema takes them. JSON. */
  readonly options?: unknown
  /**
   * Who may watch, where the application has spectators: nobody; `members`, who have a role or a seat, or gave that up to
   * watch, or are invited by name; `entrants`, who may take a seat, so by default; or everybody, for whom a private room is then listed too.
   */
  readonly watch?: Watch
  /** Who may not come in, each once. One whose time is over is none any more. */
  readonly bans?: readonly Ban[]
  /** When people made it, in milliseconds since 1970. */
  readonly madeAt?: number
  /** Rises by one with each change of the record; 0 where it is absent. */
  readonly revision?: number
  /** When it was deleted: from then on there is no such room but to its owner and administrators, who may recover it. */
  readonly deletedAt?: number
}

/** What a handler has asked of the host, to be carried out. */
export interface Effect {
  readonly application: string
  /** The room's id. */
  readonly room: string
  /** The same however often it is tried: whoever must not do it twice remembers it. */
  readonly id: string
  readonly name: string
  readonly payload: Json
}

/** What those of the ids are called, by id, of whom it is known. */
export type NamesOf = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>

/** Carries out an effect; rejects when it is to be tried again. */
export type CarryOut = (effect: Effect) => Promise<void>

/** What users may do with a room: take a seat in it, watch it only, act in it. */
export type Operation = 'enter' | 'spectate' | 'act'

/** As what somebody is in a room already, where a right depends on that. */
export interface Being {
  /** Whether they have a seat in it, or gave one up to watch. */
  readonly seated?: boolean
  /** Whether they act as who only watches. */
  readonly watches?: boolean
}

/** Who may do what; the accounts' side of the core. */
export interface Access {
  may(user: Account, operation: Operation, room: RoomRecord, being?: Being): boolean
  /** Whether every user may see the room. */
  forEveryone(room: RoomRecord): boolean
  /** Whether the user may see rooms that are neither everyone's nor for them, so that all must be looked at. */
  seesOthers(user: Account): boolean
  /** The role that the user has in a room; `own` is the one that the room itself gives them. */
  roleOf(user: Account, room: RoomRecord, own: Role): Role
}

/** Where unexpected errors go: the host's log. `context` names the place, such as the application and its action. */
export type Report = (error: unknown, context: Readonly<Record<string, unknown>>) => void
