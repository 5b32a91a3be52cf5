import { z } from 'zod/mini'
import { COLOR } from './check-user.ts'

/** Longest password taken, in characters: bounds what a stranger can have hashed. */
export const MAX_PASSWORD_LENGTH = 1000

/** Shortest password that an account can have, in characters. */
export const MIN_PASSWORD_LENGTH = 8

/** `color` is absent as long as none is chosen. */
const user = z.object({ id: z.string(), name: z.string(), color: z.exactOptional(z.string()) })

/** `POST /api/sessions`: signs in. */
export const signInRequest = z.object({
  username: z.string().check(z.minLength(1), z.maxLength(200)),
  password: z.string().check(z.minLength(1), z.maxLength(MAX_PASSWORD_LENGTH)),
})
export type SignInRequest = z.infer<typeof signInRequest>

/** Its answer, 201. The token is shown as `Authorization: Bearer …` over HTTP and as `auth.token` to the socket. */
export const signInAnswer = z.object({ token: z.string(), user })
export type SignInAnswer = z.infer<typeof signInAnswer>

/** As much of a link's code as is looked at; every one is shorter. */
const code = z.string().check(z.minLength(1), z.maxLength(200))

/** `POST /api/users`: makes an account; with the `code` of a link where that is needed. Answered as a sign-in. */
export const signUpRequest = z.object({ ...signInRequest.shape, code: z.optional(code) })
export type SignUpRequest = z.infer<typeof signUpRequest>

/** `POST /api/guests`: comes in with a name and no password. Answered as a sign-in. */
export const guestRequest = z.object({ name: signInRequest.shape.username })
export type GuestRequest = z.infer<typeof guestRequest>

/** `POST /api/links/look`: what a link is for, which is not used by that. */
export const linkQuestion = z.object({ code })
export type LinkQuestion = z.infer<typeof linkQuestion>

/** Its answer. `reset` sets the password of `username`, `set-up` makes the first administrator, `invitation` an account. */
export const linkAnswer = z.object({
  kind: z.enum(['reset', 'set-up', 'invitation']),
  username: z.nullable(z.string()),
  expiresAt: z.number(),
})
export type LinkAnswer = z.infer<typeof linkAnswer>

/** `POST /api/links/reset`: sets the password, and is answered as a sign-in. */
export const resetRequest = z.object({ code, password: signInRequest.shape.password })
export type ResetRequest = z.infer<typeof resetRequest>

/** `POST /api/users/:name/reset-link`. */
export const userParameters = z.object({ name: z.string().check(z.minLength(1), z.maxLength(200)) })
export type UserParameters = z.infer<typeof userParameters>

/** `PATCH /api/users/:name`, by administrators. */
export const userChange = z.object({ disabled: z.boolean() })
export type UserChange = z.infer<typeof userChange>

/** What administrators see of others' accounts. */
export const userAnswer = z.object({
  user: z.object({
    id: z.string(),
    name: z.string(),
    username: z.string(),
    roles: z.array(z.string()),
    /** Null for old accounts; in milliseconds since 1970. */
    createdAt: z.nullable(z.number()),
    disabled: z.boolean(),
    /** Another one after each change; within quotes it is the `ETag`. */
    revision: z.string(),
  }),
})
export type UserAnswer = z.infer<typeof userAnswer>

/** A link that was made: `path` is its address below the server's origin. It is told this once. */
export const madeLinkAnswer = z.object({ code: z.string(), path: z.string(), expiresAt: z.number() })
export type MadeLinkAnswer = z.infer<typeof madeLinkAnswer>

/** What a user sees of their own account. `color` is null until one is chosen, `createdAt` for old accounts; times are milliseconds since 1970. */
const ownUser = z.object({
  id: z.string(),
  name: z.string(),
  username: z.string(),
  roles: z.array(z.string()),
  color: z.nullable(z.string()),
  createdAt: z.nullable(z.number()),
})

/** What a request that makes something may name, so that it takes effect once however often it is sent. */
export const onceHeaders = z.looseObject({
  'idempotency-key': z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
})

/** What a request that changes something may name: the `ETag` of what is to be changed, and nothing else. */
export const matchHeaders = z.looseObject({ 'if-match': z.optional(z.string().check(z.maxLength(1000))) })

/** The answer of `GET /api/account`, and of `PATCH`, which changes what is given. */
export const accountAnswer = z.object({ user: ownUser })
export type AccountAnswer = z.infer<typeof accountAnswer>

