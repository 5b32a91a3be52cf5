import type { AnyAction } from '../contract/action.ts'
import type { AnyApplication } from '../contract/application.ts'
import type { Context } from '../contract/context.ts'
import { Refusal } from '../contract/refusal.ts'
import { abandon, isThenable, validate } from '../contract/validate.ts'
import { SocDrawError, type WireError } from '../protocol/errors.ts'
import type { User } from '../protocol/room-document.ts'
import type { Json } from '../state/json.ts'
import type { Patch } from '../state/patches.ts'
import type { Recording } from '../state/record.ts'
import type { Report } from './ports.ts'

export interface ActionCall {
  readonly application: AnyApplication
  readonly name: string
  readonly payload: unknown
  /** Runs a handler on the state, all or nothing: see `RoomModel.change`. */
  change<R>(run: (draft: object) => R): Recording<R>
  readonly user: User
  /** The version the room is to have after it. */
  readonly version: number
  readonly now: number
  random(): number
  members(): readonly User[]
  readonly report: Report
}

export type ActionOutcome =
  | { readonly ok: true; readonly result: Json | undefined; readonly patches: readonly Patch[] }
  | { readonly ok: false; readonly error: WireError }

/**
 * Validates an action and runs its handler on the state, all or nothing: whatever it throws becomes a typed refusal.
 * Errors that nobody meant are reported, and told to the sender as `ACTION_FAILED` without a word of what they say.
 */
export function runAction(call: ActionCall): ActionOutcome {
  const { application, name, report } = call
  const action = Object.hasOwn(application.actions, name) ? application.actions[name] : undefined
  if (!action) return refused(new SocDrawError('UNKNOWN_ACTION'))
  try {
    const payload = validate(action.schema, call.payload)
    if (!payload.ok) return refused(new SocDrawError('INVALID_PAYLOAD', payload.message))
    return handle(action, payload.value, call)
  } catch (error) {
    if (error instanceof Refusal) return refused({ code: error.code, message: error.message, retryable: false })
    report(error, { application: application.name, action: name })
    return refused(new SocDrawError('ACTION_FAILED'))
  }
}

function handle(action: AnyAction, payload: unknown, call: ActionCall): ActionOutcome {
  const context = contextOf(call)
  const { result, patches } = call.change((draft) => {
    const returned = action.handle(draft, payload, context)
    if (isThenable(returned)) {
      abandon(returned)
      throw new TypeError('a handler must not be async')
    }
    return returned
  })
  // The recorder has copied the result, or refused what is no JSON.
  return { ok: true, result: result as Json | undefined, patches }
}

function contextOf(call: ActionCall): Context {
  const { application, user, version, now } = call
  return {
    user: { id: user.id, name: user.name },
    version,
    now,
    random: call.random,
    get members() {
      return call.members()
    },
    refuse(code, why) {
      if (!Object.hasOwn(application.refusals, code)) throw new TypeError(`${code} is not among the refusals`)
      return new Refusal(code, why ?? application.refusals[code] ?? code)
    },
  }
}

function refused(error: WireError): ActionOutcome {
  const { code, message, retryable } = error
  return { ok: false, error: { code, message, retryable } }
}
