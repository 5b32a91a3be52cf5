import { SocDrawError } from '../../server/protocol/errors.ts'
import type { ActionName } from './checked-application.ts'
import type { Chronicle } from './chronicle.ts'
import type { Verdict } from './verdict.ts'

/** One action that somebody made. */
interface Deed {
  readonly id: string
  readonly roomId: string
  readonly name: ActionName
  /** What became of its promise: the code it was rejected with, `done`, or nothing yet. */
  outcome: string | undefined
}

/** Codes after which nobody can say whether the action took effect, since its client went away from it. */
const OPEN: readonly string[] = ['ROOM_LEFT', 'CONNECTION_CLOSED', 'ROOM_FULL']
/** Codes of what did not take effect. */
const NOT_DONE: readonly string[] = [
  ...['NO', 'ACTION_FAILED', 'INVALID_PAYLOAD', 'ROOM_WAITING', 'ROOM_PAUSED'],
  ...['ROOM_NOT_FOUND', 'FORBIDDEN', 'ROLE_REQUIRED', 'ROOM_ARCHIVED', 'SPECTATING'],
]

/** Every action that was made, and every promise that was given. */
export class Ledger {
  readonly #verdict: Verdict
  readonly #deeds = new Map<string, Deed>()
  readonly #waiting = new Set<string>()

  constructor(verdict: Verdict) {
    this.#verdict = verdict
  }

  /** What is promised and not settled, in words. */
  get waiting(): readonly string[] {
    return [...this.#waiting]
  }

  isSettled(id: string): boolean {
    return this.#deeds.get(id)?.outcome !== undefined
  }

  /** Watches a promise of the client library: it must settle. */
  promised<T>(what: string, promise: Promise<T>): Promise<T> {
    this.#waiting.add(what)
    return promise.finally(() => this.#waiting.delete(what))
  }

  /** Watches an action. @param author who numbers it: an id is the author, a colon, and the number of the action */
  made(action: { id: string; roomId: string; name: ActionName }, promise: Promise<{ id: string }>): void {
    const deed: Deed = { ...action, outcome: undefined }
    this.#deeds.set(deed.id, deed)
    void this.promised(`${deed.name} ${deed.id} in ${deed.roomId}`, promise).then(
      (result) => {
        deed.outcome = 'done'
        this.#verdict.check('once', result.id === deed.id, () => `${deed.id} resolved as ${JSON.stringify(result)}`)
        this.#note(deed)
      },
      (error: unknown) => {
        deed.outcome = error instanceof SocDrawError ? error.code : String(error)
        this.#note(deed)
      },
    )
  }

  /** Holds what was told to those who acted against what the rooms' logs hold. */
  settle(chronicles: Iterable<Chronicle>): void {
    const effects = new Map<string, string>()
    for (const chronicle of chronicles) this.#read(chronicle, effects)
    for (const deed of this.#deeds.values()) this.#judge(deed, effects.get(deed.id))
  }

  /** Reads which actions took effect, and sees to their order. */
  #read(chronicle: Chronicle, effects: Map<string, string>): void {
    const last = new Map<string, number>()
    for (const id of chronicle.effects()) {
      const [author = '', number] = id.split(':')
      const before = last.get(author) ?? 0
      this.#verdict.check('once', !effects.has(id), () => `${id} took effect twice`)
      this.#verdict.check('order', Number(number) > before, () => `${id} took effect after ${author}:${before}`)
      effects.set(id, chronicle.roomId)
      last.set(author, Number(number))
    }
  }

  #judge({ id, roomId, name, outcome }: Deed, happenedIn: string | undefined): void {
    const verdict = this.#verdict
    const told = `${name} ${id} in ${roomId} was told ${outcome}; it is in ${happenedIn ?? 'no room'}`
    verdict.check('once', happenedIn === undefined || happenedIn === roomId, () => told)
    if (outcome === undefined) verdict.fail('settles', told)
    else if (outcome === 'done') verdict.check('once', happenedIn === roomId, () => told)
    else if (NOT_DONE.includes(outcome)) verdict.check('refused', happenedIn === undefined, () => told)
    else verdict.check('settles', OPEN.includes(outcome) || this.#mayForget(outcome), () => told)
  }

  /** A room forgets who was away for a day; and it answers nobody for whom it has no place when they come back. */
  #mayForget(outcome: string): boolean {
    const { happenings } = this.#verdict
    const reasons = ['a day passes', 'shut out', 'a right ends', 'somebody is banned', 'a room is deleted']
    return outcome === 'OUTCOME_UNKNOWN' && reasons.some((reason) => happenings.has(reason))
  }

  #note({ id, outcome = '' }: Deed): void {
    this.#verdict.happened(`action: ${outcome}`)
    this.#verdict.note(() => `${id}: ${outcome}`)
  }
}
