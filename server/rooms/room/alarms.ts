import type { Clock } from '../../protocol/clock.ts'
import type { StoredAlarm } from '../log/stored-alarm.ts'

/** What a handler does to alarms: sets one anew, or clears it. */
export type AlarmChange =
  | { readonly name: string; readonly in: number }
  | { readonly name: string; readonly clear: true }

/** How far in the future an alarm may be, in milliseconds: as far as any timer of the machine reaches, 24 days. */
export const MAX_ALARM = 2 ** 31 - 1
/** How soon it rings at the earliest, in milliseconds, so that one that sets itself anew for ever leaves time for the rest. */
export const MIN_ALARM = 16

/** The alarms after a handler's changes, made at `now`. */
export function changeAlarms(
  alarms: readonly StoredAlarm[],
  changes: readonly AlarmChange[],
  now: number,
): readonly StoredAlarm[] {
  const after = new Map(alarms.map((alarm) => [alarm.name, alarm]))
  for (const change of changes) {
    after.delete(change.name)
    if ('in' in change) after.set(change.name, { name: change.name, due: now + change.in, left: change.in })
  }
  return [...after.values()]
}

/** The alarms of a room that stops running at `now`: they stand still. */
export function holdAlarms(alarms: readonly StoredAlarm[], now: number): readonly StoredAlarm[] {
  return alarms.map(({ name, due, left }) => ({
    name,
    due: null,
    left: due === null ? left : leftOf({ due, left }, now),
  }))
}

/** The alarms of a room that runs again at `now`: what they had left counts from here. */
export function releaseAlarms(alarms: readonly StoredAlarm[], now: number): readonly StoredAlarm[] {
  return alarms.map(({ name, due, left }) => ({ name, due: due ?? now + left, left }))
}

/** A clock that was set back must not hold an alarm up for longer than it had to go when it was written. */
function leftOf({ due, left }: { readonly due: number; readonly left: number }, now: number): number {
  return Math.min(Math.max(0, due - now), left)
}

/** Rings a room's alarms: the timers behind what its log says. */
export class AlarmTimers {
  readonly #clock: Clock
  readonly #ring: (name: string) => void
  /** What is set, until it is told that it isn't any more: also what has rung just now. */
  readonly #armed = new Map<string, { readonly alarm: StoredAlarm; readonly cancel: () => void }>()

  constructor(clock: Clock, ring: (name: string) => void) {
    this.#clock = clock
    this.#ring = ring
  }

  /**
   * From now on these alarms are set, and no others. Those that are due are rung in their order, each once: then it is
   * told anew which are set. An alarm that is the same object as before keeps its timer, whatever the clock says by now.
   */
  set(alarms: readonly StoredAlarm[], now: number): void {
    // So it is after nearly every action.
    if (alarms.length === 0 && this.#armed.size === 0) return
    const wanted = new Set(alarms)
    for (const { alarm } of [...this.#armed.values()]) if (!wanted.has(alarm)) this.#disarm(alarm.name)
    const waiting = alarms.flatMap((alarm) => (alarm.due === null ? [] : [{ alarm, due: alarm.due }]))
    for (const { alarm, due } of waiting.sort((one, other) => one.due - other.due)) {
      if (!this.#armed.has(alarm.name)) this.#arm(alarm, leftOf({ due, left: alarm.left }, now))
    }
  }

  /** Rings an alarm that could not ring when it was due, unless it is set anew or cleared meanwhile. */
  later(wait: number, name: string): void {
    const alarm = this.#armed.get(name)?.alarm
    if (alarm) this.#arm(alarm, wait)
  }

  stop(): void {
    for (const name of [...this.#armed.keys()]) this.#disarm(name)
  }

  #arm(alarm: StoredAlarm, wait: number): void {
    const cancel = this.#clock.setTimer(wait, () => this.#ring(alarm.name))
    this.#armed.set(alarm.name, { alarm, cancel })
  }

  #disarm(name: string): void {
    this.#armed.get(name)?.cancel()
    this.#armed.delete(name)
  }
}
