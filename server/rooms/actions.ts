import type { AnyApplication } from '../contract/application.ts'
import { CLOSED_TO_ACTIONS } from '../protocol/closed-to-actions.ts'
import { SocDrawError } from '../protocol/errors.ts'
import type { ActAnswer, ActRequest, Answer } from '../protocol/events.ts'
import { MAX_ACTION_SIZE } from '../protocol/limits.ts'
import type { User } from '../protocol/room-document.ts'
import { type ActionText, describe } from './action-text.ts'
import type { Cursors } from './cursors.ts'
import type { History } from './history.ts'
import type { Randomness, Report } from './ports.ts'
import type { RoomModel } from './room-model.ts'
import { type ActionOutcome, runAction } from './run-action.ts'
import { lazyRandom } from './seeded-random.ts'

export interface ActionsParts {
  readonly application: AnyApplication
  readonly randomness: Randomness
  readonly report: Report
  readonly model: RoomModel
  readonly history: History
  readonly cursors: Cursors
}

/**
 * A room's actions: each takes its turn on the state once, in its client's order, and is answered when the log holds
 * what came of it.
 */
export class Actions {
  readonly #parts: ActionsParts

  constructor(parts: ActionsParts) {
    this.#parts = parts
  }

  /**
   * Does a numbered action, once: sent again, it gets its first answer again.
   * @throws SocDrawError where the number stays open: `OUT_OF_ORDER`, `ROOM_WAITING`, `ROOM_PAUSED`, `ROOM_CLOSED`,
   * `NOT_STORED`; or was another action's: `NUMBER_REUSED`, `OUTCOME_UNKNOWN`
   */
  async act(user: User, request: ActRequest): Promise<Answer<ActAnswer>> {
    const { cursors, history, model } = this.#parts
    const { client, seq, name, payload, confirmed = 0 } = request
    const by = { user: user.id, client }
    const text = describe(name, payload)
    const verdict = cursors.judge({ ...by, now: history.now() }, seq, text.digest)
    if (verdict.kind === 'refused') return history.refuse(verdict.code)
    cursors.confirm(user.id, client, confirmed)
    if (verdict.kind === 'done') {
      await history.durable()
      return verdict.answer
    }
    const closed = CLOSED_TO_ACTIONS[model.document.status]
    if (closed) return history.refuse(closed)
    const answer = this.#turn(user, request, text)
    await history.durable(() => cursors.stored(by, seq))
    return answer
  }

  /** Runs the action and writes what came of it: a commit with its answer, or the refusal alone. */
  #turn(user: User, request: ActRequest, text: ActionText): Answer<ActAnswer> {
    const { application, history, cursors } = this.#parts
    const { client, seq, name } = request
    const at = history.now()
    const sender = { user: user.id, client, now: at }
    const version = history.version + 1
    const outcome = refuseText(text) ?? this.#run(user, request, { version, now: at })
    if (!outcome.ok) {
      history.answer(cursors.done(sender, seq, text.digest, outcome))
      return outcome
    }
    const { patches, result } = outcome
    const answer = { ok: true as const, version, ...(result !== undefined && { result }) }
    const stored = cursors.done(sender, seq, text.digest, answer)
    const by = { id: user.id, name: user.name }
    const kept = Object.hasOwn(application.history, name)
    const commit = { kind: 'action', at, user: by, name, payload: text.json ?? '', patches } as const
    history.commit(kept ? { ...commit, kept } : commit, { answer: stored })
    return answer
  }

  #run(user: User, { name, payload }: ActRequest, at: { version: number; now: number }): ActionOutcome {
    const { application, randomness, report, model } = this.#parts
    return runAction({
      application,
      name,
      payload,
      user,
      ...at,
      random: lazyRandom(() => randomness.seed()),
      members: () => model.users,
      change: (run) => model.change(run),
      report,
    })
  }
}

/** What is refused before any schema sees it. */
function refuseText({ json }: ActionText): ActionOutcome | undefined {
  if (json === undefined) return { ok: false, error: new SocDrawError('INVALID_PAYLOAD').toJSON() }
  if (json.length > MAX_ACTION_SIZE) return { ok: false, error: new SocDrawError('TOO_LARGE').toJSON() }
  return undefined
}
