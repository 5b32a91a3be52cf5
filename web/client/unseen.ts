import { SocDrawError } from '../../server/protocol/errors.ts'
import type { ActAnswer } from '../../server/protocol/events.ts'
import type { Pending } from './predictor.ts'

/** An action whose caller waits. */
export interface Awaited extends Pending {
  resolve(result: unknown): void
  reject(error: SocDrawError): void
}

/** Actions that are done, until what is shown of the room has them: only then their callers hear of it. */
export class Unseen {
  readonly #answers = new Map<Awaited, ActAnswer>()
  /** The version that is shown. */
  #version = 0

  get size(): number {
    return this.#answers.size
  }

  /** In their order. */
  get actions(): readonly Pending[] {
    return [...this.#answers.keys()]
  }

  /** One is done. */
  add(action: Awaited, answer: ActAnswer): void {
    if (answer.version <= this.#version) action.resolve(answer.result)
    else this.#answers.set(action, answer)
  }

  /** What is shown of the room now. Returns whether any of them was waiting for it. */
  show(version: number): boolean {
    this.#version = version
    return this.#release((answer) => answer.version <= version)
  }

  /** Nothing more will be shown: what is done is done. */
  end(): boolean {
    return this.#release(() => true)
  }

  /** The room has begun another history: whether it holds them, nobody knows. */
  forget(): void {
    for (const action of this.#answers.keys()) action.reject(new SocDrawError('OUTCOME_UNKNOWN'))
    this.#answers.clear()
  }

  #release(holds: (answer: ActAnswer) => boolean): boolean {
    const before = this.#answers.size
    for (const [action, answer] of this.#answers) {
      if (!holds(answer)) continue
      this.#answers.delete(action)
      action.resolve(answer.result)
    }
    return this.#answers.size < before
  }
}
