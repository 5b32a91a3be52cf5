import { redraw } from '../../../server/applications/draw-and-guess/redraw.ts'
import type { PastTurn } from '../../../server/applications/draw-and-guess/state.ts'
import type { DrawAndGuess } from '../../../server/applications/draw-and-guess.ts'
import { type Drawing, emptyDrawing } from '../../../server/applications/drawing/drawing.ts'
import type { PastActionOf } from '../../../server/contract/client-types.ts'
import type { Clock } from '../../../server/protocol/clock.ts'
import { applyPatches } from '../../../server/state/apply.ts'
import { record } from '../../../server/state/record.ts'
import type { Room } from '../../client/client-api.ts'
import { Listeners, type Subscribable } from '../../common/store.ts'
import { problemOf } from './problem-of.ts'

/** How many actions are asked for at once, and how often at most: more than a hand can do in four minutes. */
const PAGE = 200
const MAX_PAGES = 100

/** A pause of the hand is shown no longer than this, and a whole turn no longer than that, in milliseconds. */
const PAUSE = 400
const WHOLE = 15_000

/** How often the picture changes while it is played. */
const FRAME = 40

type Deed = PastActionOf<DrawAndGuess>

export interface ReplayParts {
  readonly turn: PastTurn
  readonly clock: Clock
  readonly history: Room<DrawAndGuess>['history']
}

/** A past turn's drawing, made again of the room's history: at any time of it, or played from there on. */
export class Replay implements Subscribable {
  readonly turn: PastTurn
  readonly #parts: ReplayParts
  readonly #listeners = new Listeners()
  #deeds: readonly Deed[] = []
  /** When each of them is shown, in milliseconds from the beginning. */
  #times: readonly number[] = []
  #done = 0
  #live: Drawing = emptyDrawing()
  #drawing: Drawing = emptyDrawing()
  #at = 0
  #loading = true
  #problem: string | undefined
  #cancel: () => void = () => undefined
  #playing = false
  #ended = false

  constructor(parts: ReplayParts) {
    this.#parts = parts
    this.turn = parts.turn
  }

  get loading(): boolean {
    return this.#loading
  }

  /** Why it can't be shown, in words. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** The drawing as it was then. Never changed: what changed is a new object. */
  get drawing(): Drawing {
    return this.#drawing
  }

  /** Where it is, and how long it is, in milliseconds. */
  get at(): number {
    return this.#at
  }

  get length(): number {
    return this.#times.at(-1) ?? 0
  }

  get playing(): boolean {
    return this.#playing
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener)
  }

  /** Loads it, and shows how it ended. */
  async load(): Promise<void> {
    this.#loading = true
    this.#problem = undefined
    this.#listeners.notify()
    try {
      this.#deeds = await this.#fetch()
      this.#times = timesOf(this.#deeds)
      if (!this.#ended) this.#show(this.length)
    } catch (error) {
      this.#problem = problemOf(error)
    }
    this.#loading = false
    this.#listeners.notify()
  }

  /** Goes on from where it is, or from the beginning when it is at its end. */
  play(): void {
    if (this.#playing || this.#ended || this.length === 0) return
    if (this.#at >= this.length) this.#show(0)
    this.#playing = true
    this.#schedule()
    this.#listeners.notify()
  }

  pause(): void {
    this.#cancel()
    this.#playing = false
    this.#listeners.notify()
  }

  seek(at: number): void {
    this.#show(Math.min(this.length, Math.max(0, at)))
    this.#listeners.notify()
  }

  destroy(): void {
    this.#ended = true
    this.#cancel()
  }

  #schedule(): void {
    const since = this.#parts.clock.now()
    this.#cancel = this.#parts.clock.setTimer(FRAME, () => {
      // The clock may have been set, and a hidden page's timers are slow.
      const passed = Math.min(1000, Math.max(0, this.#parts.clock.now() - since))
      this.#show(Math.min(this.length, this.#at + passed))
      this.#playing = this.#at < this.length
      if (this.#playing) this.#schedule()
      this.#listeners.notify()
    })
  }

  #show(at: number): void {
    this.#at = at
    const until = this.#times.findIndex((time) => time > at)
    const wanted = until < 0 ? this.#deeds.length : until
    if (wanted < this.#done) {
      this.#live = emptyDrawing()
      this.#drawing = emptyDrawing()
      this.#done = 0
    }
    const patches = this.#deeds
      .slice(this.#done, wanted)
      .flatMap((deed) => record(this.#live, (draft) => redraw(draft, deed)).patches)
    this.#drawing = applyPatches(this.#drawing, patches)
    this.#done = wanted
  }

  /** What the history has of the turn, the oldest first. */
  async #fetch(): Promise<readonly Deed[]> {
    const { turn, history } = this.#parts
    const found: Deed[] = []
    let before: number | null = turn.to + 1
    for (let page = 0; page < MAX_PAGES && before !== null && before > turn.from && !this.#ended; page += 1) {
      const { actions, before: next }: Awaited<ReturnType<typeof history>> = await history({ before, limit: PAGE })
      found.push(...actions)
      before = next
    }
    return found.filter(({ version }) => version > turn.from && version <= turn.to).reverse()
  }
}

function timesOf(deeds: readonly Deed[]): readonly number[] {
  let at = 0
  const times = deeds.map((deed, index) => {
    const before = deeds[index - 1]?.at ?? deed.at
    at += Math.min(PAUSE, Math.max(0, deed.at - before))
    return at
  })
  const share = Math.min(1, WHOLE / Math.max(1, at))
  return times.map((time) => Math.round(time * share))
}
