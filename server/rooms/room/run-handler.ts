import type { AnyApplication } from '../../contract/application.ts'
import { checkOwned } from '../../contract/check-owned.ts'
import type { Context } from '../../contract/context.ts'
import { Refusal } from '../../contract/refusal.ts'
import { abandon, isThenable } from '../../contract/validate.ts'
import { MAX_NAME_LENGTH } from '../../protocol/limits.ts'
import type { Person } from '../../protocol/room-document.ts'
import { copyJson, type Json } from '../../state/json.ts'
import type { Patch } from '../../state/patches.ts'
import type { Recording } from '../../state/record.ts'
import type { AlarmChange } from './alarms.ts'
import { askAlarms } from './ask-alarms.ts'

/** The largest payload of an effect, in characters of JSON, and how many effects a commit may have. */
const MAX_EFFECT = 64 * 1024
const MAX_EFFECTS = 100

/** Who does something, as what. */
export interface Actor extends Person {
  /** Present: they only watch. */
  readonly spectating?: true
}

/** One run of an author's handler: what it is told. */
export interface Turn {
  readonly application: AnyApplication
  readonly user: Actor
  /** The version the room is to have after it. */
  readonly version: number
  readonly now: number
  random(): number
  members(): readonly Person[]
}

/** What a handler did beside changing the state. */
export interface Consequences {
  readonly alarms: readonly AlarmChange[]
  /** Names and payloads as JSON: empty for none. */
  readonly effects: readonly { readonly name: string; readonly payload: string }[]
  /** Whether the room is closed. */
  readonly closes: boolean
}

/** What came of a handler that held. */
export interface Ran {
  readonly result: Json | undefined
  readonly patches: readonly Patch[]
  readonly consequences: Consequences
}

/**
 * Runs an author's handler on the state, all or nothing.
 * @param change see `RoomModel.change`
 * @throws whatever the handler throws, StateError for what is no JSON, TypeError for what it must not do
 */
export function runHandler(
  turn: Turn,
  handle: (draft: object, context: Context) => unknown,
  change: <R>(run: (draft: object) => R) => Recording<R>,
): Ran {
  const asked = new Asked(turn)
  try {
    const { result, patches } = change((draft) => {
      const returned = handle(draft, asked.context())
      if (isThenable(returned)) {
        abandon(returned)
        throw new TypeError('a handler must not be async')
      }
      checkOwned(turn.application.visibility, draft)
      return returned
    })
    // The recorder has copied the result, or refused what is no JSON.
    return { result: result as Json | undefined, patches, consequences: asked.consequences }
  } finally {
    asked.over = true
  }
}

/** Takes down what a handler asks for beside the state. */
class Asked {
  readonly #turn: Turn
  readonly #alarms: AlarmChange[] = []
  readonly #effects: { name: string; payload: string }[] = []
  #closes = false
  /** Whether the handler has returned: nothing it asks for from now on could be part of its commit. */
  over = false

  constructor(turn: Turn) {
    this.#turn = turn
  }

  get consequences(): Consequences {
    return { alarms: this.#alarms, effects: this.#effects, closes: this.#closes }
  }

  context(): Context {
    const { application, user, version, now, random, members } = this.#turn
    const running = (): void => {
      if (this.over) throw new TypeError('a handler’s context serves only while the handler runs')
    }
    return {
      user: { id: user.id, name: user.name },
      role: user.role ?? 'member',
      spectating: user.spectating ?? false,
      version,
      now,
      random: () => {
        running()
        return random()
      },
      get members() {
        running()
        return members()
      },
      alarms: askAlarms(application, this.#alarms, running),
      refuse(code, why) {
        if (!Object.hasOwn(application.refusals, code)) throw new TypeError(`${code} is not among the refusals`)
        return new Refusal(code, why ?? application.refusals[code] ?? code)
      },
      effect: (name, payload) => {
        running()
        this.#effect(name, payload)
      },
      close: () => {
        running()
        this.#closes = true
      },
    }
  }

  #effect(name: string, payload: unknown): void {
    if (typeof name !== 'string' || name === '' || name.length > MAX_NAME_LENGTH)
      throw new TypeError(`an effect’s name is 1 to ${MAX_NAME_LENGTH} characters`)
    const json = payload === undefined ? '' : effectJson(name, payload)
    if (this.#effects.length >= MAX_EFFECTS) throw new TypeError(`more than ${MAX_EFFECTS} effects at once`)
    this.#effects.push({ name, payload: json })
  }
}

/** Copied first: what an author hands over may hold itself, or what JSON would leave out without a word. */
function effectJson(name: string, payload: unknown): string {
  return JSON.stringify(copyJson(payload, { root: `the payload of the effect ${name}`, maxSize: MAX_EFFECT }))
}
