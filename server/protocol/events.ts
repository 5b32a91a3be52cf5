import { z } from 'zod/mini'
import type { Json } from '../state/json.ts'
import type { Patch } from '../state/patches.ts'
import type { WireError } from './errors.ts'
import { MAX_HISTORY_PAGE, MAX_LOOKED_ROOMS, MAX_NAME_LENGTH, MAX_ROOM_ID_LENGTH, MAX_SEARCH_LENGTH } from './limits.ts'
import type { FoundRooms, LookAnswer, RoomListing, RoomPage, Welcome } from './listings.ts'
import type { RoomDocument, User } from './room-document.ts'
import { LIST_FILTERS } from './room-filter.ts'

const version = z.int().check(z.nonnegative())
const roomId = z.string().check(z.minLength(1), z.maxLength(MAX_ROOM_ID_LENGTH))
const client = z.string().check(z.minLength(1), z.maxLength(MAX_NAME_LENGTH))
const seq = z.int().check(z.positive())
/** JSON has no `undefined`: what is given as that isn't there when it arrives. */
const absent = z.optional(z.unknown())

/**
 * What a client may ask, as the arguments before the acknowledgement. Everything that arrives is held against these;
 * the client library imports their types only.
 */
export const requests = {
  /**
   * `version` and `epoch`: what the client still has of the room. `client`: the name under which it numbers its actions;
   * `used`: whether it has sent any under it, so that a room that has forgotten them never takes it for a new one.
   * `rules`: the version of the application that the client was built with. `spectate`: to watch only, without a seat.
   * `user`: whose the client's actions are, so that they never become another's who has signed in meanwhile.
   */
  enter: z.tuple([
    roomId,
    z.object({
      client,
      used: z.optional(z.boolean()),
      version: z.optional(version),
      epoch: z.optional(z.string().check(z.maxLength(MAX_NAME_LENGTH))),
      rules: z.optional(version),
      spectate: z.optional(z.boolean()),
      user: z.optional(z.string()),
    }),
  ]),
  leave: z.tuple([roomId]),
  /**
   * `seq` counts 1, 2, 3, … per room and client. `confirmed`: every number up to it has been answered, and its answer
   * seen. Without `payload`: an action that carries nothing.
   */
  act: z.tuple([
    roomId,
    z.object({
      client,
      seq,
      name: z.string().check(z.minLength(1), z.maxLength(MAX_NAME_LENGTH)),
      payload: absent,
      confirmed: z.optional(version),
    }),
  ]),
  /** The actions that the room's application keeps, newest first: those before version `before`, or the newest. */
  history: z.tuple([
    roomId,
    z.object({
      before: z.optional(version),
      limit: z.optional(z.int().check(z.minimum(1), z.maximum(MAX_HISTORY_PAGE))),
    }),
  ]),
  /** The next rooms of the lobby's list: those after a position. `look`: as if `look` were asked with them, and the end if they reach it. */
  rooms: z.tuple([z.object({ after: version, look: z.optional(z.boolean()) })]),
  /**
   * The positions of the rooms that the client shows, instead of those before; null for one that keeps no list any more.
   * From the answer on it is told of what changes there: of the rest of the list only that a room is or is not the user's
   * any more. `end`: the position after which the client knows no more rooms, for one that is to be told of new ones.
   */
  look: z.tuple([
    z.nullable(z.object({ rooms: z.array(version).check(z.maxLength(MAX_LOOKED_ROOMS)), end: z.optional(version) })),
  ]),
  /**
   * Rooms of the list by their names, each word of `search` beginning one of them, and by a filter; in the order in which
   * something happened in them last. `after`: the `next` of the page before. `known`: the positions of rooms of which no more
   * is asked than where they stand in that order.
   */
  find: z.tuple([
    z.object({
      search: z.optional(z.string().check(z.maxLength(MAX_SEARCH_LENGTH))),
      filter: z.optional(z.enum(LIST_FILTERS)),
      after: z.optional(z.tuple([version, version])),
      known: z.optional(z.array(version).check(z.maxLength(MAX_LOOKED_ROOMS))),
    }),
  ]),
} as const

/** What of an `act` makes its answer the one of its number, whatever else is wrong with it. */
export const numbered = z.tuple([roomId, z.object({ client, seq })], z.unknown())

/** What a client may say without being answered. */
export const messages = {
  /** What the member shows the others that is not state: typing, a cursor. */
  present: z.tuple([roomId, absent]),
} as const

export type MessageName = keyof typeof messages
export type MessageArguments<Name extends MessageName> = z.infer<(typeof messages)[Name]>

export type RequestName = keyof typeof requests
export type RequestArguments<Name extends RequestName> = z.infer<(typeof requests)[Name]>
export type EnterRequest = RequestArguments<'enter'>[1]
export type ActRequest = RequestArguments<'act'>[1]
export type HistoryRequest = RequestArguments<'history'>[1]
export type RoomsRequest = RequestArguments<'rooms'>[0]
export type LookRequest = RequestArguments<'look'>[0]
export type FindRequest = RequestArguments<'find'>[0]

