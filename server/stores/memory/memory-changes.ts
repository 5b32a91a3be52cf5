import type { AuditEntry } from '../../protocol/audit-entry.ts'
import type { Change, Changes, ChangeWatch } from '../../rooms/log/changes.ts'

/** How many changes are kept at least. */
const MOST = 2000

/** What was changed in a store in memory, for servers of one process that share it. */
export class MemoryChanges implements Changes {
  #changes: Change[] = []
  /** How many were forgotten. */
  #gone = 0
  /** Says whether a session has not ended. */
  readonly #lasts: (session: string) => boolean

  constructor(lasts: (session: string) => boolean = () => true) {
    this.#lasts = lasts
  }

  /** Notes a change, in the step in which it is made. */
  note(change: Change): void {
    this.#changes.push(structuredClone(change))
    // Half at once: to move them all for each one would cost as much as there are.
    if (this.#changes.length < MOST * 2) return
    this.#changes = this.#changes.slice(MOST)
    this.#gone += MOST
  }

  /** Notes what a note of what was done says beyond what the room has become. */
  noted({ what, room, user }: AuditEntry): void {
    if (room === undefined) return
    if (what === 'room.close') this.note({ kind: 'closing', room })
    else if ((what === 'room.remove' || what === 'room.ban') && user !== undefined)
      this.note({ kind: 'removal', room, user })
  }

  async watch(): Promise<ChangeWatch> {
    let seen = this.#gone + this.#changes.length
    return {
      look: async () => {
        const missed = seen < this.#gone
        const changes = structuredClone(this.#changes.slice(Math.max(0, seen - this.#gone)))
        seen = this.#gone + this.#changes.length
        return { changes, missed }
      },
    }
  }

  async lasting(sessions: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(sessions.filter((session) => this.#lasts(session)))
  }
}
