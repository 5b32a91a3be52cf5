import type { Clock } from '../../server/protocol/clock.ts'
import type { PresenceChanges } from '../../server/protocol/events.ts'
import { MAX_PRESENCE_SIZE } from '../../server/protocol/limits.ts'
import { packPayload } from '../../server/protocol/pack-payload.ts'
import type { Json } from '../../server/state/json.ts'

/** The least time between two values that are sent, in milliseconds: 10 a second. */
const INTERVAL = 100

/**
 * What the members of a room show that is not state, and what this user shows. Of several values within an interval only
 * the last is sent; what is shown is sent again on every new connection, since the room forgets it with the old one.
 */
export class PresenceBoard {
  readonly #clock: Clock
  readonly #send: (value: unknown) => void
  #values: ReadonlyMap<string, Json> = new Map()
  #own: { readonly value: unknown } | undefined
  #in = false
  #sentAt = Number.NEGATIVE_INFINITY
  #cancel: (() => void) | undefined

  constructor(clock: Clock, send: (value: unknown) => void) {
    this.#clock = clock
    this.#send = send
  }

  /** A new map at each change. */
  get values(): ReadonlyMap<string, Json> {
    return this.#values
  }

  /** Takes a copy of `value` as it is now: it is sent later, perhaps often. @throws SocDrawError see `packPayload` */
  present(value: unknown): void {
    this.#own = { value: packPayload(value, MAX_PRESENCE_SIZE) }
    this.#sendSoon()
  }

  /** In the room, where these are shown. */
  entered(values: PresenceChanges): void {
    this.#values = new Map(Object.entries(values))
    this.#in = true
    if (this.#own) this.#sendSoon()
  }

  changed(changes: PresenceChanges): void {
    const values = new Map(this.#values)
    for (const [userId, value] of Object.entries(changes)) {
      if (value === null) values.delete(userId)
      else values.set(userId, value)
    }
    this.#values = values
  }

  /** Nothing is shown any more, also not on the next connection. */
  withdraw(): void {
    this.#own = undefined
    this.#cancel?.()
    this.#cancel = undefined
  }

  /** Out of the room, or without a connection: nobody knows what is shown now. */
  down(): void {
    this.#in = false
    this.#values = new Map()
    this.#cancel?.()
    this.#cancel = undefined
  }

  #sendSoon(): void {
    if (!this.#in || this.#cancel) return
    const since = Math.abs(this.#clock.now() - this.#sentAt)
    if (since >= INTERVAL) this.#sendNow()
    else this.#cancel = this.#clock.setTimer(INTERVAL - since, () => this.#sendNow())
  }

  #sendNow(): void {
    this.#cancel = undefined
    this.#sentAt = this.#clock.now()
    if (this.#own) this.#send(this.#own.value)
  }
}
