import type { Pool } from 'pg'
import { databaseErrorOf } from './database-error.ts'

/** How long an answer counts, and how long one is waited for, in milliseconds. */
const FRESH = 1000

/** Whether a database answers. It is asked when somebody asks, and once for all who ask within a second. */
export class Reachability {
  readonly #pool: Pool
  readonly #url: string
  readonly #now: () => number
  readonly #asked = new Map<boolean, { readonly at: number; readonly answer: Promise<string | undefined> }>()

  constructor(pool: Pool, url: string, now: () => number) {
    this.#pool = pool
    this.#url = url
    this.#now = now
  }

  /** See `Store.check`. */
  check(thoroughly: boolean): Promise<string | undefined> {
    const last = this.#asked.get(thoroughly)
    // The machine's clock may have been set back since.
    if (last && Math.abs(this.#now() - last.at) < FRESH) return last.answer
    const answer = this.#ask(thoroughly)
    this.#asked.set(thoroughly, { at: this.#now(), answer })
    return answer
  }

  async #ask(thoroughly: boolean): Promise<string | undefined> {
    const late = new Error('timeout: it has not answered for a second')
    let timer: NodeJS.Timeout | undefined
    const ends = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(late), FRESH)
    })
    try {
      const asked = this.#pool.query(thoroughly ? "UPDATE meta SET value = value WHERE name = 'database'" : 'SELECT 1')
      await Promise.race([asked, ends])
      return undefined
    } catch (error) {
      return databaseErrorOf(error, this.#url).message
    } finally {
      clearTimeout(timer)
    }
  }
}
