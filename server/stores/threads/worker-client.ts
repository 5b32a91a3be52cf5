import type { Worker } from 'node:worker_threads'
import { SocDrawError } from '../../protocol/errors.ts'
import { StoreError } from '../store-error.ts'
import { type Handlers, movable, unpackError, type WorkerReply, type WorkerRequest } from './worker-protocol.ts'

/** How many requests one worker may have under way. */
const MAX_UNDER_WAY = 10_000

interface Waiting {
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** A worker, as it is started. */
interface Running {
  readonly worker: Worker
  readonly waiting: Map<number, Waiting>
  readonly ended: Promise<void>
}

/**
 * Asks a worker thread. Requests are done in the order in which they were made. When the thread dies, what is under way
 * rejects, its fate unknown, and the next request starts the thread again.
 */
export class WorkerClient<Api extends Handlers> {
  readonly #startThread: () => Worker
  #running: Running | undefined
  #closed = false
  #id = 0

  /** @param startThread called by `wake` or with the first request, and with the next one whenever the thread has died */
  constructor(startThread: () => Worker) {
    this.#startThread = startThread
  }

  /** Starts the thread if it isn't yet, so that the first request need not wait for that. */
  wake(): void {
    if (!this.#closed) this.#running ??= this.#start()
  }

  /** @throws SocDrawError `ROOM_BUSY` when too much is under way already */
  async ask<Name extends keyof Api & string>(
    name: Name,
    argument: Parameters<Api[Name]>[0],
  ): Promise<Awaited<ReturnType<Api[Name]>>> {
    if (this.#closed) throw new StoreError('UNUSABLE', 'The store was closed.')
    const value = await this.#post({ id: ++this.#id, name, argument })
    return value as Awaited<ReturnType<Api[Name]>>
  }

  /** Lets what is under way come to its end, and ends the thread. */
  async close(): Promise<void> {
    this.#closed = true
    const running = this.#running
    if (!running) return
    try {
      await this.#post({ id: ++this.#id })
    } finally {
      await running.ended
    }
  }

  async #post(request: WorkerRequest): Promise<unknown> {
    const { worker, waiting } = (this.#running ??= this.#start())
    if (waiting.size >= MAX_UNDER_WAY) throw new SocDrawError('ROOM_BUSY')
    return new Promise((resolve, reject) => {
      worker.postMessage(request, movable(request.argument))
      waiting.set(request.id, { resolve, reject })
    })
  }

  #start(): Running {
    const worker = this.#startThread()
    const waiting = new Map<number, Waiting>()
    let cause: unknown
    worker.on('message', (reply: WorkerReply) => {
      const asker = waiting.get(reply.id)
      waiting.delete(reply.id)
      // Not at once: a port hands out a thousand messages in a row, and what follows from one may bring the next in time,
      // so that timers and sockets would never have their turn.
      setImmediate(() => {
        if ('error' in reply) asker?.reject(unpackError(reply.error))
        else asker?.resolve(reply.value)
      })
    })
    worker.on('error', (error) => {
      cause = error
    })
    const ended = new Promise<void>((resolve) =>
      worker.on('exit', () => {
        if (this.#running?.worker === worker) this.#running = undefined
        const error = new StoreError('UNUSABLE', 'The store’s thread has ended.', { cause })
        for (const { reject } of waiting.values()) reject(error)
        waiting.clear()
        resolve()
      }),
    )
    return { worker, waiting, ended }
  }
}
