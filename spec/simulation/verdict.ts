/** The promises a simulation is held against; each is a test of its own in the spec. */
export const INVARIANTS = {
  runs: 'nothing fails that was not made to fail',
  durable: '[P3] nothing is sent, nor shown, that the log does not hold',
  shown: '[P2] [P8] whatever a client shows at a version is the log’s state at this version, and versions only rise',
  predicted: 'a prediction is gone when its action is answered',
  frames: '[P2] frames follow each other without a gap',
  answers: '[P4] an answer is sent before the frame that shows it',
  log: '[P2] versions in the log rise by one, and time never falls',
  order: '[P2] a client’s actions stand in the log in the order in which it made them',
  once: '[P4] an action takes effect at most once, and exactly once when its promise resolves',
  refused: '[P4] [P5] an action that is refused is not in the log',
  settles: '[P4] every promise settles, and no outcome is unknown but to who was away for a day, or shut out',
  handlers: '[P5] the log’s states are what the handlers do to plain objects',
  converges: '[P8] all clients end in the server’s state for their viewer',
  private: '[P7] no secret is ever sent, nor another user’s private part',
  access: '[P10] a room is never spoken of to users who may not enter it',
  roles: '[P2] an action that demands a role is done by whoever has it at its turn, and refused to nobody else',
  seats: '[P12] exactly the users with an entered tab are connected members in the end',
  watchers: '[P12] who only watches is no member, and how many watch is told to all alike in the end',
  presence: '[P12] what members present is the same for all in the end',
  owner: '[P14] a room has one owner at a time, and only what the newest commits is stored',
  timers: 'a server and pages that were closed leave no timer',
} as const

export type Invariant = keyof typeof INVARIANTS

export interface Violation {
  readonly invariant: Invariant
  readonly what: string
  /** Simulated milliseconds since the start. */
  readonly at: number
}

/** How often each thing happened that a simulation is about. A simulation in which they don't proves nothing. */
export type Happenings = Map<string, number>

/** What happens in one simulation, and what of it should not have. */
export class Verdict {
  readonly violations: Violation[] = []
  readonly happenings: Happenings = new Map()
  /** One line an event; empty without `traced`. */
  readonly trace: string[] = []
  readonly #now: () => number
  readonly #traced: boolean

  constructor(now: () => number, traced: boolean) {
    this.#now = now
    this.#traced = traced
  }

  /** Notes what should not be; the first of each kind says it all. */
  fail(invariant: Invariant, what: string): void {
    if (this.#traced) this.trace.push(`!! ${INVARIANTS[invariant]}: ${what}`)
    if (this.violations.some((violation) => violation.invariant === invariant)) return
    this.violations.push({ invariant, what, at: this.#now() })
  }

  check(invariant: Invariant, holds: boolean, what: () => string): void {
    if (!holds) this.fail(invariant, what())
  }

  happened(what: string): void {
    this.happenings.set(what, (this.happenings.get(what) ?? 0) + 1)
  }

  /** Writes a line, if anybody is to read it. */
  note(line: () => string): void {
    if (this.#traced) this.trace.push(`${(this.#now() / 1000).toFixed(3).padStart(9)} ${line()}`)
  }
}
