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
  const messages = useSubscription(model, () => model.messages)
  const sent = useSubscription(model, () => model.outgoing.at(-1)?.key ?? 0)
  const shown = useSubscription(model, () => model.shown)
  /** The last message's version when the reader was last at the end, or opened the chat. */
  const left = useRef(0)
  if (atEnd) left.current = messages.at(-1)?.id ?? 0

  useLayoutEffect(() => keeper?.settle(), [keeper, messages, sent])
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
    news: atEnd ? 0 : news(messages, left.current, model.room.user.id).length,
    toEnd: () => keeper?.toEnd(),
  }
}
