import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useSubscription } from '../../common/use-subscription.ts'
import type { ChatModel } from './chat-model.ts'
import { ScrollKeeper } from './scroll-keeper.ts'
import { news } from './timeline.ts'

/** Where the reader is in the list of messages. */
export interface Reading {
  /** To be put on the element that scrolls. */
  readonly list: RefObject<HTMLElement>
  readonly atEnd: boolean
  /** How many messages of others came since the reader left the end. */
  readonly news: number
  toEnd(): void
}

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
  const lines = useSubscription(model, () => model.lines)
  const sent = useSubscription(model, () => model.sent)
  const unsent = useSubscription(model, () => model.unsent)
  const shown = useSubscription(model, () => model.shown)
  /** The room's version when the reader was last at the end, or opened the chat. */
  const left = useRef(0)
  if (atEnd) left.current = model.version

  useLayoutEffect(() => keeper?.settle(), [keeper, lines, unsent])
  // One's own message always brings one down.
  useLayoutEffect(() => {
    if (sent > 0) keeper?.toEnd()
  }, [keeper, sent])
  useLayoutEffect(() => {
    if (model.firstNew !== undefined && keeper?.atEnd.value) left.current = model.firstNew - 1
    keeper?.restore(list.current?.querySelector<HTMLElement>('.chat-new') ?? null)
  }, [keeper, shown])

  return {
    list,
    atEnd,
    news: atEnd ? 0 : news(lines, left.current, model.room.user.id).length,
    toEnd: () => keeper?.toEnd(),
  }
}
