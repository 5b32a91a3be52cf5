import type { AnyAction } from '../../contract/action.ts'
import type { AnyApplication } from '../../contract/application.ts'
import type { Context } from '../../contract/context.ts'
import { NotRepeatable } from '../../contract/not-repeatable.ts'
import { Refusal } from '../../contract/refusal.ts'
import { validate } from '../../contract/validate.ts'
import { zodWords } from '../../contract/zod-words.ts'
import { CLOSED_TO_ACTIONS } from '../../protocol/closed-to-actions.ts'
import { SocDrawError, shortened, type WireError } from '../../protocol/errors.ts'
import type { ActAnswer, ActRequest, Answer } from '../../protocol/events.ts'
import { MAX_ACTION_SIZE } from '../../protocol/limits.ts'
import { allows } from '../../protocol/roles.ts'
import type { User } from '../../protocol/room-document.ts'
import type { StoredAnswer } from '../log/room-log.ts'
import type { Randomness, Report } from '../ports.ts'
import { lazyRandom } from '../seeded-random.ts'
import { type ActionText, describe } from './action-text.ts'
import type { Cursors } from './cursors.ts'
import type { History } from './history.ts'
import type { RoomModel } from './room-model.ts'
import type { RoomSetup } from './room-setup.ts'
import { type Actor, type Ran, runHandler } from './run-handler.ts'
import { stateHint } from './state-hint.ts'

/** An action as it was asked for. One that is malformed beyond its number is answered so, and has used the number up. */
export type AskedAction = ActRequest & { readonly malformed?: SocDrawError }

export interface ActionsParts {
  readonly application: AnyApplication
  readonly randomness: Randomness
  readonly report: Report
  readonly model: RoomModel
  readonly history: History
  readonly cursors: Cursors
  readonly setup: RoomSetup
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
   * Does a numbered action, once: sent again, it gets its first answer again. One that its sender is not allowed is
   * answered `FORBIDDEN`, or `ROLE_REQUIRED` where it demands another role than `user` has at its turn, or `SPECTATING` where it
   * demands a seat, as a refusal by its handler would be.
   *
   * No async function, as all others on an action's way: whatever waits for the log is kept alive by thousands, and one
   * promise is all that each of them needs. So it may throw at once.
   * @throws SocDrawError where the number stays open: `OUT_OF_ORDER`, `ROOM_WAITING`, `ROOM_PAUSED`, `ROOM_CLOSED`,
   * `ROOM_ARCHIVED`, `NOT_STORED`; or was another action's: `NUMBER_REUSED`, `OUTCOME_UNKNOWN`
   */
  act(user: Actor, request: AskedAction, allowed: boolean): Promise<Answer<ActAnswer>> {
    const { cursors, history, model, setup } = this.#parts
    const { client, seq, name, payload, confirmed = 0 } = request
    const text = describe(name, payload)
    const verdict = cursors.judge({ user: user.id, client, now: history.now() }, seq, text.digest)
    // What was done before keeps its answer.
    if (setup.archived && verdict.kind !== 'done') return history.refuse('ROOM_ARCHIVED')
    if (verdict.kind === 'refused') return history.refuse(verdict.code)
    cursors.confirm(user.id, client, confirmed)
    if (verdict.kind === 'done') return history.durable(verdict.answer)
    const closed = CLOSED_TO_ACTIONS[model.document.status]
    if (closed) return history.refuse(closed)
    const answer = this.#turn(user, request, { text, allowed })
    return history.durable(answer, () => cursors.stored(user.id, client, seq))
  }

  /**
   * Does an action that has no number, of somebody who waits for it themselves: the host.
   * @throws SocDrawError whatever it is refused with
   */
  async actAs(user: Actor, name: string, payload: unknown): Promise<Answer<ActAnswer>> {
    const { history, model } = this.#parts
    const closed = CLOSED_TO_ACTIONS[model.document.status]
    if (closed) return history.refuse(closed)
    const outcome = this.#run(user, describe(name, payload), { name, payload })
    return history.durable(outcome.ok ? this.#commit(user, name, outcome) : outcome)
  }

  /** Runs the action and writes what came of it: a commit with its answer, or the refusal alone. */
  #turn(
    user: Actor,
    request: AskedAction,
    { text, allowed }: { text: ActionText; allowed: boolean },
  ): Answer<ActAnswer> {
    const { history, cursors } = this.#parts
    const { client, seq, name } = request
    const sender = { user: user.id, client, now: history.now() }
    const refusal = allowed ? request.malformed : new SocDrawError('FORBIDDEN')
    const outcome = refusal ? refused(refusal) : this.#run(user, text, request)
    if (outcome.ok) return this.#commit(user, name, outcome, (answer) => cursors.done(sender, seq, text.digest, answer))
    history.note({ answer: cursors.done(sender, seq, text.digest, outcome) })
    return outcome
  }

  #commit(user: User, name: string, ran: Done, done?: (answer: Answer<ActAnswer>) => StoredAnswer): Answer<ActAnswer> {
    const { application, history, model } = this.#parts
    const { patches, consequences, result, json } = ran
    const version = history.version + 1
    const answer = result === undefined ? { ok: true as const, version } : { ok: true as const, version, result }
    const kept = Object.hasOwn(application.history, name)
    model.step({ kind: 'action', user, name, payload: json, kept, patches, consequences, answer: done?.(answer) })
    return answer
  }

  #run(user: Actor, { json }: ActionText, { name, payload }: { name: string; payload?: unknown }): Outcome {
    const { application, randomness, report, model, history } = this.#parts
    const action = actionOf(application, name)
    if (action && user.spectating && !action.spectators) return refused(new SocDrawError('SPECTATING'))
    // Before anything is made of the payload: whoever may not do it has nothing to learn of it.
    if (action && !allows(user.role, action.role)) return refused(new SocDrawError('ROLE_REQUIRED'))
    if (json === undefined) return refused(new SocDrawError('INVALID_PAYLOAD'))
    if (json.length > MAX_ACTION_SIZE) return refused(new SocDrawError('TOO_LARGE'))
    const random = lazyRandom(() => randomness.seed())
    const turn = {
      application,
      user,
      version: history.version + 1,
      now: history.now(),
      random,
      members: () => model.people,
    }
    try {
      if (!action) return refused(new SocDrawError('UNKNOWN_ACTION'))
      const valid = validate(action.schema, payload, zodWords)
      if (!valid.ok) return refused(new SocDrawError('INVALID_PAYLOAD', valid.message))
      const handle = (draft: object, context: Context): unknown => action.handle(draft, valid.value, context)
      return { ok: true, json, ...runHandler(turn, handle, (run) => model.change(run)) }
    } catch (error) {
      if (error instanceof Refusal) return refused({ code: error.code, message: error.message, retryable: false })
      report(error, { application: application.name, action: name, ...stateHint(error, model) })
      // Nobody meant it: the sender is not told a word of what it says, but for the one sentence that is known.
      return refused(new SocDrawError('ACTION_FAILED', error instanceof NotRepeatable ? error.message : undefined))
    }
  }
}

/** An action that took effect, with its payload's JSON. */
type Done = Ran & { readonly ok: true; readonly json: string }
type Outcome = Done | { readonly ok: false; readonly error: WireError }

function actionOf({ actions }: AnyApplication, name: string): AnyAction | undefined {
  return Object.hasOwn(actions, name) ? actions[name] : undefined
}

function refused({ code, message, retryable }: WireError): Outcome & { readonly ok: false } {
  return { ok: false, error: { code, message: shortened(message), retryable } }
}
