import type { AnyApplication } from '../../server/contract/application.ts'
import type { User } from '../../server/protocol/room-document.ts'
import type { Json } from '../../server/state/json.ts'
import { type Pending, Predictor } from './predictor.ts'
import type { Replica } from './replica.ts'

type State = { readonly [key: string]: Json }

export interface ShownStateParts {
  /** Without rules nothing is predicted. */
  readonly rules: AnyApplication | undefined
  readonly replica: Replica
  user(): User
  /** Whether they only watch. */
  spectating(): boolean
  /** The actions whose effect is not in the replica, in their order. */
  waiting(): readonly Pending[]
}

/** The replica's state with one's own waiting actions on it: made when it is asked for, and kept until something changed. */
export class ShownState {
  readonly #parts: ShownStateParts
  readonly #predictor: Predictor | undefined
  #base: State | undefined
  #version = -1
  #waiting: readonly Pending[] = []
  #shown: State | undefined

  constructor(parts: ShownStateParts) {
    this.#parts = parts
    if (parts.rules && parts.rules.predict.length > 0) this.#predictor = new Predictor(parts.rules)
  }

  get state(): State | undefined {
    const { replica, user, spectating } = this.#parts
    const base = replica.state
    if (!this.#predictor || !base) return base
    const waiting = this.#parts.waiting()
    const { version, document } = replica
    // A version may pass that changes nothing of the state, and predicted handlers are told which one theirs will be.
    if (base === this.#base && version === this.#version && isSame(waiting, this.#waiting)) return this.#shown
    this.#base = base
    this.#version = version
    this.#waiting = waiting
    const { members } = document
    const now = { state: base, version, user: user(), members, spectating: spectating() }
    this.#shown = this.#predictor.predict(now, waiting)
    return this.#shown
  }
}

function isSame(one: readonly Pending[], other: readonly Pending[]): boolean {
  return one.length === other.length && one.every((action, index) => action === other[index])
}
