import type { Clock } from '../protocol/clock.ts'
import type { Ownership } from '../rooms/log/leases.ts'
import type { RoomOwner } from '../rooms/log/room-log.ts'
import type { Report } from '../rooms/ports.ts'
import type { Bus } from './bus.ts'
import { Line } from './line.ts'
import { type LineHeader, readLineText } from './line-text.ts'

/** How often each side of a line says that it is there, and how much it has said, in milliseconds. */
const BEAT_EVERY = 500
/** After so many milliseconds of silence a line is over: sooner than the lease of a node that died. */
const SILENCE = 2000

/** What a side of a line does with what it hears. */
export interface LineUser {
  /** Returns whether what comes next must wait until all that hangs on it is done. */
  hear(line: Line, body: unknown): boolean
  /** The line is over: nothing more comes by it. */
  ended(line: Line): void
}

export interface LinesParts {
  /** The node's own name. */
  readonly name: string
  readonly bus: Bus
  readonly clock: Clock
  /** See `LeaseHolderParts.monotonic`. */
  monotonic(): number
  readonly ownership: Ownership
  readonly report: Report
  /** What is done by those who dial, and by those who are dialled. */
  readonly dialler: LineUser
  readonly owner: LineUser
}

/**
 * Lines to the nodes that run rooms, over a bus that may lose anything. What is said by a line arrives in order and without
 * a gap, or the line is over, on both sides: each counts what it says, and says now and then how much that was. So whoever
 * is at its other end may be taken for a connection, which is there or gone. A line is to one lease of a node: with that it
 * is over.
 */
export class Lines {
  readonly #parts: LinesParts
  /** Those that this node has dialled, and those that others have, by their ids. */
  readonly #lines = new Map<string, Line>()
  /** By lease: the line to it. */
  readonly #dialled = new Map<number, Line>()
  /** By lease: when its node was found silent. */
  readonly #silent = new Map<number, number>()
  #counted = 0
  #cancelBeat: () => void = () => {}

  constructor(parts: LinesParts) {
    this.#parts = parts
  }

  /** Resolves when it can be dialled. */
  async begin(): Promise<void> {
    await this.#parts.bus.listen((text, from) => this.#hear(text, from))
    this.#beat()
  }

  /**
   * The line to a node that runs rooms; undefined where that was silent a moment ago, and may be gone, and where it is this
   * node by an earlier lease, which is over any moment.
   */
  to({ lease, node }: RoomOwner): Line | undefined {
    const known = this.#dialled.get(lease)
    if (known || node === this.#parts.name) return known
    const silent = this.#silent.get(lease)
    if (silent !== undefined && this.#parts.monotonic() - silent < SILENCE) return undefined
    const line = this.#add(
      new Line({ id: `${this.#parts.name}/${++this.#counted}`, node, lease, dialled: true }, this.#ports),
    )
    this.#dialled.set(lease, line)
    return line
  }

  /** The node's lease is over: nobody runs rooms here any more. */
  disown(): void {
    for (const line of [...this.#lines.values()]) if (!line.dialled) this.#end(line)
  }

  /** Ends all lines. */
  stop(): void {
    this.#cancelBeat()
    for (const line of [...this.#lines.values()]) this.#end(line)
  }

  get #ports() {
    const { bus, clock, monotonic } = this.#parts
    return {
      clock,
      monotonic,
      send: (node: string, text: string) => bus.send(node, text),
      hear: (line: Line, body: unknown) => this.#userOf(line).hear(line, body),
      failed: (line: Line, error: unknown) => this.#failed(line, error),
    }
  }

  #add(line: Line): Line {
    this.#lines.set(line.id, line)
    return line
  }

  #hear(text: string, from: string): void {
    const read = readLineText(text)
    if (!read) return
    const { header, body } = read
    const line = this.#lines.get(header.line) ?? this.#answer(header, from)
    if (header.kind === 'end') {
      if (line) this.#end(line, false)
    } else if (!line) this.#parts.bus.send(from, Line.endOf(header.line))
    else if (!line.took(header, body)) this.#end(line)
  }

  /** A line that another node has just dialled, to the lease that is this node's now. */
  #answer({ kind, line, count, lease }: LineHeader, from: string): Line | undefined {
    if (kind !== 'say' || count !== 1 || lease === undefined || lease !== this.#parts.ownership.lease) return undefined
    return this.#add(new Line({ id: line, node: from, lease, dialled: false }, this.#ports))
  }

  #failed(line: Line, error: unknown): void {
    this.#parts.report(error, { doing: 'hearing what another node says', node: line.node })
    this.#end(line)
  }

  #end(line: Line, tell = true): void {
    if (!this.#lines.delete(line.id)) return
    if (this.#dialled.get(line.lease) === line) this.#dialled.delete(line.lease)
    line.end(tell)
    this.#userOf(line).ended(line)
  }

  #userOf({ dialled }: Line): LineUser {
    return dialled ? this.#parts.dialler : this.#parts.owner
  }

  #beat(): void {
    const now = this.#parts.monotonic()
    for (const [lease, since] of this.#silent) if (now - since >= SILENCE) this.#silent.delete(lease)
    for (const line of [...this.#lines.values()]) {
      if (line.silentSince(now) < SILENCE) line.beat()
      else {
        if (line.dialled) this.#silent.set(line.lease, now)
        this.#end(line)
      }
    }
    this.#cancelBeat = this.#parts.clock.setTimer(BEAT_EVERY, () => this.#beat())
  }
}
