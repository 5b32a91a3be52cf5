import { z } from 'zod/mini'

const DAY = 24 * 60 * 60 * 1000

/** How long a link into a room lasts unless it is said, in milliseconds. */
export const ROOM_LINK_LIFETIME = 7 * DAY

const user = z.object({ id: z.string(), name: z.string() })

/** `POST /api/rooms/:id/links`: a link by which so many come in. `lifetime` is in milliseconds; a week, and one, by default. */
export const roomLinkRequest = z.object({
  uses: z.optional(z.int().check(z.minimum(1), z.maximum(1000))),
  lifetime: z.optional(z.int().check(z.minimum(60_000), z.maximum(30 * DAY))),
})
export type RoomLinkRequest = z.infer<typeof roomLinkRequest>

const roomLink = z.object({ id: z.string(), expiresAt: z.number(), usesLeft: z.number() })

/** Its answer: the link, and its code and address, which are told this once. */
export const madeRoomLinkAnswer = z.object({ ...roomLink.shape, code: z.string(), path: z.string() })
export type MadeRoomLinkAnswer = z.infer<typeof madeRoomLinkAnswer>

/** The answer of `GET /api/rooms/:id/links`: those that can be used, the last first. `madeBy` is null for one who is no more. */
export const roomLinksAnswer = z.object({
  links: z.array(z.object({ ...roomLink.shape, madeAt: z.number(), madeBy: z.nullable(user) })),
})
export type RoomLinksAnswer = z.infer<typeof roomLinksAnswer>

/** `DELETE /api/rooms/:id/links/:link`. */
export const roomLinkParameters = z.object({
  id: z.string().check(z.maxLength(200)),
  link: z.string().check(z.maxLength(100)),
})
export type RoomLinkParameters = z.infer<typeof roomLinkParameters>

/** `POST /api/room-links/look`, which does not use it, and `/use`. */
export const roomLinkQuestion = z.object({ code: z.string().check(z.minLength(1), z.maxLength(200)) })
export type RoomLinkQuestion = z.infer<typeof roomLinkQuestion>

/** Their answer: the room that the link leads into, and whether whoever asks may enter it without. */
export const roomLinkAnswer = z.object({
  room: z.object({ id: z.string(), name: z.string(), application: z.string() }),
  mayEnter: z.boolean(),
})
export type RoomLinkAnswer = z.infer<typeof roomLinkAnswer>

/** The answer of `POST /api/rooms/:id/knock`: 202, which says nothing. */
export const heardAnswer = z.object({})

/** The answer of `GET /api/rooms/:id/knocks`: who asks to be let in, the first first; `at` in milliseconds since 1970. */
export const knocksAnswer = z.object({ knocks: z.array(z.object({ user, at: z.number() })) })
export type KnocksAnswer = z.infer<typeof knocksAnswer>

/** `POST /api/rooms/:id/knocks/:user`. */
export const knockParameters = z.object({
  id: z.string().check(z.maxLength(200)),
  user: z.string().check(z.maxLength(200)),
})
export type KnockParameters = z.infer<typeof knockParameters>

export const knockReply = z.object({ admit: z.boolean() })
export type KnockReply = z.infer<typeof knockReply>
