import { NewerRulesError } from '../../rooms/log/room-log.ts'
import type { Opening } from './log-writer.ts'
import type { Writer } from './writer-turns.ts'

/** How many rooms are opened in one transaction at most: whatever else is to be written waits for it. */
const MOST_AT_ONCE = 200

interface Asked {
  readonly opening: Opening
  resolve(term: number): void
  reject(error: unknown): void
}

/**
 * Raises the terms of rooms that are opened. Each would cost a way to the disk: those that are asked for while others are on
 * their way go together.
 */
export class TermRaiser {
  readonly #writer: Writer
  #waiting: Asked[] = []
  #underway = false

  constructor(writer: Writer) {
    this.#writer = writer
  }

  /** Resolves with the room's new term. Rejects with NewerRulesError, and where nothing can be written. */
  raise(opening: Opening): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ opening, resolve, reject })
      if (!this.#underway) void this.#raiseAll()
    })
  }

  async #raiseAll(): Promise<void> {
    this.#underway = true
    while (this.#waiting.length > 0) await this.#raiseSome(this.#waiting.splice(0, MOST_AT_ONCE))
    this.#underway = false
  }

  async #raiseSome(asked: readonly Asked[]): Promise<void> {
    try {
      const terms = await this.#writer.ask(
        'raiseTerms',
        asked.map(({ opening }) => opening),
      )
      for (const [index, { opening, resolve, reject }] of asked.entries()) {
        const term = terms[index] ?? null
        if (term === null) reject(tooNew(opening))
        else resolve(term)
      }
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }
}

function tooNew({ id, rules }: Opening): NewerRulesError {
  return new NewerRulesError(`room ${id} was written by newer rules than version ${rules}`)
}
