import { z } from 'zod/mini'
import { digits } from './administration-messages.ts'
import { MAX_SEARCH_LENGTH } from './limits.ts'
import { LIST_FILTERS } from './room-filter.ts'
import { person, roomDetail } from './rooms-messages.ts'

/** How many rooms are told at once unless it is said, and at most. */
export const ROOMS_AT_ONCE = 50
export const MOST_ROOMS_AT_ONCE = 100

/** `GET /api/rooms`: see `RoomFilter`; of all applications unless one is named. */
export const roomsQuery = z.object({
  application: z.optional(z.string().check(z.maxLength(100))),
  search: z.optional(z.string().check(z.maxLength(MAX_SEARCH_LENGTH))),
  filter: z.optional(z.enum([...LIST_FILTERS, 'deleted'])),
  /** The `next` of the answer before. */
  after: z.optional(z.string().check(z.maxLength(40))),
  limit: z.optional(digits(3)),
})
export type RoomsQuery = z.infer<typeof roomsQuery>

const {
  id,
  application,
  name,
  private: isPrivate,
  players,
  origin,
  status,
  watchers,
  archived,
  deletedAt,
} = roomDetail.shape
const listedRoom = z.object({
  ...{ id, application, name, private: isPrivate, players, origin, status, watchers, archived, deletedAt },
  /** How many have a seat in it. */
  members: z.number(),
})

/** Its answer: those first in which something happened last, with the filter `waiting` the fullest. `next` is null at the end: a page may have few rooms, or none, and others follow. */
export const roomsAnswer = z.object({ rooms: z.readonly(z.array(listedRoom)), next: z.nullable(z.string()) })
export type RoomsAnswer = Readonly<z.infer<typeof roomsAnswer>>
export type RoomInList = RoomsAnswer['rooms'][number]

/** `GET /api/administration/rooms`: all rooms that there are, those of the host’s code too, archived and deleted ones unless a filter says otherwise. */
export const allRoomsQuery = z.object({
  ...roomsQuery.shape,
  filter: z.optional(z.enum(['running', 'waiting', 'archived', 'deleted'])),
})
export type AllRoomsQuery = z.infer<typeof allRoomsQuery>

const administeredRoom = z.object({
  ...listedRoom.shape,
  /** Null where there is none. Of whom nothing else is known, the id is the name. */
  owner: z.nullable(person),
  madeAt: roomDetail.shape.madeAt,
})

/** Its answer, in the order of `roomsAnswer`. */
export const allRoomsAnswer = z.object({ rooms: z.readonly(z.array(administeredRoom)), next: z.nullable(z.string()) })
export type AllRoomsAnswer = Readonly<z.infer<typeof allRoomsAnswer>>
export type AdministeredRoom = AllRoomsAnswer['rooms'][number]
