import type { Clock } from '../../protocol/clock.ts'
import type { StoredEffect } from '../log/room-log.ts'
import type { CarryOut, Report } from '../ports.ts'

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

/** How many effects of a room are carried out at once; the others wait in their order. */
const AT_ONCE = 8
/** How many effects of a room may wait: beyond, its actions are told that it is busy, rather than forgotten. */
const MOST_PENDING = 10_000

/** A room's effects on their way to the host: each is carried out at least once, and tried again until it was. */
export class Effects {
  readonly #parts: EffectsParts
  /** By id: what cancels the next try of each, or the wait for the present one. */
  readonly #pending = new Map<string, () => void>()
  readonly #queue: { readonly effect: StoredEffect; readonly again: number }[] = []
  readonly #unheard = new Set<string>()
  #underway = 0
  #stopped = false

  constructor(parts: EffectsParts) {
    this.#parts = parts
  }

  /** How many are to be carried out yet; none where the host carries out none. */
  get pending(): number {
    return this.#pending.size
  }

  /** Whether no more can be asked for until some were carried out. */
  get full(): boolean {
    return this.#pending.size >= MOST_PENDING
  }

  /** Begins to carry out effects that the log holds. Those that are on their way already go on. */
  add(effects: readonly StoredEffect[]): void {
    for (const effect of effects) {
      if (!this.#parts.carryOut) this.#reportUnheard(effect)
      else if (!this.#pending.has(effect.id)) this.#enqueue(effect, AGAIN_AFTER)
    }
    this.#next()
  }

  /** What is on its way may still be carried out; whoever takes the room over tries it again. */
  stop(): void {
    this.#stopped = true
    for (const cancel of this.#pending.values()) cancel()
    this.#pending.clear()
    this.#queue.length = 0
  }

  #enqueue(effect: StoredEffect, again: number): void {
    this.#queue.push({ effect, again })
    this.#pending.set(effect.id, () => {})
  }

  /** They stay in the log, for a host that has a place for them. */
  #reportUnheard({ id, name }: StoredEffect): void {
    if (this.#unheard.has(name)) return
    this.#unheard.add(name)
    const { application, roomId, report } = this.#parts
    report(new Error(`the server carries out no effects: ${name} has to wait`), {
      application,
      effect: name,
      id,
      room: roomId,
    })
  }

  #next(): void {
    while (this.#underway < AT_ONCE) {
      const next = this.#queue.shift()
      if (!next) return
      void this.#try(next.effect, next.again)
    }
  }

  async #try(effect: StoredEffect, again: number): Promise<void> {
    const { application, roomId, carryOut, report } = this.#parts
    const { id, name, payload } = effect
    this.#underway++
    try {
      await this.#within(id, async () =>
        carryOut?.({ application, room: roomId, id, name, payload: payload === '' ? undefined : JSON.parse(payload) }),
      )
      this.#pending.delete(id)
      if (!this.#stopped) this.#parts.done(id)
    } catch (error) {
      if (this.#stopped) return
      report(error, { application, effect: name, id, room: roomId })
      this.#tryLater(effect, again)
    } finally {
      this.#underway--
      this.#next()
    }
  }

  #tryLater(effect: StoredEffect, wait: number): void {
    const cancel = this.#parts.clock.setTimer(wait, () => {
      this.#enqueue(effect, Math.min(wait * 2, AGAIN_AFTER_MOST))
      this.#next()
    })
    this.#pending.set(effect.id, cancel)
  }

  #within(id: string, carryOut: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = (): void => reject(new Error(`not carried out within ${CARRIED_OUT_WITHIN / 1000} s`))
      const cancel = this.#parts.clock.setTimer(CARRIED_OUT_WITHIN, late)
      this.#pending.set(id, cancel)
      carryOut().then(resolve, reject).finally(cancel)
    })
  }
}
