import type { RoomRecord } from '../ports.ts'
import type { RoomStanding } from './room-log.ts'

/** A room that is there, whether it is open or not. */
export interface CataloguedRoom {
  readonly record: RoomRecord
  /** Where it stands among all rooms: rises in the order in which they were made. */
  readonly position: number
  /** As its log has it: `waiting` and empty for a room that nobody has entered yet. */
  readonly standing: RoomStanding
}

export interface CatalogueQuery {
  readonly application: string
  /** Whose rooms: those for everyone, and those for this user; null: all rooms. */
  readonly user: string | null
  /** Those after this position; 0 for the first. */
  readonly after: number
  readonly limit: number
}

export interface PendingQuery {
  readonly before: number
  /** Those after this position. */
  readonly after: number
  readonly limit: number
  /** Whether effects count: a host that carries out none has nothing to do in their rooms. */
  readonly effects: boolean
}

/** All rooms of a server, however many: only the open ones are in memory. */
export interface RoomCatalogue {
  /** Makes the rooms that are missing, in their order; those that are there stay as they are. */
  ensure(rooms: readonly RoomRecord[]): Promise<void>
  find(roomId: string): Promise<CataloguedRoom | undefined>
  /** The next rooms in the order of their positions; fewer than `limit` at the end. */
  page(query: CatalogueQuery): Promise<readonly CataloguedRoom[]>
  /** The next rooms in which seats are taken, in the order of their positions. */
  seated(after: number, limit: number): Promise<readonly CataloguedRoom[]>
  /**
   * The next rooms in which an alarm is due at `before` or earlier, or an effect is still to be carried out, in the order
   * of their positions. An alarm of a room whose last commit is later than that is due too: the clock was set back.
   */
  pending(query: PendingQuery): Promise<readonly CataloguedRoom[]>
}
