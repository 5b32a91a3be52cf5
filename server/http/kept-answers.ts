import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { SocDrawError } from '../protocol/errors.ts'

/** How long an answer is kept, in milliseconds. */
const KEPT_FOR = 24 * 60 * 60_000
/** How many are kept; the earliest goes first. */
const KEPT = 10_000

interface Kept {
  /** Of what was asked, by a secret of this process: a password is in it. */
  readonly print: string
  readonly at: number
  readonly answer: Promise<unknown>
}

/**
 * What requests that name an `Idempotency-Key` were answered: the same one again, whose first answer was lost on its way,
 * takes effect once and gets the same answer, for a day and as long as this process lives. What was refused is tried anew.
 */
export class KeptAnswers {
  readonly #now: () => number
  readonly #secret = randomBytes(32)
  /** By their keys, the earliest first. */
  readonly #kept = new Map<string, Kept>()

  /** @param now in milliseconds since 1970 */
  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /**
   * Does what makes the answer, unless the same request, by its route and what it names there, its key, its token and its body,
   * did so before: then its answer is given, once it is there. A request without a key is done each time.
   * @param make gets what names this request, as every process names it, and no other; undefined where it has no key. By that
   * it finds what a process before this one has made of it. Whoever knows neither the key nor the token cannot guess it.
   * @throws SocDrawError `KEY_REUSED` where another request had the key
   */
  async once<Answer>(request: FastifyRequest, make: (mark: string | undefined) => Promise<Answer>): Promise<Answer> {
    const key = request.headers['idempotency-key']
    if (key === undefined) return make(undefined)
    const { method, routeOptions, headers, params, body = null } = request
    const name = digest([method, routeOptions.url, headers.authorization, key])
    const print = createHmac('sha256', this.#secret)
      .update(JSON.stringify([params, body]))
      .digest('base64url')
    this.#forgetOld()
    const kept = this.#kept.get(name)
    if (kept && kept.print !== print) throw new SocDrawError('KEY_REUSED')
    // One name and print, one route: what it answers.
    if (kept) return kept.answer as Promise<Answer>
    const answer = make(digest([name, params, body]))
    const [earliest] = this.#kept.keys()
    if (this.#kept.size >= KEPT && earliest !== undefined) this.#kept.delete(earliest)
    this.#kept.set(name, { print, at: this.#now(), answer })
    answer.catch(() => {
      if (this.#kept.get(name)?.answer === answer) this.#kept.delete(name)
    })
    return answer
  }

  #forgetOld(): void {
    const since = this.#now() - KEPT_FOR
    for (const [name, { at }] of this.#kept) {
      if (at > since) return
      this.#kept.delete(name)
    }
  }
}

function digest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}
