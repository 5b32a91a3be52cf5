import { SocDrawError } from '../../protocol/errors.ts'
import type { ActAnswer, Answer, ClientStanding } from '../../protocol/events.ts'
import { MAX_KEPT_ANSWERS, MAX_UNANSWERED } from '../../protocol/limits.ts'
import { jsonSize } from '../../state/json-size.ts'
import { KEPT_FOR, type StoredAnswer } from '../log/room-log.ts'

/** How often the log is told that a silent client is still there, in milliseconds. */
export const TOUCHED_EVERY = KEPT_FOR / 2
/** The log's word of when a client was last there may be that old. */
const FORGOTTEN_AFTER = KEPT_FOR + TOUCHED_EVERY

/** With every so many clients of a user, those who are long gone are forgotten. */
const SWEEP_EVERY = 16

/** How many clients of one user a room remembers, so that pages opened in a loop can't fill the memory. */
const MAX_CLIENTS = 1000

interface Done {
  readonly digest: string
  readonly answer: Answer<ActAnswer>
  /** The answer's, in characters of JSON. */
  readonly size: number
  durable: boolean
}

interface Cursor {
  last: number
  confirmed: number
  usedAt: number
  /** What the log knows as the time of its last use. */
  loggedAt: number
  /** How many connections are in the room under this name. */
  connections: number
  /** The id of that one of them which entered last. */
  holder: string | undefined
  /** The answers from `confirmed` on, by number, and their size together. */
  readonly done: Map<number, Done>
  size: number
}

/** What became of an action's number. */
export type Verdict =
  | { readonly kind: 'next' }
  /** The same action was done: this was and is its answer. */
  | { readonly kind: 'done'; readonly answer: Answer<ActAnswer> }
  /** Past the next number; another action under a number that is done; or one whose answer is no longer kept. */
  | { readonly kind: 'refused'; readonly code: 'OUT_OF_ORDER' | 'NUMBER_REUSED' | 'OUTCOME_UNKNOWN' }

/**
 * How far each client's numbered actions are done, per (user, client) of one room: an action sent again gets its first
 * answer again, and takes effect once; the next number is taken; a later one has to wait.
 */
export class Cursors {
  readonly #users = new Map<string, Map<string, Cursor>>()

  /** Whether anything is remembered of the client. */
  knows(user: string, client: string): boolean {
    return this.#users.get(user)?.has(client) ?? false
  }

  /** A connection of the client is in the room: it is remembered as long as that is so, and a day longer. */
  enter(user: string, client: string, now: number): void {
    this.#cursor(user, client, now).connections++
  }

  /**
   * From now on only this connection acts under the name. What an earlier one of the client had on its way may arrive
   * yet, after the client was told that it never will.
   */
  hold(user: string, client: string, connectionId: string): void {
    const cursor = this.#users.get(user)?.get(client)
    if (cursor) cursor.holder = connectionId
  }

  /** Whether this connection is the one that acts under the name. */
  isHeldBy(user: string, client: string, connectionId: string): boolean {
    return this.#users.get(user)?.get(client)?.holder === connectionId
  }

  /**
   * The records that tell the log who is still there, of clients that it has heard nothing of for long. Forgets those who
   * have been away for longer than they are kept.
   */
  touch(now: number): StoredAnswer[] {
    const touched: StoredAnswer[] = []
    for (const [user, clients] of this.#users) {
      forgetGone(clients, now)
      if (clients.size === 0) this.#users.delete(user)
      for (const [client, cursor] of clients) {
        if (cursor.connections === 0 || now - cursor.loggedAt < TOUCHED_EVERY) continue
        cursor.loggedAt = now
        touched.push({ user, client, seq: cursor.last, digest: '', confirmed: cursor.confirmed, at: now })
      }
    }
    return touched
  }

  /** The client's connection is no longer in the room. */
  leave(user: string, client: string, now: number): void {
    const cursor = this.#users.get(user)?.get(client)
    if (!cursor) return
    cursor.connections = Math.max(0, cursor.connections - 1)
    cursor.usedAt = now
  }

  /** Judges a number against what was done. */
  judge(by: { user: string; client: string; now: number }, seq: number, digest: string): Verdict {
    const cursor = this.#cursor(by.user, by.client, by.now)
    if (seq === cursor.last + 1) return { kind: 'next' }
    if (seq > cursor.last) return { kind: 'refused', code: 'OUT_OF_ORDER' }
    const done = cursor.done.get(seq)
    if (!done) return { kind: 'refused', code: 'OUTCOME_UNKNOWN' }
    if (done.digest !== digest) return { kind: 'refused', code: 'NUMBER_REUSED' }
    return { kind: 'done', answer: done.answer }
  }

