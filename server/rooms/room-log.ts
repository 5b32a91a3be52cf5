import type { ActAnswer, Answer } from '../protocol/events.ts'
import type { RoomDocument } from '../protocol/room-document.ts'
import type { Json } from '../state/json.ts'
import type { Patch } from '../state/patches.ts'

/** What moves a room by one version. */
export type CommitKind = 'action' | 'join' | 'leave' | 'connect' | 'disconnect' | 'start' | 'pause' | 'resume'

/** One commit as the log keeps it. */
export interface StoredCommit {
  readonly version: number
  readonly kind: CommitKind
  /** Milliseconds since 1970; never less than the commit's before. */
  readonly at: number
  /** Whose doing it was; absent for what the room does by itself. */
  readonly user?: string
  /** An action's name, and its payload's JSON as the sender sent it. */
  readonly name?: string
  readonly payload?: string
  readonly patches: readonly Patch[]
}

/** How far a client's numbered actions are done: the record that makes a repeated action take effect once. */
export interface StoredAnswer {
  readonly user: string
  readonly client: string
  /** The number that is done; 0 when the client was only met. */
  readonly seq: number
  /** Tells the same action sent again from another one under the same number. */
  readonly digest: string
  /** What was answered; absent with number 0. */
  readonly answer?: Answer<ActAnswer>
  /** Answers up to this number need not be kept any longer. */
  readonly confirmed: number
}

/** One step of a room: a commit, an answer without a commit (a refusal), or both at once. */
export interface LogEntry {
  readonly commit?: StoredCommit
  readonly answer?: StoredAnswer
}

/** The steps of one room in a batch, all or none of which are stored. */
export interface RoomAppend {
  readonly roomId: string
  /** The owner's term: the log takes entries of the newest term only. */
  readonly term: number
  /** The room's version before the first entry; must be the log's. */
  readonly base: number
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
  readonly room: RoomDocument
  /** Absent until the application was initialised. */
  readonly state?: { [key: string]: Json }
  /** The newest commits in a row, up to `version`; as many as the log still has at hand. */
  readonly commits: readonly StoredCommit[]
  /** Every client's standing: for each the last number done, with the unconfirmed answers before it. */
  readonly answers: readonly StoredAnswer[]
}

/** The durable list of every room's commits. */
export interface RoomLog {
  /**
   * Takes a room over: raises its term, so that whatever an earlier owner still sends is a conflict, and reads it.
   * A room the log has never seen begins empty, at version 0, with `epoch` as its history's name.
   */
  open(roomId: string, epoch: string): Promise<StoredRoom>
  /**
   * Stores a batch; the outcomes are in its order. Once an outcome is ok, its entries are as durable as the log is.
   * One room's conflict or failure leaves the others' entries alone. A rejection means the fate of all is unknown.
   */
  append(batch: readonly RoomAppend[]): Promise<readonly AppendOutcome[]>
}
