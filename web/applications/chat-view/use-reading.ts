import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useSubscription } from '../../common/use-subscription.ts'
import type { ChatModel } from './chat-model.ts'
import type { PastState } from './past.ts'
import { ScrollKeeper } from './scroll-keeper.ts'

/** Where the reader is in the list of messages. */
export interface Reading {
  /** To be put on the element that scrolls. */
  readonly list: RefObject<HTMLElement | null>
  /** Undefined until the element is there. */
  readonly keeper: ScrollKeeper | undefined
  readonly atEnd: boolean
  /** How many messages of others came since the reader left the end. */
  readonly news: number
  /** How the list's upper end stands, and the lower one where more goes on there. */
  readonly above: PastState
  readonly below: PastState
  toEnd(): void
}

/** Follows the reader through the list, and has the model load what they come near. */
export function useReading(model: ChatModel): Reading {
  const list = useRef<HTMLElement>(null)
  const [keeper, setKeeper] = useState<ScrollKeeper | undefined>(undefined)
  useLayoutEffect(() => {
    if (list.current === null) return
    const made = new ScrollKeeper(list.current)
    setKeeper(made)
    return () => made.destroy()
  }, [])
  const atEnd = useSubscription(keeper?.atEnd, () => keeper?.atEnd.value ?? true)
  const sent = useSubscription(model, () => model.sent)
  const shown = useSubscription(model, () => model.shown)
  /** The room's version when the reader was last at the end, or opened the chat. */
  const left = useRef(0)
  if (atEnd) left.current = model.version
  // New messages are not among the lines of a reader who is far up.
  const news = useSubscription(model, () => (atEnd ? 0 : model.newsSince(left.current).length))

  useLayoutEffect(() => model.follow(atEnd), [model, atEnd])
  // One's own message always brings one down.
  useLayoutEffect(() => {
    if (sent > 0) keeper?.toEnd()
  }, [keeper, sent])
  useLayoutEffect(() => {
    if (model.firstNew !== undefined && keeper?.atEnd.value) left.current = model.firstNew - 1
    keeper?.restore(list.current?.querySelector<HTMLElement>('.chat-new') ?? null)
  }, [keeper, shown])
  const ends = useLoading(model, keeper)

  return {
    ...ends,
    list,
    keeper,
    atEnd,
    news,
    toEnd: () => {
      model.toNewest()
      keeper?.toEnd()
    },
  }
}

/** What failed to load is not asked for again by itself. */
function useLoading(model: ChatModel, keeper: ScrollKeeper | undefined): Pick<Reading, 'above' | 'below'> {
  const nearTop = useSubscription(keeper?.nearTop, () => keeper?.nearTop.value ?? false)
  const nearBottom = useSubscription(keeper?.nearBottom, () => keeper?.nearBottom.value ?? false)
  const above = useSubscription(model, () => model.past.above)
  const below = useSubscription(model, () => model.past.below)
  // What was loaded a moment ago may have moved the ends away.
  useLayoutEffect(() => {
    if (keeper?.nearTop.value && above === 'idle') model.past.loadAbove()
  }, [keeper, nearTop, above])
  useLayoutEffect(() => {
    if (keeper?.nearBottom.value && below === 'idle') model.past.loadBelow()
  }, [keeper, nearBottom, below])
  return { above, below }
}
