import { z } from 'zod/mini'
import { MAX_USER_ID } from './check-user.ts'
import { ROLES } from './roles.ts'
import { type RoomOperation, WATCH } from './room-operations.ts'

/** The longest reason of a ban, in characters. */
export const MAX_REASON = 500

const count = z.int().check(z.minimum(1), z.maximum(1_000_000))
const name = z.string().check(z.minLength(1), z.maxLength(100))
const userId = z.string().check(z.minLength(1), z.maxLength(MAX_USER_ID))
/** `min` to start, `max` to be full: within the application's own bounds, which hold where one is not given. */
const players = z.object({ min: z.optional(count), max: z.optional(count) })
const watch = z.enum(WATCH)

/** `POST /api/rooms`: whoever asks owns it. `options` are as the application's schema takes them. */
export const newRoom = z.object({
  application: name,
  name,
  /** Only for whom it is opened to, beside its owner; public by default. */
  private: z.optional(z.boolean()),
  players: z.optional(players),
  watch: z.optional(watch),
  options: z.optional(z.unknown()),
})
export type NewRoom = z.infer<typeof newRoom>

/** `POST /api/play`: the application to play. */
export const playRequest = z.object({ application: name })
export type PlayRequest = z.infer<typeof playRequest>

/** `PATCH /api/rooms/:id`: what is not given stays as it is, and null takes back what was. */
export const roomChange = z.object({
  name: z.optional(name),
  private: z.optional(z.boolean()),
  players: z.optional(z.nullable(players)),
  watch: z.optional(z.nullable(watch)),
  /** Only until it has begun. */
  options: z.optional(z.unknown()),
})
export type RoomChange = z.infer<typeof roomChange>

export const roomParameters = z.object({ id: z.string().check(z.maxLength(100)) })
export type RoomParameters = z.infer<typeof roomParameters>

export const roomUserParameters = z.object({ ...roomParameters.shape, user: userId })
export type RoomUserParameters = z.infer<typeof roomUserParameters>

/** Somebody, by id and by what they are called. */
export const person = z.object({ id: z.string(), name: z.string() })

/** A room as one user sees it. */
export const roomDetail = z.object({
  id: z.string(),
  application: z.string(),
  name: z.string(),
  private: z.boolean(),
  players: z.object({ min: z.number(), max: z.number() }),
  /** Null where its application is not for watching. */
  watch: z.nullable(watch),
  /** As it was set up; null for whoever may not edit it, and where there are none. */
  options: z.unknown(),
  /** Null where the host's code named none. */
  owner: z.nullable(person),
  /** What one is in it. */
  role: z.enum(ROLES),
  /** Whether the host's code names it, or people have made it. */
  origin: z.enum(['host', 'people']),
  status: z.enum(['waiting', 'running', 'paused', 'closed']),
  /** How many users only watch, as those who are there were told last; none where it is archived. */
  watchers: z.number(),
  archived: z.boolean(),
  /** Times are milliseconds since 1970. */
  deletedAt: z.nullable(z.number()),
  madeAt: z.nullable(z.number()),
  /** Rises with each change of what it is set up as. */
  revision: z.number(),
  /** What one may do with it. */
  may: z.readonly(z.array(z.string())),
})

/** A room as one user sees it. */
export type RoomDetail = Readonly<Omit<z.infer<typeof roomDetail>, 'may'>> & { readonly may: readonly RoomOperation[] }

/** The answer of `GET /api/rooms/:id`, and of all that changes a room: as it is then. */
export const roomAnswer = z.object({ room: roomDetail })
export interface RoomAnswer {
  readonly room: RoomDetail
}

/** `PUT /api/rooms/:id/roles/:user`: `owner` hands the room over. */
export const roleChange = z.object({ role: z.enum(ROLES) })
export type RoleChange = z.infer<typeof roleChange>

/** `PUT /api/rooms/:id/invited`: by the name with which one signs in, or by id. */
export const invitedRequest = z.union([
  z.object({ username: z.string().check(z.minLength(1), z.maxLength(200)) }),
  z.object({ user: userId }),
])
export type InvitedRequest = z.infer<typeof invitedRequest>

/** `PUT /api/rooms/:id/bans/:user`: until a time in milliseconds since 1970, or for good. */
export const banRequest = z.object({
  until: z.nullable(z.int().check(z.minimum(0))),
  reason: z.string().check(z.maxLength(MAX_REASON)),
})
export type BanRequest = z.infer<typeof banRequest>

/** The answer of `GET /api/rooms/:id/people`. */
export const peopleAnswer = z.object({
  owner: z.nullable(person),
  moderators: z.readonly(z.array(person)),
  /** Who has a seat now, in the order in which they came. */
  members: z.readonly(z.array(z.object({ ...person.shape, connected: z.boolean() }))),
  /** Null for whoever may not see it, and where the room is public. */
  invited: z.nullable(z.readonly(z.array(person))),
  /** Those in force; null for whoever may not see them. */
  bans: z.nullable(
    z.readonly(
      z.array(
        z.object({
          user: person,
          by: person,
          at: z.number(),
          until: z.nullable(z.number()),
          reason: z.string(),
        }),
      ),
    ),
  ),
})
export type PeopleAnswer = z.infer<typeof peopleAnswer>

/** `GET /api/applications/:name/options`. */
export const applicationParameters = z.object({ name: z.string().check(z.maxLength(100)) })
export type ApplicationParameters = z.infer<typeof applicationParameters>

/** Its answer: what a form for a new room needs to know. */
export const applicationAnswer = z.object({
  /** Whether its rooms have options. */
  options: z.boolean(),
  /** What they are, as JSON Schema 2020-12; null where the schema's library can't say. */
  schema: z.nullable(z.looseObject({})),
  /** The bounds of `players`. */
  players: z.object({ min: z.number(), max: z.number() }),
  /** Whether rooms can be watched. */
  spectators: z.boolean(),
})
export type ApplicationAnswer = z.infer<typeof applicationAnswer>
