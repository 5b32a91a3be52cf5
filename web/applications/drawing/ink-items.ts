import type { Drawing } from '../../../server/applications/drawing/drawing.ts'
import type { Stroke } from '../../../server/applications/drawing/stroke.ts'
import { InkItem } from './ink-item.ts'

type Ink = { readonly [group: string]: { readonly [id: string]: Stroke } }

/** A drawing as a view gets it: nothing in it is changed, what changed is a new object. */
export type DrawingSeen = { readonly [Key in keyof Pick<Drawing, 'ink' | 'tally' | 'past'>]: Drawing[Key] }

/** What became of the strokes that can be seen. */
export interface InkChange {
  readonly added: readonly InkItem[]
  /** Those that went on, or turned out otherwise than they were taken for. */
  readonly changed: readonly { readonly item: InkItem; readonly before: InkItem }[]
  readonly removed: readonly InkItem[]
}

type Gathered = { [Key in keyof InkChange]: InkChange[Key][number][] }

/** The strokes that can be seen. An update costs as much as what changed, and looks at nothing that stayed the same. */
export class InkItems {
  readonly #items = new Map<string, InkItem>()
  #ink: Ink = {}

  get all(): Iterable<InkItem> {
    return this.#items.values()
  }

  update(ink: Ink): InkChange {
    const before = this.#ink
    this.#ink = ink
    const change = { added: [], changed: [], removed: [] } satisfies Gathered as Gathered
    for (const group of new Set([...Object.keys(before), ...Object.keys(ink)])) {
      const [old, now] = [before[group], ink[group]]
      if (old === now) continue
      for (const id in old) if (now?.[id] === undefined) this.#take(id, undefined, change)
      for (const id in now) if (old?.[id] !== now[id]) this.#take(id, now[id], change)
    }
    return change
  }

  #take(id: string, stroke: Stroke | undefined, change: Gathered): void {
    const old = this.#items.get(id)
    if (stroke === undefined || stroke.gone !== undefined) {
      if (!old) return
      this.#items.delete(id)
      change.removed.push(old)
      return
    }
    const item = new InkItem(id, stroke)
    this.#items.set(id, item)
    if (old) change.changed.push({ item, before: old })
    else change.added.push(item)
  }
}
