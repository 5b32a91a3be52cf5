import type { Clock } from '../protocol/clock.ts'
import type { CarryOut, Report } from './ports.ts'
import type { StoredEffect } from './room-log.ts'

/** How long an effect that failed waits until it is tried again: so long, then twice as long, …, in milliseconds. */
const AGAIN_AFTER = 1000
const AGAIN_AFTER_MOST = 5 * 60_000
/** How long carrying out an effect may take, in milliseconds; then it counts as failed. */
const CARRIED_OUT_WITHIN = 60_000

export interface EffectsParts {
  readonly application: string
  readonly roomId: string
  readonly clock: Clock
  readonly report: Report
  /** The host's; absent: it has none, and what is asked for waits until it does. */
  readonly carryOut?: CarryOut | undefined
  /** An effect was carried out. */
  done(id: string): void
}

/** A room's effects on their way to the host: each is carried out at least once, and tried again until it was. */
export class Effects {
  readonly #parts: EffectsParts
  /** What cancels the next try of each, or the wait for the present one. */
  readonly #pending = new Map<string, () => void>()
  #stopped = false

  constructor(parts: EffectsParts) {
    this.#parts = parts
  }

  /** How many are not carried out yet. */
  get pending(): number {
    return this.#pending.size
  }

  /** Begins to carry out effects that the log holds. Those that are on their way already go on. */
  add(effects: readonly StoredEffect[]): void {
    for (const effect of effects) if (!this.#pending.has(effect.id)) void this.#try(effect, AGAIN_AFTER)
  }

  /** What is on its way may still be carried out; whoever takes the room over tries it again. */
  stop(): void {
    this.#stopped = true
    for (const cancel of this.#pending.values()) cancel()
    this.#pending.clear()
  }

  async #try(effect: StoredEffect, again: number): Promise<void> {
    const { application, roomId, carryOut, report, clock } = this.#parts
    const { id, name, payload } = effect
    try {
      if (!carryOut) throw new Error(`the server carries out no effects: ${name} has to wait`)
      const carrying = carryOut({ application, room: roomId, id, name, payload: JSON.parse(payload || 'null') })
      await this.#within(id, carrying)
      this.#pending.delete(id)
      if (!this.#stopped) this.#parts.done(id)
    } catch (error) {
      if (this.#stopped) return
      report(error, { application, effect: name, id, room: roomId })
      const next = Math.min(again * 2, AGAIN_AFTER_MOST)
      this.#pending.set(
        id,
        clock.setTimer(again, () => void this.#try(effect, next)),
      )
    }
  }

  #within(id: string, carrying: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = (): void => reject(new Error(`not carried out within ${CARRIED_OUT_WITHIN / 1000} s`))
      const cancel = this.#parts.clock.setTimer(CARRIED_OUT_WITHIN, late)
      this.#pending.set(id, cancel)
      carrying.then(resolve, reject).finally(cancel)
    })
  }
}
