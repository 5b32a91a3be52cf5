import type { AnyRoomFilter } from '../../protocol/room-filter.ts'

/** What rooms are looked for by. */
export interface RoomSearch {
  readonly application?: string | undefined
  /** The id of who looks: they find the rooms for everyone, and those for them. */
  readonly user: string
  /** Whether they find all others too. */
  readonly all: boolean
  /** Only those that are for everyone, or only those that are for who looks and not for everyone; without a filter, and not for `all`. */
  readonly part?: 'everyones' | 'theirs' | undefined
  /** Each of its words begins one of the words of the room’s name, whatever the case and accents; empty: every name. */
  readonly search: string
  /** `every`: archived and deleted ones are among them. */
  readonly filter?: AnyRoomFilter | undefined
  /** Those after this place. */
  readonly after?: RoomPlace | undefined
  readonly limit: number
}

/** Where a room stood in the order of what was found. */
export interface RoomPlace {
  readonly rank: number
  readonly position: number
}
