import { z } from 'zod/mini'
import { userAnswer } from './http-messages.ts'

/** How many users one answer tells of, unless it is said, and at most. */
export const USERS_AT_ONCE = 50
export const MOST_USERS_AT_ONCE = 200

/** A number in an address, of so many digits at most. */
export const digits = (most: number) => z.string().check(z.regex(new RegExp(`^[0-9]{1,${most}}$`)))

/** `GET /api/users`: those whose names have words that begin with what is looked for. */
export const usersQuery = z.object({
  search: z.optional(z.string().check(z.maxLength(200))),
  /** The `next` of the answer before. */
  after: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(digits(3)),
})
export type UsersQuery = z.infer<typeof usersQuery>

/** Its answer, by usernames; `next` is null where there are no more. */
export const usersAnswer = z.object({ users: z.array(userAnswer.shape.user), next: z.nullable(z.string()) })
export type UsersAnswer = z.infer<typeof usersAnswer>

/** `PUT /api/users/:name/roles`: these and no others. */
export const rolesChange = z.object({
  roles: z.array(z.enum(['administrator', 'moderator'])).check(z.maxLength(2)),
})
export type RolesChange = z.infer<typeof rolesChange>

const time = digits(15)

/** Which entries of the audit log are meant: who did it and to whom, by username or id; `what` such as `room.ban`, or `room`. */
export const auditFilter = z.object({
  who: z.optional(z.string().check(z.maxLength(300))),
  what: z.optional(z.string().check(z.regex(/^[a-z-]+(\.[a-zA-Z-]+)?$/), z.maxLength(50))),
  user: z.optional(z.string().check(z.maxLength(300))),
  room: z.optional(z.string().check(z.maxLength(200))),
  /** Not before this time, and before that one, in milliseconds since 1970. */
  since: z.optional(time),
  until: z.optional(time),
})
export type AuditQuestion = z.infer<typeof auditFilter>

/** How many entries one answer tells of, unless it is said, and at most. */
export const ENTRIES_AT_ONCE = 50
export const MOST_ENTRIES_AT_ONCE = 200

/** `GET /api/audit`, those that are meant, the newest first; `after` is the `next` of the answer before. */
export const auditQuery = z.object({ ...auditFilter.shape, after: z.optional(time), limit: z.optional(digits(3)) })
export type AuditQuery = z.infer<typeof auditQuery>

/** Somebody whom an entry names; without a name where they are no account’s user. */
const named = z.object({ id: z.string(), name: z.nullable(z.string()) })

export const auditEntry = z.object({
  at: z.number(),
  by: named,
  what: z.string(),
  room: z.nullable(z.string()),
  user: z.nullable(named),
  /** JSON of the operation’s own; null where there is nothing more to say. */
  details: z.unknown(),
})
export type AuditAnswerEntry = z.infer<typeof auditEntry>

/** Its answer; `next` is null where there are no more. */
export const auditAnswer = z.object({ entries: z.array(auditEntry), next: z.nullable(z.string()) })
export type AuditAnswer = z.infer<typeof auditAnswer>

/** `GET /api/audit/export`: all that are meant, an entry a line; a table where it is said. */
export const auditExport = z.object({ ...auditFilter.shape, format: z.optional(z.enum(['ndjson', 'csv'])) })
export type AuditExport = z.infer<typeof auditExport>
