import type { chat } from '../../../server/applications/chat.ts'
import type { Clock } from '../../../server/protocol/clock.ts'
import { SocDrawError } from '../../../server/protocol/errors.ts'
import { MAX_HISTORY_PAGE } from '../../../server/protocol/limits.ts'
import type { PastPage, Room } from '../../client/client-api.ts'
import type { ChatLine } from './chat-lines.ts'
import type { Stretch } from './stretch.ts'

/** How many older messages are loaded at once. */
const PAGE = 100
/** How many versions it goes towards the newest messages at once: no page of history holds more messages. */
const STRIDE = MAX_HISTORY_PAGE
/** How long after messages of the past came in nothing is read out, in milliseconds. */
const HUSH = 1000

/** How one end of what is shown stands: nothing is asked for, something is on its way, or did not come. */
export type PastState = 'idle' | 'loading' | 'failed'
type Side = 'above' | 'below'

interface PastPorts {
  readonly room: Pick<Room<typeof chat>, 'history'>
  readonly stretch: Stretch
  readonly clock: Clock
  /** The stretch or a state has changed. */
  changed(): void
}

/** Loads what a stretch of the conversation lacks, at either end. */
export class Past {
  readonly #ports: PastPorts
  readonly #states: Record<Side, PastState> = { above: 'idle', below: 'idle' }
  #quiet = false
  #cancelHush: () => void = () => undefined

  constructor(ports: PastPorts) {
    this.#ports = ports
  }

  /** The upper end, where older messages go on. */
  get above(): PastState {
    return this.#states.above
  }

  /** The lower end, where newer messages go on as long as the newest are not shown. */
  get below(): PastState {
    return this.#states.below
  }

  /** Whether what comes in now is the past, which nobody wants to hear read out. */
  get quiet(): boolean {
    return this.#quiet
  }

  /** Loads older messages; at the beginning, or while it does so already, nothing happens. */
  loadAbove(): void {
    if (this.#ports.stretch.from !== null) void this.#load('above', () => this.#above())
  }

  /** Loads the messages that follow; where the newest are shown, or while it does so already, nothing happens. */
  loadBelow(): void {
    if (!this.#ports.stretch.joined) void this.#load('below', () => this.#below())
  }

  /** Messages that are not new are about to come in: nothing is read out for a while. */
  hush(): void {
    this.#quiet = true
    this.#cancelHush()
    this.#cancelHush = this.#ports.clock.setTimer(HUSH, () => {
      this.#quiet = Object.values(this.#states).includes('loading')
      this.#ports.changed()
    })
  }

  stop(): void {
    this.#cancelHush()
  }

  async #load(side: Side, load: () => Promise<void>): Promise<void> {
    if (this.#states[side] === 'loading') return
    this.#states[side] = 'loading'
    this.hush()
    this.#ports.changed()
    try {
      await load()
      this.#states[side] = 'idle'
    } catch (error) {
      if (!(error instanceof SocDrawError)) console.error(error)
      this.#states[side] = 'failed'
    }
    this.hush()
    this.#ports.changed()
  }

  /** One page of older messages: a page may be empty, and its next one not. */
  async #above(): Promise<void> {
    const { room, stretch } = this.#ports
    let from = stretch.from
    while (from !== null) {
      const page: PastPage<typeof chat> = await room.history({ before: from, limit: PAGE })
      // Meanwhile its upper end is elsewhere.
      if (stretch.from !== from) return
      stretch.addAbove(linesOf(page), page.before)
      if (page.actions.length > 0) return
      from = page.before
    }
  }

  /** The next messages towards the newest. History only tells what was before: so a bounded step on, and back from there. */
  async #below(): Promise<void> {
    const { stretch } = this.#ports
    let { until } = stretch
    while (until !== undefined) {
      const end = Math.min(until + STRIDE + 1, stretch.liveFrom)
      const lines = await this.#between(until, end)
      // Meanwhile its lower end is elsewhere.
      if (stretch.until !== until) return
      stretch.addBelow(lines, end - 1)
      if (lines.length > 0) return
      until = stretch.until
    }
  }

  /** Every message after version `after` and before version `before`. */
  async #between(after: number, before: number): Promise<readonly ChatLine[]> {
    let lines: readonly ChatLine[] = []
    let end: number | null = before
    while (end !== null && end > after + 1) {
      const page: PastPage<typeof chat> = await this.#ports.room.history({ before: end, limit: STRIDE })
      lines = [...linesOf(page).filter(({ id }) => id > after), ...lines]
      end = page.before
    }
    return lines
  }
}

/** Past messages as the list shows them, in the order in which they were said. */
function linesOf({ actions }: PastPage<typeof chat>): readonly ChatLine[] {
  return actions.toReversed().map(({ version, user, payload, at }) => {
    return {
      id: version,
      sender: user.id,
      name: user.name,
      text: payload.text,
      at,
      key: `past ${version}`,
      pending: false,
    }
  })
}
