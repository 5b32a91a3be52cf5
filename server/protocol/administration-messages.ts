import { z } from 'zod/mini'
import { userAnswer } from './http-messages.ts'

/** How many users one answer tells of, unless it is said, and at most. */
export const USERS_AT_ONCE = 50
export const MOST_USERS_AT_ONCE = 200

/** A number in an address, of so many digits at most. */
const digits = (most: number) => z.string().check(z.regex(new RegExp(`^[0-9]{1,${most}}$`)))

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
