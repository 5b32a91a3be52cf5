import type { Point } from './camera.ts'

/** A pointer that is down. */
interface Held {
  readonly type: string
  /** The `buttons` of which one at least is pressed as long as it is down. */
  readonly buttons: number
  readonly at: Point
}

/** Where the pointers that are down are, as one shape: its middle, and how far they are from it on average. */
export interface Shape {
  readonly middle: Point
  readonly spread: number
}

/** The bits that a `button`, by its number, has in `buttons`: left, middle, right or a pen’s side, a pen’s other end. */
const BITS: Readonly<Record<number, number | undefined>> = { 0: 1, 1: 4, 2: 2, 5: 32 }

/** Whatever presses a pen keeps it down: its tip, or a button while the tip lies on. */
const ANY = 0xff

/** Whether this event is about a button that has just gone down. */
export function wentDown({ button, buttons }: PointerEvent): boolean {
  return (buttons & (BITS[button] ?? 0)) !== 0
}

/**
 * The pointers that are down on an element. No release is relied on, for it may have gone elsewhere: each event tells by
 * `buttons` whether its pointer is down still, and the first one of a kind that no other of its kind is.
 */
export class HeldPointers {
  readonly #held = new Map<number, Held>()

  get size(): number {
    return this.#held.size
  }

  get pen(): boolean {
    return [...this.#held.values()].some(({ type }) => type === 'pen')
  }

  has(id: number): boolean {
    return this.#held.has(id)
  }

  press(event: PointerEvent, at: Point): void {
    const { pointerId, pointerType: type, button, isPrimary } = event
    if (isPrimary) for (const [id, held] of this.#held) if (held.type === type) this.#held.delete(id)
    this.#held.set(pointerId, { type, buttons: type === 'pen' ? ANY : (BITS[button] ?? ANY), at })
  }

  /** Whether the pointer of this event was down, and is so no longer. */
  isLifted({ pointerId, buttons }: PointerEvent): boolean {
    const held = this.#held.get(pointerId)
    return held !== undefined && (buttons & held.buttons) === 0
  }

  move(id: number, at: Point): void {
    const held = this.#held.get(id)
    if (held) this.#held.set(id, { ...held, at })
  }

  lift(id: number): void {
    this.#held.delete(id)
  }

  clear(): void {
    this.#held.clear()
  }

  /** Undefined where none is down. */
  get shape(): Shape | undefined {
    const places = [...this.#held.values()].map(({ at }) => at)
    if (places.length === 0) return undefined
    const mean = (of: (at: Point) => number): number => places.reduce((sum, at) => sum + of(at), 0) / places.length
    const middle = { x: mean(({ x }) => x), y: mean(({ y }) => y) }
    return { middle, spread: mean(({ x, y }) => Math.hypot(x - middle.x, y - middle.y)) }
  }
}
