import type { ActAnswer, Answer } from '../../protocol/events.ts'
import type { Role } from '../../protocol/roles.ts'
import type { RoomDocument, RoomStatus, User } from '../../protocol/room-document.ts'
import type { Json } from '../../state/json.ts'
import type { StoredAlarm } from './stored-alarm.ts'

/** What moves a room by one version. */
export type CommitKind =
  | 'action'
  | 'join'
  | 'leave'
  | 'connect'
  | 'disconnect'
  | 'start'
  | 'pause'
  | 'resume'
  | 'migrate'
  | 'alarm'
  | 'close'
  | 'role'
  | 'rename'

/** A room's document as its log has it: with what is nobody's to see who comes into the room. */
export interface StoredDocument extends RoomDocument {
  /** The roles that were given, by user id, also of those who are not there. Absent where none ever was. */
  readonly roles?: Readonly<Record<string, Role>>
}

/** One commit as the log keeps it. */
export interface StoredCommit {
  readonly version: number
  readonly kind: CommitKind
  /** Milliseconds since 1970; never less than the commit's before. */
  readonly at: number
  /** Whose doing it was; absent for what the room does by itself. */
  readonly user?: User | undefined
  /** An action's or alarm's name, and the action's payload's JSON as the sender sent it: empty for none. */
  readonly name?: string | undefined
  readonly payload?: string | undefined
  /** `Patch[]` as JSON: text is what it is stored and kept as, and costs the garbage collector next to nothing. */
  readonly patches: string
  /** Whether the action is kept for paging back, also when its patches are superseded. */
  readonly kept?: boolean | undefined
}

/** An action that was kept, as `RoomLog.history` tells it. */
export interface StoredAction {
  readonly version: number
  readonly at: number
  readonly user: User
  readonly name: string
  /** JSON, as the sender sent it; empty for none. */
  readonly payload: string
}

/** How far a client's numbered actions are done: the record that makes a repeated action take effect once. */
export interface StoredAnswer {
  readonly user: string
  readonly client: string
  /** The number that is done; without an answer the last one that was, 0 when the client was only met. */
  readonly seq: number
  /** Tells the same action sent again from another one under the same number. */
  readonly digest: string
  /** What was answered; absent where the client was only met, or is still there. */
  readonly answer?: Answer<ActAnswer>
  /** Answers up to this number need not be kept any longer. */
  readonly confirmed: number
  /** When the client was last heard of, in milliseconds since 1970: its standing is kept for `KEPT_FOR` from then on. */
  readonly at: number
}

/** How long a store keeps a client's standing after its last use, at least; in milliseconds. */
export const KEPT_FOR = 24 * 60 * 60 * 1000

/** What a room's listing says of it. */
export interface RoomStanding {
  readonly status: RoomStatus
  /** Seats taken. */
  readonly members: number
  /** What the application shows of itself in the lobby's list. */
  readonly preview?: string
}

/** What a handler has asked of the host: to be carried out at least once after its commit. */
export interface StoredEffect {
  /** Names it among all of the room's effects: the same however often it is tried. */
  readonly id: string
  readonly name: string
  /** JSON; empty for none. */
  readonly payload: string
}

/** One step of a room: a commit, an answer without a commit (a refusal), both at once, or what else is to be noted. */
export interface LogEntry {
  readonly commit?: StoredCommit | undefined
  readonly answer?: StoredAnswer | undefined
  /** The room's standing from this step on, where it changed. */
  readonly standing?: RoomStanding | undefined
  /** All the alarms that are set from this step on, where it changed any. */
  readonly alarms?: readonly StoredAlarm[] | undefined
  /** What is to be carried out because of this step's commit. */
  readonly effects?: readonly StoredEffect[] | undefined
  /** The ids of effects that were carried out: they are done with. */
  readonly carriedOut?: readonly string[] | undefined
}

