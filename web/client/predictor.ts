import type { AnyApplication } from '../../server/contract/application.ts'
import type { Context } from '../../server/contract/context.ts'
import { Refusal } from '../../server/contract/refusal.ts'
import { validate } from '../../server/contract/validate.ts'
import { allows, type Role } from '../../server/protocol/roles.ts'
import { type Person, personOf, roleAmong, type User } from '../../server/protocol/room-document.ts'
import { applyPatches } from '../../server/state/apply.ts'
import { cloneJson, type Json } from '../../server/state/json.ts'
import type { Patch } from '../../server/state/patches.ts'
import { type Recording, record } from '../../server/state/record.ts'

type State = { readonly [key: string]: Json }

/** An action of one's own whose effect is not in the state yet. */
export interface Pending {
  readonly name: string
  readonly payload: unknown
  /** When it was made, in milliseconds since 1970. */
  readonly madeAt: number
}

/** What the state is taken for. */
export interface Base {
  readonly state: State
  readonly version: number
  readonly user: User
  readonly members: readonly Person[]
  /** Whether the user only watches. */
  readonly spectating: boolean
}

/** What a handler may not do before the server has spoken: it ends the prediction, quietly. */
class Unpredictable extends Error {}

/**
 * Shows one's own actions before the server has answered, by running the application's own handlers on what is there.
 * What comes of it is thrown away and made anew whenever what is there changes, so it can't add up to anything wrong.
 */
export class Predictor {
  readonly #rules: AnyApplication

  constructor(rules: AnyApplication) {
    this.#rules = rules
  }

  /**
   * The state as it would be after the pending actions, those that can be predicted. Containers they don't change are
   * the base's own. The base is as it was: handlers run on it in place, are recorded, and undone within this call.
   */
  predict(base: Base, pending: readonly Pending[]): State {
    const recordings: Recording<unknown>[] = []
    try {
      for (const action of pending) {
        const recording = this.#run(action, base, recordings.length)
        if (recording) recordings.push(recording)
      }
      const patches: Patch[] = recordings.flatMap((recording) => recording.patches)
      for (const recording of recordings.splice(0).reverse()) recording.undo()
      return applyPatches(base.state, patches)
    } finally {
      for (const recording of recordings.reverse()) recording.undo()
    }
  }

  /** What the action does; undefined when it is not to be predicted, or can't be. */
  #run({ name, payload, madeAt }: Pending, base: Base, before: number): Recording<unknown> | undefined {
    const action = this.#rules.predict.includes(name) ? this.#rules.actions[name] : undefined
    if (!action || (base.spectating && !action.spectators) || !allows(roleOf(base), action.role)) return undefined
    // A copy: the schema may hand on the very object, the handler change it, and it is to be sent as it was made.
    const valid = validate(action.schema, cloneJson(payload))
    if (!valid.ok) return undefined
    const context = this.#context(base, base.version + before + 1, madeAt)
    try {
      const run = (draft: object): unknown => action.handle(this.#guard(draft), valid.value, context)
      return record<object, unknown>(base.state, run, { undoable: true })
    } catch {
      // It is undone already. Whatever is wrong with the action its sender learns from the server, which runs it on the
      // whole state; here, where half of the state is hidden, an error says nothing.
      return undefined
    }
  }

  #context(base: Base, version: number, now: number): Context {
    const { refusals } = this.#rules
    const { user, members, spectating } = base
    const unpredictable = (): never => {
      throw new Unpredictable('that happens on the server only')
    }
    return {
      user: { id: user.id, name: user.name },
      role: roleOf(base),
      spectating,
      version,
      now,
      // Each time anew, as on the server: what a handler does to it is nobody else's.
      get members() {
        return members.map((member) => personOf(member, member.role))
      },
      // The random seed never leaves the server, and whatever else is asked for is the server's too.
      random: unpredictable,
      alarms: { set: unpredictable, clear: unpredictable },
      effect: unpredictable,
      close: unpredictable,
      refuse: (code, why) => new Refusal(code, why ?? refusals[code] ?? code),
    }
  }

  /** The draft, without the keys that this client sees nothing of, or only a part. */
  #guard(draft: object): object {
    const rules = this.#rules.visibility
    const hidden = new Set(Object.keys(rules).filter((key) => rules[key] !== 'everyone'))
    if (hidden.size === 0) return draft
    const check = (key: string | symbol): void => {
      if (hidden.has(String(key))) throw new Unpredictable(`${String(key)} is hidden from this client`)
    }
    return new Proxy(draft, {
      get(target, key) {
        check(key)
        return Reflect.get(target, key)
      },
      set(target, key, value) {
        check(key)
        return Reflect.set(target, key, value)
      },
      has(target, key) {
        check(key)
        return Reflect.has(target, key)
      },
      deleteProperty(target, key) {
        check(key)
        return Reflect.deleteProperty(target, key)
      },
      ownKeys() {
        throw new Unpredictable('some keys are hidden from this client')
      },
    })
  }
}

/** Who only watches is a member like any other there, whatever they are by a seat of theirs. */
function roleOf({ user, members, spectating }: Base): Role {
  return spectating ? 'member' : roleAmong(members, user.id)
}
