import type { AnyApplication } from '../../contract/application.ts'
import { validate } from '../../contract/validate.ts'
import type { Clock } from '../../protocol/clock.ts'
import type { PresenceChanges } from '../../protocol/events.ts'
import { MAX_PRESENCE_SIZE } from '../../protocol/limits.ts'
import { NotJson, writeJson } from '../../protocol/write-json.ts'
import type { Json } from '../../state/json.ts'
import { Pacer } from '../pacer.ts'
import type { Connection } from '../ports.ts'
import { holdsBuffer } from './wire-json.ts'

/** The least time between two presence messages to a room's members, in milliseconds: 10 a second. */
const INTERVAL = 100

/**
 * What members show that is not state: the last value of each user, held in memory only, gone with its connection. Changes
 * within an interval go out together, the newest of each user.
 */
export class Presence {
  readonly #schema: AnyApplication['presence']
  readonly #send: (changes: PresenceChanges) => void
  readonly #pacer: Pacer
  readonly #values = new Map<string, Json>()
  /** By user: the id of the connection whose value it is. */
  readonly #shownBy = new Map<string, string>()
  #changed = new Set<string>()

  constructor(application: AnyApplication, clock: Clock, send: (changes: PresenceChanges) => void) {
    this.#schema = application.presence
    this.#send = send
    this.#pacer = new Pacer(clock, INTERVAL, () => this.#flush())
  }

  /** Everybody's presence now. */
  get values(): PresenceChanges {
    return Object.fromEntries(this.#values)
  }

  /**
   * Takes what a user shows; where its schema makes nothing of it, they show nothing any more. What the application has no
   * place for, or what is too large or too deep, is dropped: nothing waits for it.
   * @throws NotJson for a schema's output that has no JSON, and what the schema throws: an author's mistakes
   */
  show({ id, user }: Connection, value: unknown): void {
    if (holdsBuffer(value)) return
    const shown = this.#schema && validate(this.#schema, value)
    if (!shown?.ok) return
    // The schema has said what it is; as JSON it is sent.
    const json = written(shown.value)
    if (json === undefined || json.length > MAX_PRESENCE_SIZE) return
    if (json !== '') this.#values.set(user.id, JSON.parse(json))
    else this.#values.delete(user.id)
    this.#shownBy.set(user.id, id)
    this.#touch(user.id)
  }

  /** The connection is gone: so is what it showed last. What another one of the user showed since stays. */
  forget({ id, user }: Connection): void {
    if (this.#shownBy.get(user.id) !== id) return
    this.#shownBy.delete(user.id)
    this.#values.delete(user.id)
    this.#touch(user.id)
  }

  stop(): void {
    this.#pacer.stop()
  }

  #touch(userId: string): void {
    this.#changed.add(userId)
    this.#pacer.request()
  }

  #flush(): void {
    const users = [...this.#changed]
    this.#changed = new Set()
    this.#send(Object.fromEntries(users.map((userId) => [userId, this.#values.get(userId) ?? null])))
  }
}

/** The JSON of what a schema gave out, empty for nothing; undefined for what only its sender can have made too deep. */
function written(value: unknown): string | undefined {
  try {
    return writeJson(value, { digits: true }) ?? ''
  } catch (error) {
    if (error instanceof NotJson && error.tooDeep) return undefined
    throw error
  }
}
