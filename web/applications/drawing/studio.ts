import { plainLine } from '../../../server/contract/plain-text.ts'
import type { Clock } from '../../../server/protocol/clock.ts'
import { SocDrawError } from '../../../server/protocol/errors.ts'
import { Listeners, type Subscribable } from '../../common/store.ts'
import { areaAround } from './area.ts'
import type { Point } from './camera.ts'
import type { DrawingActions } from './drawing-actions.ts'
import { Easel } from './easel.ts'
import { Hand } from './hand.ts'
import type { InkItem } from './ink-item.ts'
import type { DrawingSeen } from './ink-items.ts'
import { ToolBox } from './tool-box.ts'
import { Viewpoint } from './viewpoint.ts'

export interface StudioParts {
  readonly user: string
  readonly clock: Clock
  readonly act: DrawingActions
}

/** How long a problem is shown, in milliseconds. */
const PROBLEM_SHOWN = 6_000

/** What has come to an end under one's pen needs no words: one sees it. */
const SILENT: readonly string[] = ['STROKE_ENDED', 'STROKE_TAKEN', 'ROOM_LEFT']

/** All that one draws with: tools, a hand, an easel with the drawing on it, and the place one looks from. */
export class Studio implements Subscribable {
  readonly tools = new ToolBox()
  readonly viewpoint = new Viewpoint()
  readonly easel: Easel
  readonly hand: Hand
  readonly act: DrawingActions
  readonly #listeners = new Listeners()
  readonly #clock: Clock
  readonly #stopLooking: () => void
  #cancelProblem: () => void = () => undefined
  #problem: string | undefined
  #writing: Point | undefined

  constructor({ user, clock, act }: StudioParts) {
    const easel = new Easel(this.viewpoint.camera, (extent) => this.viewpoint.resize(extent))
    this.easel = easel
    this.act = act
    this.#clock = clock
    this.hand = new Hand({
      user,
      clock,
      tools: this.tools,
      act,
      items: () => easel.items,
      pixel: () => 1 / this.viewpoint.camera.zoom,
      area: (at) => areaAround(easel.cells(), at),
      drafted: (items) => easel.draft(items),
      write: (at) => this.#write(at),
      failed: (error) => this.failed(error),
    })
    this.#stopLooking = this.viewpoint.subscribe(() => easel.look(this.viewpoint.camera))
  }

  /** What went wrong last, in words; undefined after a while. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** Where text is being written, on the board. */
  get writing(): Point | undefined {
    return this.#writing
  }

  /** Shows the drawing, and returns the strokes that are new or went on. */
  show(drawing: Pick<DrawingSeen, 'ink'>): readonly InkItem[] {
    return this.easel.show(drawing)
  }

  /** Puts what was written on the board; nothing is put for no text, nor for what nobody sees. */
  written(text: string): void {
    const line = plainLine(text).trim()
    if (this.#writing && line !== '') this.hand.type(line, this.#writing)
    this.#write(undefined)
  }

  undo(): void {
    this.hand.lift()
    this.act.undo({}).catch((error: unknown) => this.failed(error))
  }

  redo(): void {
    this.hand.lift()
    this.act.redo({}).catch((error: unknown) => this.failed(error))
  }

  /** Says that something of one's own did not happen. */
  failed(error: unknown): void {
    if (!(error instanceof SocDrawError)) console.error(error)
    else if (SILENT.includes(error.code)) return
    this.say(error instanceof SocDrawError ? error.message : 'Something went wrong in this page.')
  }

  /** Shows the user some words for a while. */
  say(words: string): void {
    this.#tell(words)
    this.#cancelProblem()
    this.#cancelProblem = this.#clock.setTimer(PROBLEM_SHOWN, () => this.#tell(undefined))
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener)
  }

  destroy(): void {
    this.hand.lift()
    this.#cancelProblem()
    this.#stopLooking()
    this.easel.destroy()
  }

  #tell(problem: string | undefined): void {
    this.#problem = problem
    this.#listeners.notify()
  }

  #write(at: Point | undefined): void {
    this.#writing = at
    this.#listeners.notify()
  }
}
