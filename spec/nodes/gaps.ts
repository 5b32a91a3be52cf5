import type { CrashBot } from '../crash/crash-bot.ts'
import { ROOMS } from './rooms.ts'

/** For how long each room is without an acknowledgement, at most. */
export class Gaps {
  readonly #bots: readonly CrashBot[]
  readonly #last = new Map<string, { count: number; at: number }>()
  #longest = 0
  #timer: NodeJS.Timeout | undefined

  constructor(bots: readonly CrashBot[]) {
    this.#bots = bots
  }

  begin(): void {
    this.#timer = setInterval(() => this.#look(), 5)
  }

  end(): number {
    clearInterval(this.#timer)
    return Math.round(this.#longest)
  }

  #look(): void {
    const now = performance.now()
    for (const room of ROOMS) {
      const count = this.#bots.reduce(
        (sum, { roomId, acknowledged }) => sum + (roomId === room ? acknowledged.length : 0),
        0,
      )
      const last = this.#last.get(room)
      if (last) this.#longest = Math.max(this.#longest, now - last.at)
      if (last?.count !== count) this.#last.set(room, { count, at: now })
    }
  }
}
