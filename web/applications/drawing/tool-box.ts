import { Listeners, type Subscribable } from '../../common/store.ts'
import { thickness } from './geometry.ts'

export const TOOLS = ['pen', 'eraser', 'fill', 'line', 'rectangle', 'ellipse', 'text', 'move'] as const
export type Tool = (typeof TOOLS)[number]

/** Which tool is in the user's hand, and how it draws. */
export class ToolBox implements Subscribable {
  readonly #listeners = new Listeners()
  #tool: Tool = 'pen'
  #colour = 0
  #width = 2

  get tool(): Tool {
    return this.#tool
  }

  get colour(): number {
    return this.#colour
  }

  get width(): number {
    return this.#width
  }

  /** The eraser's radius, in board units. */
  get eraser(): number {
    return thickness(this.#width)
  }

  take(tool: Tool): void {
    this.#tool = tool
    this.#listeners.notify()
  }

  /** Who takes a colour wants to draw with it. */
  dip(colour: number): void {
    this.#colour = colour
    if (this.#tool === 'eraser' || this.#tool === 'move') this.#tool = 'pen'
    this.#listeners.notify()
  }

  setWidth(width: number): void {
    this.#width = width
    this.#listeners.notify()
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener)
  }
}
