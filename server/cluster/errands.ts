import { SocDrawError, type WireError } from '../protocol/errors.ts'
import type { Report } from '../rooms/ports.ts'
import type { Line } from './line.ts'

/** What the host's code asks of a room that another node runs. Its arguments are plain JSON. */
export interface Errand {
  readonly roomId: string
  /** The name of what it asks. */
  readonly does: string
  readonly args: readonly unknown[]
  /** Whether it changes nothing: it may be asked again, also where nobody knows whether it was done. */
  readonly isRead?: boolean
}

/** What the two sides of a line say of errands. */
export type ErrandBody =
  | { readonly kind: 'errand'; readonly number: number; readonly errand: Errand }
  | { readonly kind: 'done'; readonly number: number; readonly result?: unknown; readonly error?: WireError }

export interface ErrandsParts {
  /** Does here what another node's host asks. Rejects with a SocDrawError for what is refused. */
  carryOut(errand: Errand): Promise<unknown>
  readonly report: Report
}

interface Underway {
  readonly line: Line
  readonly isRead: boolean
  resolve(result: unknown): void
  reject(error: SocDrawError): void
}

/** How many errands may be under way. */
const MOST = 10_000

export function isErrandBody(body: unknown): body is ErrandBody {
  const { kind } = body as { readonly kind?: unknown }
  return kind === 'errand' || kind === 'done'
}

/** What the hosts' code of nodes ask of each other's rooms: by the lines between them, each answered once. */
export class Errands {
  readonly #parts: ErrandsParts
  readonly #underway = new Map<number, Underway>()
  #asked = 0

  constructor(parts: ErrandsParts) {
    this.#parts = parts
  }

  /**
   * Asks the node at the other end.
   * @throws SocDrawError what is refused there; `ROOM_BUSY` where nothing was asked, and where the line ended before the answer to what
   * only reads; `OUTCOME_UNKNOWN` where it ended before the answer to anything else
   */
  ask(line: Line | undefined, errand: Errand): Promise<unknown> {
    if (!line || this.#underway.size >= MOST) return Promise.reject(new SocDrawError('ROOM_BUSY'))
    const number = ++this.#asked
    return new Promise((resolve, reject) => {
      this.#underway.set(number, { line, isRead: errand.isRead ?? false, resolve, reject })
      this.#say(line, { kind: 'errand', number, errand })
    })
  }

  hear(line: Line, body: ErrandBody): void {
    if (body.kind === 'errand') {
      void this.#carryOut(line, body.number, body.errand)
      return
    }
    const underway = this.#underway.get(body.number)
    this.#underway.delete(body.number)
    if (body.error) underway?.reject(new SocDrawError(body.error))
    else underway?.resolve(body.result)
  }

  ended(line: Line): void {
    for (const [number, underway] of this.#underway) {
      if (underway.line !== line) continue
      this.#underway.delete(number)
      underway.reject(new SocDrawError(underway.isRead ? 'ROOM_BUSY' : 'OUTCOME_UNKNOWN'))
    }
  }

  async #carryOut(line: Line, number: number, errand: Errand): Promise<void> {
    try {
      const result = await this.#parts.carryOut(errand)
      this.#say(line, { kind: 'done', number, result })
    } catch (error) {
      if (!(error instanceof SocDrawError)) this.#parts.report(error, { room: errand.roomId, doing: errand.does })
      const refusal = error instanceof SocDrawError ? error : new SocDrawError('INTERNAL')
      this.#say(line, { kind: 'done', number, error: refusal.toJSON() })
    }
  }

  #say(line: Line, body: ErrandBody): void {
    line.say(JSON.stringify(body))
  }
}
