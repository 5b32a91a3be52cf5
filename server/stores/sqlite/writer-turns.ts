import { SocDrawError } from '../../protocol/errors.ts'
import type { WorkerClient } from '../threads/worker-client.ts'
import type { WriterApi } from './writer-handlers.ts'

/** How many may wait for a transaction's end. */
const MAX_WAITING = 10_000

/** The writing thread for whoever has its turn. */
export type Writer = Pick<WorkerClient<WriterApi>, 'ask'>

/**
 * Shares the writing thread. Requests go to it as they come; but a transaction of several requests has the thread for
 * itself, and what comes meanwhile waits for its end, in order.
 */
export class WriterTurns implements Writer {
  readonly #writer: Writer
  readonly #waiting: (() => void)[] = []
  #taken = false

  constructor(writer: Writer) {
    this.#writer = writer
  }

  ask<Name extends keyof WriterApi & string>(
    name: Name,
    argument: Parameters<WriterApi[Name]>[0],
  ): Promise<Awaited<ReturnType<WriterApi[Name]>>> {
    return new Promise((resolve) => this.#enter(() => resolve(this.#writer.ask(name, argument))))
  }

  /** The thread without anybody else, until `release`. */
  take(): Promise<{ readonly writer: Writer; release(): void }> {
    return new Promise((resolve) =>
      this.#enter(() => {
        this.#taken = true
        resolve({ writer: this.#writer, release: () => this.#release() })
      }),
    )
  }

  #enter(start: () => void): void {
    if (!this.#taken && this.#waiting.length === 0) start()
    else if (this.#waiting.length >= MAX_WAITING) throw new SocDrawError('ROOM_BUSY')
    else this.#waiting.push(start)
  }

  #release(): void {
    this.#taken = false
    while (!this.#taken) {
      const start = this.#waiting.shift()
      if (!start) return
      start()
    }
  }
}
