import { setTimeout } from 'node:timers/promises'
import type { Report } from '../../rooms/ports.ts'
import { type Bus, BusError, type BusFacts } from '../bus.ts'
import { packParcel, unpackParcel } from './parcel.ts'
import { RedisConnection } from './redis-connection.ts'
import { causeOf, isRedisUrl, isRefusal, reasonOf, redisPlaceOf } from './redis-words.ts'

export interface RedisBusOptions extends BusFacts {
  /** `redis://user:password@host:port`, or `rediss://` by TLS. */
  readonly url: string
  readonly report: Report
  /** How long a Redis that is not there yet is waited for at the start, in milliseconds; 10 s by default. */
  readonly reachedWithin?: number
  /** How long Redis may answer nothing before the connection is given up, in milliseconds; 2 s by default. */
  readonly silence?: number
}

type Hear = (text: string, from: string) => void

const REACHED_WITHIN = 10_000
const SILENCE = 2000
/** How often it is looked whether it is reached, in milliseconds. */
const LOOKED_EVERY = 20
/** How soon one who may hear nothing asks for it again, in milliseconds. */
const HEARS_AGAIN = 1000
/** How many characters may be on their way to Redis; what is more is lost. */
const MOST_UNDERWAY = 32 * 1024 * 1024
/** Texts to one node are sent together, up to so many characters. */
const PARCEL = 64 * 1024
/** How long what was said last may take when it closes, in milliseconds. */
const CLOSED_WITHIN = 500
/** Of how many senders it is known by which connection they send. */
const MOST_SENDERS = 1000

/**
 * Reaches Redis, by which nodes hear each other.
 * @throws BusError in words, where it isn't there in time, or refuses, or that is no address of one
 */
export async function openRedisBus(options: RedisBusOptions): Promise<Bus> {
  if (!isRedisUrl(options.url)) throw new BusError('Redis’ address must be such as redis://user:password@host:6379.')
  const bus = new RedisBus(options)
  try {
    await bus.reached()
    return bus
  } catch (error) {
    await bus.close()
    throw error
  }
}

/**
 * A bus by Redis' published messages: one channel for each node, and one for all. Nothing is kept there, nor here: while
 * Redis is away all is lost, and what is said afterwards is carried again.
 */
class RedisBus implements Bus {
  readonly #options: RedisBusOptions
  readonly #sending: RedisConnection
  readonly #hearing: RedisConnection
  /** By channel, what is to be sent in a moment. */
  #parcels = new Map<string, string[]>()
  #cancelSending: (() => void) | undefined
  #underway = 0
  /** How many connections there were to send by. */
  #connection = 0
  /** By sender: by which of its connections it sends. */
  readonly #senders = new Map<string, number>()
  #hear: Hear | undefined
  #subscribed = false
  /** Whether it is known that it may hear nothing: that is told once. */
  #isRefused = false
  #askingToHear: NodeJS.Timeout | undefined
  /** Whether it is known that Redis is away; at the start that is told otherwise. */
  #isOut = true
  #closed = false

