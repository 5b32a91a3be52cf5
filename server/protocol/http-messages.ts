import { z } from 'zod/mini'

/** Longest password taken, in characters: bounds what a stranger can have hashed. */
export const MAX_PASSWORD_LENGTH = 1000

const user = z.object({ id: z.string(), name: z.string() })

/** `POST /api/sessions`: signs in. */
export const signInRequest = z.object({
  username: z.string().check(z.minLength(1), z.maxLength(200)),
  password: z.string().check(z.minLength(1), z.maxLength(MAX_PASSWORD_LENGTH)),
})
export type SignInRequest = z.infer<typeof signInRequest>

/** Its answer, 201. The token is shown as `Authorization: Bearer …` over HTTP and as `auth.token` to the socket. */
export const signInAnswer = z.object({ token: z.string(), user })
export type SignInAnswer = z.infer<typeof signInAnswer>

/** `GET /api/site`: what a page can offer before anybody signed in. `demo` is null outside of development. */
export const siteAnswer = z.object({
  applications: z.readonly(z.array(z.object({ name: z.string(), title: z.string() }))),
  demo: z.nullable(z.object({ users: z.readonly(z.array(z.object({ username: z.string() }))), password: z.string() })),
})
export type SiteAnswer = z.infer<typeof siteAnswer>

/** The body of every answer over HTTP that is not a success. */
export const errorAnswer = z.object({
  error: z.object({ code: z.string(), message: z.string(), retryable: z.boolean() }),
})
export type ErrorAnswer = z.infer<typeof errorAnswer>
