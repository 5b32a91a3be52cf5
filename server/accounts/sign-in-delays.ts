import { createHash } from 'node:crypto'
import type { Clock } from '../protocol/clock.ts'
import { ERRORS, SocDrawError } from '../protocol/errors.ts'
import type { FailureStore, Failures } from './ports.ts'
import { createTaskGate } from './task-gate.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE

/** So many wrong passwords are free; after each further one there is a wait, twice as long each time, up to the longest. */
interface Rule {
  readonly free: number
  readonly first: number
  readonly longest: number
}

/**
 * A person who mistypes meets the first one only. What all of an address share, and all who try one name, is slowed so
 * little that nobody can keep somebody else out for longer than a minute; it still leaves some ten thousand guesses a day.
 */
const RULES = {
  nameFromAddress: { free: 5, first: 2 * SECOND, longest: 5 * MINUTE },
  address: { free: 30, first: SECOND, longest: MINUTE },
  name: { free: 100, first: SECOND, longest: 10 * SECOND },
} as const satisfies Record<string, Rule>

const RULE_ORDER = [RULES.nameFromAddress, RULES.address, RULES.name]

/** Wrong passwords are forgotten when there were none for so long, in milliseconds. */
const FORGOTTEN_AFTER = DAY
const MOST_KEPT = 100_000
/** How many are counted between two looks at how many are kept. */
const TRIMMED_EVERY = 1000
const LOOKING_UP = 200

/** Who tries a password, and from where. */
export interface Attempt {
  /** In canonical form; of somebody, or of nobody. */
  readonly username: string
  readonly address: string
  /** Whether this user has signed in from there before: then what others try elsewhere does not slow them. */
  readonly known: boolean
}

export interface SignInDelays {
  /**
   * Does what `check` does, and counts an answer of undefined as a wrong password. An attempt counts from its beginning
   * until it proves right: many at once get no further than one after the other.
   * @throws SocDrawError `TOO_MANY_ATTEMPTS` with `retryAfter`, before anything is checked; what `check` throws, uncounted
   */
  attempt<Result>(attempt: Attempt, check: () => Promise<Result | undefined>): Promise<Result | undefined>
}

interface Parts {
  readonly store: FailureStore
  readonly clock: Clock
}

/** Delays that grow with wrong passwords, kept in a store: the end of the process makes nobody forget them. */
export function createSignInDelays({ store, clock }: Parts): SignInDelays {
  // One at a time: what is looked at is counted before the next one looks.
  const gate = createTaskGate({
    running: 1,
    waiting: LOOKING_UP,
    full: () => new SocDrawError('TOO_MANY_ATTEMPTS'),
  })
  let counted = 0

  const count = async (keys: readonly string[], known: boolean): Promise<void> => {
    const now = clock.now()
    const found = await store.failuresOf(keys)
    const waits = RULE_ORDER.map((rule, at) => (known && rule === RULES.name ? 0 : waitFor(rule, found[at], now)))
    const wait = Math.max(...waits)
    if (wait > 0) throw tooMany(wait)
    for (const [at, key] of keys.entries()) if (isForgotten(found[at], now)) await store.forgetFailures(key)
    if (counted % TRIMMED_EVERY === 0) await store.trimFailures(now - FORGOTTEN_AFTER, MOST_KEPT)
    counted += 1
    await store.addFailure(keys, now)
  }

  return {
    async attempt({ username, address, known }, check) {
      const keys = [keyOf('pair', username, address), keyOf('address', address), keyOf('name', username)]
      await gate(() => count(keys, known))
      const result = await check().catch(async (error: unknown) => {
        await store.takeFailureBack(keys)
        throw error
      })
      if (result === undefined) return undefined
      await store.takeFailureBack(keys)
      await store.forgetFailures(keys[0] ?? '')
      return result
    },
  }
}

/** What is typed as a name may be a password: none of it is kept in words. */
function keyOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}

function isForgotten(failures: Failures | undefined, now: number): boolean {
  return failures !== undefined && now - failures.at >= FORGOTTEN_AFTER
}

/** In milliseconds from now. */
function waitFor({ free, first, longest }: Rule, failures: Failures | undefined, now: number): number {
  if (!failures || failures.count < free || isForgotten(failures, now)) return 0
  const delay = Math.min(longest, first * 2 ** (failures.count - free))
  return Math.max(0, failures.at + delay - now)
}

function tooMany(wait: number): SocDrawError {
  const seconds = Math.ceil(wait / SECOND)
  const when =
    seconds < 90 ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'}` : `${Math.ceil(seconds / 60)} minutes`
  const { retryable } = ERRORS.TOO_MANY_ATTEMPTS
  const message = `Too many attempts. Please try again in ${when}.`
  return new SocDrawError({ code: 'TOO_MANY_ATTEMPTS', message, retryable, retryAfter: Math.ceil(wait) })
}
