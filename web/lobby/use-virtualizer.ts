import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from '@tanstack/virtual-core'
import { useLayoutEffect, useReducer, useState } from 'preact/hooks'

type Given =
  | 'count'
  | 'getScrollElement'
  | 'estimateSize'
  | 'getItemKey'
  | 'scrollMargin'
  | 'overscan'
  | 'gap'
  | 'rangeExtractor'
type Options = VirtualizerOptions<HTMLElement, HTMLElement>

/** Which rows of a long list are near what is seen of it, and where each stands: rendered anew whenever that changes. */
export function useVirtualizer(options: Required<Pick<Options, Given>>): Virtualizer<HTMLElement, HTMLElement> {
  const [, renderAnew] = useReducer((count: number) => count + 1, 0)
  const whole: Options = {
    ...options,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => renderAnew(undefined),
  }
  const [virtualizer] = useState(() => new Virtualizer(whole))
  virtualizer.setOptions(whole)
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer])
  useLayoutEffect(() => virtualizer._willUpdate())
  return virtualizer
}