  constructor(options: RedisBusOptions) {
    this.#options = options
    const { url, silence = SILENCE } = options
    const lost = (error: Error | undefined) => this.#lost(error)
    this.#sending = new RedisConnection({
      url,
      silence,
      ready: () => {
        this.#connection++
        this.#isBack()
      },
      lost,
    })
    this.#hearing = new RedisConnection({
      url,
      silence,
      ready: () => {
        if (this.#hear) void this.#hearAgain()
        else this.#isBack()
      },
      lost: (error) => {
        this.#subscribed = false
        clearTimeout(this.#askingToHear)
        lost(error)
      },
    })
    this.#hearing.redis.on('message', (_channel: string, packed: string) => this.#take(packed))
  }

  /** @throws BusError */
  async reached(): Promise<void> {
    await this.#within(async () => {
      if (!this.#sending.isReady || !this.#hearing.isReady) return false
      // Who may connect may not yet publish.
      await this.#sending.redis.publish(this.#channelOf(''), '')
      return true
    })
  }

  async listen(hear: Hear): Promise<void> {
    this.#hear = hear
    await this.#within(async () => {
      if (!this.#subscribed && this.#hearing.isReady) await this.#subscribe()
      return this.#subscribed
    })
  }

  send(node: string, text: string): void {
    if (node !== this.#options.name) this.#put(this.#channelOf(node), text)
  }

  publish(text: string): void {
    this.#put(this.#all, text)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#sendAll()
    this.#closed = true
    clearTimeout(this.#askingToHear)
    this.#hearing.close()
    if (this.#sending.isReady) {
      const said = this.#sending.redis.ping().catch(() => undefined)
      const late = new AbortController()
      await Promise.race([said, setTimeout(CLOSED_WITHIN, undefined, { signal: late.signal }).catch(() => undefined)])
      late.abort()
    }
    this.#sending.close()
  }

  get #all(): string {
    return `soc-draw:${this.#options.cluster}:all`
  }

  #channelOf(node: string): string {
    return `soc-draw:${this.#options.cluster}:node:${node}`
  }

  /** Tries until it is done. @throws BusError */
  async #within(attempt: () => Promise<boolean>): Promise<void> {
    const { url, reachedWithin = REACHED_WITHIN } = this.#options
    const ends = performance.now() + reachedWithin
    for (;;) {
      const failure: unknown = await attempt().then(
        (done) => (done ? 'done' : undefined),
        (error: unknown) => error,
      )
      if (failure === 'done') return
      const error = this.#sending.error ?? this.#hearing.error ?? failure
      if (isRefusal(error) || performance.now() > ends || this.#closed) {
        throw new BusError(`${redisPlaceOf(url)}: ${reasonOf(error)}`, { cause: causeOf(error) })
      }
      await setTimeout(LOOKED_EVERY)
    }
  }

  /** On a new connection. Refused, it asks again after a while, by the same: whoever lets it does so for that one too. */
  async #hearAgain(): Promise<void> {
    try {
      await this.#subscribe()
    } catch (error) {
      if (this.#closed) return
      if (!this.#isRefused) this.#tell(error, 'hearing the other nodes')
      this.#isRefused = true
      clearTimeout(this.#askingToHear)
      this.#askingToHear = globalThis.setTimeout(() => void this.#hearAgain(), HEARS_AGAIN)
    }
  }

  /** Rejects where that is refused; where it fails otherwise, another connection is made. */
  async #subscribe(): Promise<void> {
    try {
      await this.#hearing.redis.subscribe(this.#channelOf(this.#options.name), this.#all)
      this.#subscribed = true
      this.#isRefused = false
      this.#isBack()
    } catch (error) {
      if (isRefusal(error)) throw error
      this.#hearing.giveUp(error)
    }
  }

  #put(channel: string, text: string): void {
    if (this.#closed || !this.#sending.isReady || this.#underway + text.length > MOST_UNDERWAY) return
    const texts = this.#parcels.get(channel) ?? []
    this.#parcels.set(channel, texts)
    texts.push(text)
    this.#underway += text.length
    if (!this.#cancelSending) {
      // Whatever else is said in this turn of the event loop goes along.
      const sending = setImmediate(() => this.#sendAll())
      this.#cancelSending = () => clearImmediate(sending)
    }
  }

  #sendAll(): void {
    this.#cancelSending?.()
    this.#cancelSending = undefined
    const parcels = this.#parcels
    this.#parcels = new Map()
    for (const [channel, texts] of parcels) for (const some of parted(texts)) this.#send(channel, some)
  }

  #send(channel: string, texts: readonly string[]): void {
    const size = texts.reduce((sum, { length }) => sum + length, 0)
    const arrived = () => {
      this.#underway -= size
    }
    const parcel = packParcel({ from: this.#options.name, connection: this.#connection, texts })
    // What is lost is lost; that Redis is away is told elsewhere.
    this.#sending.redis.publish(channel, parcel).then(arrived, arrived)
  }

  #take(packed: string): void {
    const parcel = unpackParcel(packed)
    if (this.#closed || !parcel || parcel.from === this.#options.name || !this.#isInOrder(parcel)) return
    for (const text of parcel.texts) this.#hear?.(text, parcel.from)
  }

  /** What a network held back may come after what was sent since, by another connection. */
  #isInOrder({ from, connection }: { readonly from: string; readonly connection: number }): boolean {
    const known = this.#senders.get(from)
    if (known !== undefined && connection < known) return false
    if (known !== connection) {
      const [oldest] = this.#senders.keys()
      if (known === undefined && this.#senders.size >= MOST_SENDERS && oldest !== undefined)
        this.#senders.delete(oldest)
      this.#senders.set(from, connection)
    }
    return true
  }

  /** Told once, however long it lasts. */
  #lost(error: Error | undefined): void {
    if (this.#closed || this.#isOut) return
    this.#isOut = true
    this.#tell(error, 'reaching the other nodes')
  }

  #tell(error: unknown, doing: string): void {
    const { url, report } = this.#options
    report(new BusError(`${redisPlaceOf(url)}: ${reasonOf(error)}`, { cause: causeOf(error) }), { doing })
  }

  #isBack(): void {
    const hears = this.#hear ? this.#subscribed : this.#hearing.isReady
    if (this.#sending.isReady && hears) this.#isOut = false
  }
}

/** Texts in their order, as many together as may be. */
function* parted(texts: readonly string[]): Iterable<readonly string[]> {
  let part: string[] = []
  let size = 0
  for (const text of texts) {
    if (part.length > 0 && size + text.length > PARCEL) {
      yield part
      part = []
      size = 0
    }
    part.push(text)
    size += text.length
  }
  yield part
}
