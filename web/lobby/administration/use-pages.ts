import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { toSocDrawError } from '../to-soc-draw-error.ts'

/** A stretch of a list. */
export interface Stretch<Item> {
  readonly items: readonly Item[]
  /** What asks for the next one; null where there is none. */
  readonly next: string | null
}

export interface Pages<Item> {
  /** Undefined until the first stretch is there. */
  readonly items: readonly Item[] | undefined
  readonly more: boolean
  readonly busy: boolean
  readonly problem: string | undefined
  loadMore(): void
  /** From the start. */
  reload(): void
  /** Asks for the first stretch again, quietly: those of its items that are there become what they are by now. */
  refresh(isSame: (one: Item, other: Item) => boolean): void
  /** Puts an item in the place of those for which this holds. */
  replace(item: Item, is: (other: Item) => boolean): void
}

interface State<Item> {
  readonly items: readonly Item[] | undefined
  readonly next: string | null
  readonly busy: boolean
  readonly problem: string | undefined
}

const NOTHING = { items: undefined, next: null, busy: true, problem: undefined } as const

/**
 * A list that is asked for a stretch at a time. An answer that comes late, after something else was asked, counts for nothing.
 * @param question what is asked: another one begins another list, and the one before is shown until it is there
 */
export function usePages<Item>(ask: (after?: string) => Promise<Stretch<Item>>, question: string): Pages<Item> {
  const [state, setState] = useState<State<Item>>(NOTHING)
  const turn = useRef(0)
  /** How often an item was replaced: what was asked before that is older. */
  const replaced = useRef(0)
  const asking = useRef(ask)
  asking.current = ask
  const load = useCallback(async (after?: string): Promise<void> => {
    const own = ++turn.current
    setState((before) => ({ ...before, busy: true, problem: undefined }))
    try {
      const { items, next } = await asking.current(after)
      if (own !== turn.current) return
      setState((before) => {
        const all = after === undefined ? items : [...(before.items ?? []), ...items]
        return { items: all, next, busy: false, problem: undefined }
      })
    } catch (error) {
      const { message } = toSocDrawError(error)
      if (own === turn.current) setState((before) => ({ ...before, busy: false, problem: message }))
    }
  }, [])
  useLayoutEffect(() => {
    void load()
    return () => {
      turn.current++
    }
  }, [load, question])
  const refresh = useCallback(async (isSame: (one: Item, other: Item) => boolean): Promise<void> => {
    const [own, before] = [turn.current, replaced.current]
    const isLate = (): boolean => own !== turn.current || before !== replaced.current
    try {
      const { items: now } = await asking.current()
      if (isLate()) return
      const newest = (item: Item): Item => now.find((other) => isSame(item, other)) ?? item
      setState((state) => ({ ...state, problem: undefined, items: state.items?.map(newest) }))
    } catch (error) {
      const { message } = toSocDrawError(error)
      if (!isLate()) setState((state) => ({ ...state, problem: message }))
    }
  }, [])
  const { items, next, busy, problem } = state
  return {
    items,
    more: next !== null,
    busy,
    problem,
    loadMore: () => {
      if (!busy && next !== null) void load(next)
    },
    reload: () => void load(),
    refresh: (isSame) => {
      if (!busy) void refresh(isSame)
    },
    replace: (item, is) => {
      replaced.current++
      setState((before) => ({ ...before, items: before.items?.map((other) => (is(other) ? item : other)) }))
    },
  }
}
