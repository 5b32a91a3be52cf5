import { Redis } from 'ioredis'

/** From one attempt to connect to the next, in milliseconds: at first, and at most. */
const AGAIN = { first: 50, most: 1000 }

export interface ConnectionParts {
  readonly url: string
  /** A Redis that answers nothing for so long is taken for gone, in milliseconds: the connection is given up. */
  readonly silence: number
  /** It can be used from now on: after the start, and again after each loss. */
  ready(): void
  lost(error: Error | undefined): void
}

/**
 * One connection to Redis, that comes back by itself whenever it was lost. It keeps nothing for later: what can't be done
 * now rejects. Whatever it is asked is answered within `silence`, or rejects, with all else that was asked.
 */
export class RedisConnection {
  readonly redis: Redis
  readonly #asking: NodeJS.Timeout
  #error: Error | undefined
  #isReady = false
  #closed = false
  /** How many attempts there were since it was well: who refuses does so only when there is a connection. */
  #attempts = 0

  constructor({ url, silence, ready, lost }: ConnectionParts) {
    const redis = new Redis(url, {
      lazyConnect: true,
      protocol: 2,
      connectTimeout: silence,
      socketTimeout: silence,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      autoResubscribe: false,
      maxRetriesPerRequest: 0,
      enableReadyCheck: false,
      disableClientInfo: true,
      // No machine comes back sooner because all its clients ask at once.
      retryStrategy: () =>
        Math.min(AGAIN.most, AGAIN.first * 2 ** Math.min(++this.#attempts, 10)) * (0.5 + Math.random() / 2),
    })
    this.redis = redis
    redis.on('error', (error: Error) => {
      this.#error = error
    })
    redis.on('ready', () => void this.#greet(ready))
    redis.on('close', () => {
      this.#isReady = false
      if (!this.#closed) lost(this.#error)
    })
    this.#asking = setInterval(() => this.#ask(), silence / 2)
    // It may fail, and is tried again: that is told to `lost`.
    redis.connect().catch(() => undefined)
  }

  /** What went wrong last; undefined when it is well. */
  get error(): Error | undefined {
    return this.#error
  }

  /** Whether it can be used. */
  get isReady(): boolean {
    return this.#isReady
  }

  /** Gives this connection up, and makes another. */
  giveUp(error: unknown): void {
    this.#error = error instanceof Error ? error : new Error(String(error))
    if (!this.#closed) this.redis.disconnect(true)
  }

  close(): void {
    this.#closed = true
    clearInterval(this.#asking)
    this.redis.disconnect()
  }

  /** That somebody takes a connection says nothing yet: who hangs does, and who will want a password. */
  async #greet(ready: () => void): Promise<void> {
    try {
      await this.redis.ping()
    } catch (error) {
      this.giveUp(error)
      return
    }
    this.#error = undefined
    this.#attempts = 0
    this.#isReady = true
    ready()
  }

  /** Its answer is of no matter; where there is none, the connection is lost. */
  #ask(): void {
    if (this.isReady) this.redis.ping().catch(() => undefined)
  }
}