  /** The client has seen every answer up to number `confirmed`: they need not be kept. Numbers not done are ignored. */
  confirm(user: string, client: string, confirmed: number): void {
    const cursor = this.#users.get(user)?.get(client)
    if (cursor) forget(cursor, Math.min(confirmed, cursor.last))
  }

  /** Takes the next number as done. Returns the record for the log. */
  done(
    by: { user: string; client: string; now: number },
    seq: number,
    digest: string,
    answer: Answer<ActAnswer>,
  ): StoredAnswer {
    const cursor = this.#users.get(by.user)?.get(by.client)
    if (!cursor) throw new Error('a number was done for a client that was never judged')
    cursor.last = seq
    keep(cursor, seq, { digest, answer, durable: false })
    cursor.loggedAt = by.now
    return { user: by.user, client: by.client, seq, digest, answer, confirmed: cursor.confirmed, at: by.now }
  }

  /** The log holds the answer: it may be told. */
  stored(user: string, client: string, seq: number): void {
    const done = this.#users.get(user)?.get(client)?.done.get(seq)
    if (done) done.durable = true
  }

  /** What a client may be told of its actions now: only what is durable. */
  standing(user: string, client: string, known: boolean): ClientStanding {
    const cursor = this.#users.get(user)?.get(client)
    if (!cursor) return { known, last: 0, answers: [] }
    const answers = [...cursor.done].filter(([, { durable }]) => durable).map(([seq, { answer }]) => ({ seq, answer }))
    return { known, last: answers.at(-1)?.seq ?? cursor.confirmed, answers }
  }

  /** Begins anew from what the log holds. Connections are told of again by `enter`. */
  restore(stored: readonly StoredAnswer[]): void {
    this.#users.clear()
    for (const { user, client, seq, digest, answer, confirmed, at } of stored) {
      const cursor = this.#cursor(user, client, at)
      cursor.last = Math.max(cursor.last, seq)
      if (answer) keep(cursor, seq, { digest, answer, durable: true })
      forget(cursor, Math.min(confirmed, cursor.last))
    }
  }

  #cursor(user: string, client: string, now: number): Cursor {
    const clients = this.#users.get(user) ?? new Map<string, Cursor>()
    this.#users.set(user, clients)
    const known = clients.get(client)
    if (known) {
      known.usedAt = now
      return known
    }
    if (clients.size % SWEEP_EVERY === 0 || clients.size >= MAX_CLIENTS) makeSpace(clients, now)
    const cursor: Cursor = {
      last: 0,
      confirmed: 0,
      usedAt: now,
      loggedAt: now,
      connections: 0,
      holder: undefined,
      done: new Map(),
      size: 0,
    }
    clients.set(client, cursor)
    return cursor
  }
}

/**
 * Forgets who was not there for a day; and, where there are still too many, who was not there for longest: a client that
 * says it has sent something is told that its outcome is unknown, and never taken for a new one.
 * @throws SocDrawError `RATE_LIMITED` when all of them are there
 */
function makeSpace(clients: Map<string, Cursor>, now: number): void {
  forgetGone(clients, now)
  if (clients.size < MAX_CLIENTS) return
  const away = [...clients].filter(([, { connections }]) => connections === 0)
  const [oldest] = away.sort(([, one], [, other]) => one.usedAt - other.usedAt)
  if (!oldest) throw new SocDrawError('RATE_LIMITED', 'Too many pages are open in this room.')
  clients.delete(oldest[0])
}

function forgetGone(clients: Map<string, Cursor>, now: number): void {
  for (const [name, { connections, usedAt }] of clients) {
    if (connections === 0 && now - usedAt > FORGOTTEN_AFTER) clients.delete(name)
  }
}

/** A client that never confirms loses its oldest answers; what they did is still never done again. */
function keep(cursor: Cursor, seq: number, done: Omit<Done, 'size'>): void {
  const size = jsonSize(done.answer)
  cursor.size += size - (cursor.done.get(seq)?.size ?? 0)
  cursor.done.set(seq, { ...done, size })
  for (const oldest of cursor.done.keys()) {
    const tooMany = cursor.done.size > MAX_UNANSWERED || cursor.size > MAX_KEPT_ANSWERS
    if (!tooMany || oldest === seq) break
    forget(cursor, oldest)
  }
}

function forget(cursor: Cursor, upTo: number): void {
  for (let seq = cursor.confirmed + 1; seq <= upTo; seq++) {
    cursor.size -= cursor.done.get(seq)?.size ?? 0
    cursor.done.delete(seq)
  }
  cursor.confirmed = Math.max(cursor.confirmed, upTo)
}