/** `PATCH /api/account`. */
export const accountChange = z.object({
  name: z.optional(z.string().check(z.maxLength(200))),
  color: z.optional(z.string().check(z.regex(COLOR))),
})
export type AccountChange = z.infer<typeof accountChange>

const password = z.string().check(z.minLength(1), z.maxLength(MAX_PASSWORD_LENGTH))

/** `PUT /api/account/password`: 204, and all other sessions have ended. */
export const newPassword = z.object({ old: password, wanted: password })
export type NewPassword = z.infer<typeof newPassword>

/** `POST /api/account/deletion`: 204, and there is no such account any more. */
export const accountDeletion = z.object({ password })
export type AccountDeletion = z.infer<typeof accountDeletion>

const DAY = 24 * 60 * 60 * 1000

/** `POST /api/invitations`: a link by which so many make accounts. `lifetime` is in milliseconds; a week, and one, by default. */
export const invitationRequest = z.object({
  uses: z.optional(z.int().check(z.minimum(1), z.maximum(1000))),
  lifetime: z.optional(z.int().check(z.minimum(60_000), z.maximum(30 * DAY))),
})
export type InvitationRequest = z.infer<typeof invitationRequest>

/** How long an invitation lasts unless it is said, in milliseconds. */
export const INVITATION_LIFETIME = 7 * DAY

const invitation = z.object({ id: z.string(), expiresAt: z.number(), usesLeft: z.number() })

/** Its answer: the invitation, and its link, which is told this once. */
export const madeInvitationAnswer = z.object({ ...invitation.shape, ...madeLinkAnswer.shape })
export type MadeInvitationAnswer = z.infer<typeof madeInvitationAnswer>

/** The answer of `GET /api/invitations`: those that can be used, the last first. */
export const invitationsAnswer = z.object({
  invitations: z.array(z.object({ ...invitation.shape, madeBy: z.nullable(z.string()), madeAt: z.number() })),
})
export type InvitationsAnswer = z.infer<typeof invitationsAnswer>

/** The answer of `GET /api/account/sessions`. `begunAt` is 0 where that is not known, `address` and `browser` are empty. */
export const sessionsAnswer = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      begunAt: z.number(),
      usedAt: z.number(),
      expiresAt: z.number(),
      endsAt: z.number(),
      address: z.string(),
      browser: z.string(),
      /** Whether it is the one that asks. */
      own: z.boolean(),
    }),
  ),
})
export type SessionsAnswer = z.infer<typeof sessionsAnswer>

/** `DELETE /api/account/sessions/:id`, `DELETE /api/invitations/:id`. */
export const sessionParameters = z.object({ id: z.string().check(z.maxLength(100)) })
export type SessionParameters = z.infer<typeof sessionParameters>

/** `GET /api/site`: what a page can offer before anybody signed in. `demo` is null outside of development. */
export const siteAnswer = z.object({
  /** Whether anybody may make an account, by `POST /api/users`. */
  signUp: z.optional(z.boolean()),
  /** Whether whoever has no account comes in with a name, by `POST /api/guests`. */
  guests: z.optional(z.boolean()),
  /** Who may make rooms, by `POST /api/rooms`: administrators may wherever anybody may. Absent where nobody does by HTTP. */
  makeRooms: z.optional(z.enum(['guests', 'everyone', 'moderators', 'administrators'])),
  applications: z.readonly(z.array(z.object({ name: z.string(), title: z.string() }))),
  demo: z.nullable(z.object({ users: z.readonly(z.array(z.object({ username: z.string() }))), password: z.string() })),
})
export type SiteAnswer = z.infer<typeof siteAnswer>

/** The answer of `GET /healthz`, outside of `/api`. */
export const upAnswer = z.object({ up: z.literal(true) })
export type UpAnswer = z.infer<typeof upAnswer>

/** The answer of `GET /readyz`: 200. */
export const readyAnswer = z.object({ ready: z.literal(true) })
export type ReadyAnswer = z.infer<typeof readyAnswer>

/** The answer of `GET /readyz` while it cannot serve: 503, in words. */
export const notReadyAnswer = z.object({ ready: z.literal(false), reason: z.string() })
export type NotReadyAnswer = z.infer<typeof notReadyAnswer>

/** The body of every answer over HTTP that is not a success. */
export const errorAnswer = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    /** Whether the very same request may succeed later. */
    retryable: z.boolean(),
    /** In how many milliseconds, and not sooner. */
    retryAfter: z.exactOptional(z.number()),
  }),
})
export type ErrorAnswer = z.infer<typeof errorAnswer>