/** The steps of one room in a batch, all or none of which are stored. */
export interface RoomAppend {
  readonly roomId: string
  /** The owner's term: the log takes entries of the newest term only. */
  readonly term: number
  /** The room's version before the first entry; must be the log's. */
  readonly base: number
  /** The version of the application's rules by which they were made. */
  readonly rules: number
  readonly entries: readonly LogEntry[]
}

/** `conflict`: the log's head is another than `base`, or another owner has opened the room since. Nothing was stored. */
export type AppendOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'conflict' | 'failed'; readonly error?: unknown }

/** A room as the log knows it, for whoever opens it. Its objects belong to the caller. */
export interface StoredRoom {
  readonly epoch: string
  readonly term: number
  readonly version: number
  /** The time of the last commit. */
  readonly at: number
  readonly room: StoredDocument
  /** Absent until the application was initialised. */
  readonly state?: { [key: string]: Json }
  /** The version of the application's rules by which the state was last written; 0 for a room without commits. */
  readonly rules: number
  /** The newest commits in a row, up to `version`; as many as the log still has at hand. */
  readonly commits: readonly StoredCommit[]
  /** Every client's standing: for each the last number done, with the unconfirmed answers before it. */
  readonly answers: readonly StoredAnswer[]
  readonly alarms: readonly StoredAlarm[]
  /** What is still to be carried out, in the order in which it was asked for. */
  readonly effects: readonly StoredEffect[]
}

export interface RoomOpening {
  /** The name of the room's history, should it begin now. */
  readonly epoch: string
  /** The version of the rules that its owner runs. */
  readonly rules: number
  /** The lease of the node that opens it, to which the room belongs from then on. Absent where one server is alone. */
  readonly lease?: number | undefined
}

/** A node that runs a room. */
export interface RoomOwner {
  /** The number of the lease to which the room belongs. */
  readonly lease: number
  /** See `NodeFacts.name`. */
  readonly node: string
}

/** The room belongs to another node, whose lease is not over. Nothing was changed. */
export class OwnedElsewhereError extends Error {
  override readonly name = 'OwnedElsewhereError'
  readonly owner: RoomOwner

  constructor(roomId: string, owner: RoomOwner) {
    super(`room ${roomId} is run by ${owner.node}`)
    this.owner = owner
  }
}

/** The lease to which the room was to belong is over. Nothing was changed. */
export class LeaseOverError extends Error {
  override readonly name = 'LeaseOverError'
}

/** A room that its owner lets go of. */
export interface DisownedRoom {
  readonly roomId: string
  /** The term by which it was the owner's. */
  readonly term: number
}

/** The room was written by newer rules than its would-be owner's. Nothing was changed. */
export class NewerRulesError extends Error {
  override readonly name = 'NewerRulesError'
}

export interface HistoryQuery {
  /** Actions with these names only. */
  readonly names: readonly string[]
  /** Versions below this one. */
  readonly before: number
  readonly limit: number
}

/**
 * The durable list of every room's commits. With those by which somebody joined, or is called otherwise, it notes what the
 * room was last told that they are called: see `RoomCatalogue.untold`.
 */
export interface RoomLog {
  /**
   * Takes a room over: raises its term, so that whatever an earlier owner still sends is a conflict, and reads it.
   * A room the log has never seen begins empty, at version 0.
   * @throws NewerRulesError, OwnedElsewhereError (also where both are so), LeaseOverError
   */
  open(roomId: string, opening: RoomOpening): Promise<StoredRoom>
  /**
   * Stores a batch; the outcomes are in its order. Once an outcome is ok, its entries are as durable as the log is.
   * One room's conflict or failure leaves the others' entries alone. A rejection means the fate of all is unknown.
   */
  append(batch: readonly RoomAppend[]): Promise<readonly AppendOutcome[]>
  /** Pages back through the actions of a room that were kept: newest first. Empty at the beginning. */
  history(roomId: string, query: HistoryQuery): Promise<readonly StoredAction[]>
  /**
   * The rooms belong to nobody, so that any node may open them: where they were opened since, it changes nothing.
   * Whoever knows no leases may leave it out.
   */
  disown?(rooms: readonly DisownedRoom[]): Promise<void>
}
