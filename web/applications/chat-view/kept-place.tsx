import type { ComponentChildren } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import type { ScrollKeeper } from './scroll-keeper.ts'

interface Props {
  readonly keeper: ScrollKeeper | undefined
  /** Whether what is in it goes on to the newest message. */
  readonly whole: boolean
  readonly children: ComponentChildren
}

/** What scrolls, so that its reader's place is noted right before it changes, and brought back right after. */
export function KeptPlace({ keeper, whole, children }: Props) {
  // Nothing in it has changed at this moment, and everything may have at the next.
  keeper?.hold()
  useLayoutEffect(() => keeper?.keep(whole))
  return <>{children}</>
}
