import type { Point } from '../drawing/camera.ts'
import { eachPoint } from '../drawing/geometry.ts'
import type { InkItem } from '../drawing/ink-item.ts'

type Presence = ReadonlyMap<string, Point | null>

/** More strokes than this at once are a board that is opened, and no sign of where anybody is. */
const MOST_DRAWN = 100

/** Where the others' pens are: where they say, and while they draw, where their ink ends. So ink needs no second message. */
export class Cursors {
  readonly #own: string
  #said: Presence = new Map()
  #at: ReadonlyMap<string, Point> = new Map()

  constructor(own: string) {
    this.#own = own
  }

  /** By user; another map at each change. */
  get at(): ReadonlyMap<string, Point> {
    return this.#at
  }

  present(said: Presence): void {
    if (said === this.#said) return
    const at = new Map(this.#at)
    for (const user of at.keys()) if (!said.has(user)) at.delete(user)
    for (const [user, place] of said) {
      if (user === this.#own || place === this.#said.get(user)) continue
      if (place) at.set(user, place)
      else at.delete(user)
    }
    this.#said = said
    this.#at = at
  }

  /** These strokes are new, or went on. */
  drawn(items: readonly InkItem[]): void {
    if (items.length > MOST_DRAWN) return
    const at = new Map(this.#at)
    for (const { stroke } of items) {
      // Who has said nothing may be gone: what they drew before one came is no sign of them.
      if (stroke.tool !== 'pen' || stroke.author === this.#own || !this.#said.has(stroke.author)) continue
      let last: Point = { x: 0, y: 0 }
      eachPoint(stroke, (x, y) => {
        last = { x, y }
      })
      at.set(stroke.author, last)
    }
    this.#at = at
  }
}
