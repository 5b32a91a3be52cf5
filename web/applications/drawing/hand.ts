import type { Place } from '../../../server/applications/drawing/stroke.ts'
import type { Clock } from '../../../server/protocol/clock.ts'
import type { Area } from './area.ts'
import type { Point } from './camera.ts'
import type { DrawingActions } from './drawing-actions.ts'
import { hits } from './hits.ts'
import { InkItem } from './ink-item.ts'
import { onBoard, PenStroke } from './pen-stroke.ts'
import { strokeId } from './stroke-id.ts'
import type { Tool, ToolBox } from './tool-box.ts'
import type { Touch } from './touch.ts'

/** The least time between two batches of what one draws, in milliseconds. */
const BATCH = 33

/** The least radius of an eraser, in pixels of the view: what one points at is touched also where a pixel is much of the board. */
const LEAST_ERASER = 3

/** How many strokes are erased by one action, at most. */
const MAX_ERASED = 100

export interface HandParts {
  readonly user: string
  readonly clock: Clock
  readonly tools: ToolBox
  readonly act: DrawingActions
  /** What can be erased. */
  items(): Iterable<InkItem>
  /** How long a pixel of the view is, in board units. */
  pixel(): number
  /** The area around a place, as it is seen; undefined where there is none. */
  area(at: Point): Area | undefined
  /** What is under the pen has changed. */
  drafted(items: readonly InkItem[]): void
  /** Text is to be written there. */
  write(at: Point): void
  /** Something of one's own did not happen. */
  failed(error: unknown): void
}

/** What goes on between putting the pen down and lifting it. */
interface Gesture {
  move(touch: Touch): void
  flush(): void
  end(): void
  /** Ends it without a trace. */
  cancel(): void
}

/**
 * The hand for whoever put it down: mouse, finger, pen or keyboard. Once it was lifted, or another device has taken it,
 * none of it does anything.
 */
export interface Grip {
  readonly holds: boolean
  move(touch: Touch): void
  lift(): void
  /** Lifts the hand as if it had never been down. */
  cancel(): void
}

/** The user's hand with the tool they chose: what it does on the board, whichever device moves it. */
export class Hand {
  readonly #parts: HandParts
  #gesture: Gesture | undefined
  #cancelFlush: () => void = () => undefined

  constructor(parts: HandParts) {
    this.#parts = parts
  }

  get down(): boolean {
    return this.#gesture !== undefined
  }

  /** Puts the hand down, with the chosen tool or another one; whoever had it down before has it no longer. */
  press(touch: Touch, tool: Tool = this.#parts.tools.tool): Grip {
    this.lift()
    const gesture = this.#begin(tool, touch)
    this.#gesture = gesture
    if (gesture) this.#scheduleFlush()
    const holds = (): boolean => gesture !== undefined && this.#gesture === gesture
    return {
      get holds() {
        return holds()
      },
      move: (next) => holds() && gesture?.move(next),
      lift: () => holds() && this.lift(),
      cancel: () => holds() && this.#take()?.cancel(),
    }
  }

  /** Lifts it, whoever put it down. */
  lift(): void {
    const gesture = this.#take()
    gesture?.flush()
    gesture?.end()
  }

  /** Puts text on the board. */
  type(text: string, at: Point): void {
    const { colour, width } = this.#parts.tools
    this.#place({ tool: 'text', id: strokeId(), colour, width, points: [onBoard(at.x), onBoard(at.y)], text })
  }

  #begin(tool: Tool, touch: Touch): Gesture | undefined {
    switch (tool) {
      case 'pen':
        return this.#draw(touch)
      case 'eraser':
        return this.#erase(touch)
      case 'text':
        this.#parts.write(touch)
        return undefined
      case 'fill':
        return this.#fill(touch)
      case 'move':
        return undefined
      default:
        return this.#span(tool, touch)
    }
  }

  #draw(touch: Touch): Gesture {
    const { user, tools, act, drafted } = this.#parts
    const pen = { author: user, colour: tools.colour, width: tools.width }
    const line = new PenStroke(pen, touch, { act, attempt: (action) => this.#attempt(action) })
    const show = () => drafted([line.item])
    show()
    return {
      move: (next) => {
        line.add(next)
        show()
      },
      flush: () => line.flush(),
      // What was told is shown at once, by prediction.
      end: () => drafted([]),
      cancel: () => {
        // If it was begun it is the last that was told; where it was refused there is nothing to be taken back.
        this.#attempt(act.undo({ only: line.id }))
        drafted([])
      },
    }
  }

  #span(tool: 'line' | 'rectangle' | 'ellipse', from: Touch): Gesture {
    const { user, tools, drafted } = this.#parts
    const { colour, width } = tools
    let shape: Place | undefined
    return {
      move: (to) => {
        const points = [from.x, from.y, to.x, to.y].map(onBoard)
        const id = strokeId()
        shape = { tool, id, colour, width, points }
        drafted([new InkItem(id, { tool, colour, width, points, author: user, order: Infinity })])
      },
      flush: () => undefined,
      end: () => {
        if (shape) this.#place(shape)
        drafted([])
      },
      cancel: () => drafted([]),
    }
  }

  #erase(start: Touch): Gesture {
    const { tools, act, items, pixel } = this.#parts
    let from: Point = start
    let joins = false
    let first: string | undefined
    const gone = new Set<string>()
    const waiting: string[] = []
    const rub = (to: Point): void => {
      const radius = Math.max(tools.eraser, LEAST_ERASER * pixel())
      for (const id of hits(items(), { from, to, radius })) {
        if (!gone.has(id)) waiting.push(id)
        gone.add(id)
      }
      from = to
    }
    const tell = (): void => {
      first ??= waiting[0]
      while (waiting.length > 0) {
        this.#attempt(act.erase({ ids: waiting.splice(0, MAX_ERASED), joins }))
        joins = true
      }
    }
    rub(start)
    return {
      move: rub,
      flush: tell,
      end: () => undefined,
      cancel: () => {
        if (first !== undefined) this.#attempt(act.undo({ only: first }))
      },
    }
  }

  /** Fills when the touch ends: two fingers that move the view begin with one. */
  #fill(at: Point): Gesture {
    const { tools, area } = this.#parts
    const end = (): void => {
      const found = area(at)
      if (found) this.#place({ tool: 'fill', id: strokeId(), colour: tools.colour, width: tools.width, ...found })
    }
    return { move: () => undefined, flush: () => undefined, end, cancel: () => undefined }
  }

  #place(what: Place): void {
    this.#attempt(this.#parts.act.place(what))
  }

  /** Ends what goes on, and hands it over for its end. */
  #take(): Gesture | undefined {
    const gesture = this.#gesture
    this.#gesture = undefined
    this.#cancelFlush()
    return gesture
  }

  #attempt(action: Promise<unknown>): void {
    action.catch((error: unknown) => this.#parts.failed(error))
  }

  #scheduleFlush(): void {
    this.#cancelFlush = this.#parts.clock.setTimer(BATCH, () => {
      this.#gesture?.flush()
      this.#scheduleFlush()
    })
  }
}
