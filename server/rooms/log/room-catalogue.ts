import type { AuditEntry } from '../../protocol/audit-entry.ts'
import type { RoomRecord } from '../ports.ts'
import type { RoomStanding } from './room-log.ts'
import type { RoomSearch } from './room-search.ts'

/** A room that is there, whether it is open or not. */
export interface CataloguedRoom {
  readonly record: RoomRecord
  /** Where it stands among all rooms: rises in the order in which they were made. */
  readonly position: number
  /** As its log has it: `waiting` and empty for a room that nobody has entered yet. */
  readonly standing: RoomStanding
  readonly origin: RoomOrigin
  /** Whether it was put away, or deleted: it is in nobody's list, and whoever may enter it can only read it. */
  readonly archived: boolean
}

/** A room that was found. */
export interface FoundRoom extends CataloguedRoom {
  /**
   * What it is ordered by, the largest first, and of two alike the one that was made first: when something happened in it last, in
   * milliseconds since 1970, or it was made; with the filter `waiting` how many are there.
   */
  readonly rank: number
}

/** Whose room: the host's, which is what the host's code says at every start, or one that people have made. */
export type RoomOrigin = 'host' | 'people'

export interface RoomQuery {
  readonly application?: string | undefined
  readonly origin?: RoomOrigin | undefined
  readonly archived?: boolean | undefined
  /** Those after this position; 0 for the first. */
  readonly after: number
  readonly limit: number
}

/** A room whose state was left by an older version of its application's rules. */
export interface OutdatedRoom {
  readonly id: string
  readonly rules: number
}

export interface OutdatedQuery {
  readonly application: string
  /** The version of today's rules. */
  readonly rules: number
  readonly limit: number
}

export interface CatalogueQuery {
  readonly application: string
  /** Whose rooms: those for everyone, and those for this user; null: all rooms. */
  readonly user: string | null
  /** Those after this position; 0 for the first. */
  readonly after: number
  readonly limit: number
}

export interface PositionsQuery {
  readonly application: string
  readonly positions: readonly number[]
}

export interface PendingQuery {
  readonly before: number
  /** Those after this position. */
  readonly after: number
  readonly limit: number
  /** Whether effects count: a host that carries out none has nothing to do in their rooms. */
  readonly effects: boolean
  /** The lease of the node that asks; absent where a server is alone. */
  readonly lease?: number | undefined
}

/** Which rooms are asked for that have to do with a user. */
export interface UsersRoomsQuery {
  /** The user's id. */
  readonly user: string
  /** Those after this position; 0 for the first. */
  readonly after: number
  readonly limit: number
}

/** A room as it is to be. */
export interface RoomChange {
  /** Its `revision` is the one after that of the room that is changed. */
  readonly record: RoomRecord
  /** Whether it is to be in the archive; as it is by now unless told. */
  readonly archived?: boolean | undefined
}

/** All rooms of a server, however many: only the open ones are in memory. */
export interface RoomCatalogue {
  /** Makes the rooms that are missing, in their order; those that are there stay as they are. */
  ensure(rooms: readonly RoomRecord[], origin: RoomOrigin): Promise<void>
  /** Makes rooms what their records say, and takes them out of the archive. A room that is not there stays so. */
  update(rooms: readonly RoomRecord[]): Promise<void>
  /** Puts rooms into the archive; nothing of them is lost. */
  archive(roomIds: readonly string[]): Promise<void>
  /**
   * Makes a room of people's, and notes who did. Undefined, and nothing is done, where there is a room of its id, or where
   * its owner has `most` rooms that are not deleted.
   */
  make(record: RoomRecord, most: number, audit?: AuditEntry): Promise<CataloguedRoom | undefined>
  /**
   * Makes a room another one, and notes who did. Undefined, and nothing is done, where there is none, or where its revision is not
   * the one before. A room whose record says that it was deleted is archived as long as it does.
   */
  change(change: RoomChange, audit?: AuditEntry): Promise<CataloguedRoom | undefined>
  /**
   * As `change`, by which a room comes to be one of its owner's that are not deleted. `full`, and nothing is done, where they
   * have `most` of those.
   */
  handOver(change: RoomChange, most: number, audit?: AuditEntry): Promise<CataloguedRoom | 'full' | undefined>
  /** The first rooms that were deleted before a time, those that were deleted first before the others. */
  deleted(before: number, limit: number): Promise<readonly CataloguedRoom[]>
  /**
   * Forgets a part of what is kept of a room that was deleted, its log too. Resolves with whether anything is left, which
   * the next call goes on with: the room itself goes last. Harmless for a room that was not deleted.
   */
  purge(roomId: string): Promise<boolean>
  find(roomId: string): Promise<CataloguedRoom | undefined>
  /** The next rooms of whoever asks, none of them archived, in the order of their positions; fewer than `limit` at the end. */
  page(query: CatalogueQuery): Promise<readonly CataloguedRoom[]>
  /** The rooms of an application that stand at these positions, none of them archived, in the order of their positions. */
  at(query: PositionsQuery): Promise<readonly CataloguedRoom[]>
  /** The next of the rooms that are looked for, in the order of their ranks; fewer than `limit` at the end. */
  search(query: RoomSearch): Promise<readonly FoundRoom[]>
  /** The ids of users who have rooms of an application that are not for everyone, each once: `limit` of them at most. */
  guests(application: string, limit: number): Promise<readonly string[]>
  /** The next rooms of all that there are, in the order of their positions; fewer than `limit` at the end. */
  list(query: RoomQuery): Promise<readonly CataloguedRoom[]>
  /** The first rooms that have a state of older rules, archived or not. */
  outdated(query: OutdatedQuery): Promise<readonly OutdatedRoom[]>
  /**
   * The next rooms in which seats are taken, and which belong to no node whose lease is not over; none of them archived, in
   * the order of their positions.
   */
  seated(after: number, limit: number): Promise<readonly CataloguedRoom[]>
  /** The next rooms of people's whose records name the user, archived and deleted ones too, in the order of their positions. */
  naming(query: UsersRoomsQuery): Promise<readonly CataloguedRoom[]>
  /**
   * The next rooms in which the user has had a seat, and whose logs were not told yet that they are called so, of all that there
   * are, in the order of their positions.
   */
  untold(query: UsersRoomsQuery & { readonly name: string }): Promise<readonly CataloguedRoom[]>
  /**
   * The next rooms in which an alarm is due at `before` or earlier, or an effect is still to be carried out, in the order
   * of their positions. Those that belong to another node whose lease is not over are left out: it sees to them. An alarm of a room whose last commit is later than that is due too: the clock was set back. None
   * is due in an archived room.
   */
  pending(query: PendingQuery): Promise<readonly CataloguedRoom[]>
}