/** Every answer is one of these two. */
export type Answer<Body = unknown> = ({ readonly ok: true } & Body) | { readonly ok: false; readonly error: WireError }

/** Everything of a room at one version, as one viewer may see it. `state` is absent until the application was initialised. */
export interface Snapshot {
  readonly room: RoomDocument
  readonly state?: { readonly [key: string]: Json }
}

/** The patches that lead from version `from` to version `to`; the next frame's `from` is this one's `to`. */
export interface Frame {
  readonly from: number
  readonly to: number
  readonly patches: readonly Patch[]
}

/** `version` is the room's when the action had taken effect; `result` is what its handler returned. */
export interface ActAnswer {
  readonly version: number
  readonly result?: Json
}

/** A past action, as one viewer may see it. */
export interface PastAction {
  /** The room's version when it took effect. */
  readonly version: number
  readonly name: string
  readonly user: User
  /** Milliseconds since 1970. */
  readonly at: number
  /** Absent for an action that carried nothing. */
  readonly payload?: Json
}

/** A page of a room's past, newest first. There may be fewer than were asked for, also none, and more to come. */
export interface HistoryPage {
  readonly actions: readonly PastAction[]
  /** What to ask for next: `null` at the very beginning. */
  readonly before: number | null
}

/** What the room already knows of a client's actions. */
export interface ClientStanding {
  /** False for a client the room has never met, or has forgotten. */
  readonly known: boolean
  /** The last number done; 0 for none. */
  readonly last: number
  /** The answers the client has not confirmed. */
  readonly answers: readonly { readonly seq: number; readonly answer: Answer<ActAnswer> }[]
}

/** What members show that is not state, by user id; `null` for who shows nothing any longer. */
export type PresenceChanges = { readonly [userId: string]: Json }

/** Everything at `version`, or the patches that lead there from the version that the client has. */
export type EnterAnswer = {
  readonly version: number
  /** A random name of the room's history: versions compare within one epoch only. */
  readonly epoch: string
  readonly client: ClientStanding
  /** What each member shows now, by user id. */
  readonly presence: PresenceChanges
  /** Present where one only reads, as the room is archived: what one sees is nothing that a member could go on from. */
  readonly reads?: true
  /** Present where one only watches, and some of the application's actions are taken from those who do. */
  readonly heard?: true
  /** How many users only watch, who have no seat; absent for none. */
  readonly watchers?: number
  /** What the lobby's list says of the room: whoever does not look at it there is told here. */
  readonly listing?: RoomListing | undefined
} & ({ readonly snapshot: Snapshot } | { readonly patches: readonly Patch[] })

/**
 * Why one is not in a room any more, without having left it. `client`: what became of the actions that were sent before;
 * what is not told of there as done never will be. Absent where nobody can say.
 */
export interface Removal {
  readonly error: WireError
  readonly client?: ClientStanding
}

/** That the connection is out of the room. */
export interface LeaveAnswer {
  /** Present where another of the user's connections holds their seat. */
  readonly elsewhere?: true
}

interface AnswerBodies {
  enter: EnterAnswer
  leave: LeaveAnswer
  act: ActAnswer
  history: HistoryPage
  rooms: RoomPage
  look: LookAnswer
  find: FoundRooms
}
export type AnswerTo<Name extends RequestName> = Answer<AnswerBodies[Name]>

/** Socket.IO's typed events, from client to server. */
export type ClientToServerEvents = {
  [Name in RequestName]: (...args: [...RequestArguments<Name>, acknowledge: (answer: AnswerTo<Name>) => void]) => void
} & {
  [Name in MessageName]: (...args: MessageArguments<Name>) => void
}

/** Socket.IO's typed events, from server to client. */
export interface ServerToClientEvents {
  /** Who the user is: on connecting, and again whenever the list as a whole changed, which one then looks at no more. */
  lobby: (welcome: Welcome) => void
  /** Rooms that one looks at, new or changed, each as it is now. */
  listings: (listings: readonly RoomListing[]) => void
  /** A room that one was told of is no longer the user's. */
  gone: (roomId: string) => void
  /** Who asks to be let into a room has changed: for those who answer. */
  knocked: (roomId: string) => void
  /** The connection is not in the room any more, and gets nothing of it: the user's right to be there has ended. */
  removed: (roomId: string, removal: Removal) => void
  frame: (roomId: string, frame: Frame) => void
  /** What members show now, by user id; `null` for who shows nothing any longer. */
  presence: (roomId: string, changes: PresenceChanges) => void
  /** How many users only watch by now: told less often the more there are to be told. */
  watchers: (roomId: string, count: number) => void
}
export type ServerEvent = keyof ServerToClientEvents

/** What is sent by a connection's first lobby, with what concerns the connection itself. */
export interface SocketEvents extends ServerToClientEvents {
  /** The server is about to end, and others are there: come back at once, by another connection. */
  move: () => void
}
