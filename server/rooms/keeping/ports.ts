import type { RoomOperation } from '../../protocol/room-operations.ts'
import type { CataloguedRoom } from '../log/room-catalogue.ts'
import type { Account } from '../ports.ts'

/** Who may do what with rooms that are there, and make others; the accounts' side of the keeping. */
export interface RoomRights {
  mayMake(user: Account): boolean
  may(user: Account, operation: RoomOperation, room: CataloguedRoom): boolean
  /** Whether the user may ask to be let in: may not enter, and is not banned. */
  mayKnock(user: Account, room: CataloguedRoom): boolean
  /** Whether the user, who may remove and ban, may do so with this one. */
  mayActOn(user: Account, target: string, room: CataloguedRoom): boolean
}

/** Who does it: null for the host's own code, which may do everything. */
export type By = Account | null

/** A room as it is to be made. */
export interface NewRoom {
  readonly application: string
  readonly name: string
  /** Whether only those may enter who are invited. Everybody may unless told. */
  readonly private?: boolean | undefined
  readonly players?: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined
  readonly watch?: 'nobody' | 'members' | 'entrants' | 'everybody' | undefined
  readonly options?: unknown
}

/** What of a room is to be another thing: null takes back what it was given. */
export interface RoomEdit {
  readonly name?: string | undefined
  readonly private?: boolean | undefined
  readonly players?: NewRoom['players'] | null
  readonly watch?: NewRoom['watch'] | null
  /** Only until it has begun. */
  readonly options?: unknown
}

/** For how long, and why. */
export interface BanTerms {
  /** Milliseconds since 1970; null for good. */
  readonly until: number | null
  /** 500 characters at most. */
  readonly reason: string
}
