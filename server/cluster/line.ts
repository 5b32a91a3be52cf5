import type { Clock } from '../protocol/clock.ts'
import { type LineHeader, writeLineText } from './line-text.ts'

export interface LineIdentity {
  readonly id: string
  /** The name of the node at the other end. */
  readonly node: string
  /** The lease to which it was dialled. */
  readonly lease: number
  /** Whether this side has dialled it. */
  readonly dialled: boolean
}

export interface LinePorts {
  readonly clock: Clock
  monotonic(): number
  send(node: string, text: string): void
  /** Returns whether what comes next must wait until all that hangs on it is done. */
  hear(line: Line, body: unknown): boolean
  /** What was heard can't be done. */
  failed(line: Line, error: unknown): void
}

/** One side of a line: see `Lines`. */
export class Line {
  readonly #identity: LineIdentity
  readonly #ports: LinePorts
  /** How many bodies were said, and heard. */
  #said = 0
  #heard = 0
  #heardAt: number
  /** What was heard and waits its turn, in order. */
  #waiting: string[] = []
  #cancelTurn: (() => void) | undefined
  #over = false

  constructor(identity: LineIdentity, ports: LinePorts) {
    this.#identity = identity
    this.#ports = ports
    this.#heardAt = ports.monotonic()
  }

  /** What ends a line of which only the id is known. */
  static endOf(id: string): string {
    return writeLineText({ kind: 'end', line: id, count: 0 })
  }

  get id(): string {
    return this.#identity.id
  }

  get node(): string {
    return this.#identity.node
  }

  get lease(): number {
    return this.#identity.lease
  }

  get dialled(): boolean {
    return this.#identity.dialled
  }

  /** Says a body, encoded as JSON. When the line is over, that says nothing. */
  say(body: string): void {
    if (this.#over) return
    this.#said++
    this.#send('say', body)
  }

  beat(): void {
    this.#send('beat')
  }

  end(tell: boolean): void {
    if (tell) this.#send('end')
    this.#over = true
    this.#waiting = []
    this.#cancelTurn?.()
  }

  /** For how many milliseconds nothing was heard. */
  silentSince(now: number): number {
    return now - this.#heardAt
  }

  /** Takes what has arrived. Returns false where something before it was lost. */
  took({ kind, count }: LineHeader, body: string): boolean {
    this.#heardAt = this.#ports.monotonic()
    if (kind === 'beat') return count === this.#heard
    if (count !== this.#heard + 1) return false
    this.#heard = count
    this.#waiting.push(body)
    if (!this.#cancelTurn) this.#work()
    return true
  }

  #send(kind: LineHeader['kind'], body?: string): void {
    const { id, node, lease, dialled } = this.#identity
    const header = { kind, line: id, count: this.#said, ...(dialled && { lease }) }
    this.#ports.send(node, writeLineText(header, body))
  }

  #work(): void {
    this.#cancelTurn = undefined
    for (let body = this.#waiting.shift(); body !== undefined; body = this.#waiting.shift()) {
      if (!this.#hear(body)) continue
      this.#cancelTurn = this.#ports.clock.setTimer(0, () => this.#work())
      return
    }
  }

  #hear(body: string): boolean {
    try {
      return this.#ports.hear(this, JSON.parse(body))
    } catch (error) {
      this.#ports.failed(this, error)
      return false
    }
  }
}
