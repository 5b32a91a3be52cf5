import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { safeStorage } from '../common/safe-storage.ts'

const KEY = 'soc-draw.rail'

/** Whether the list of rooms is put away beside a room, and what changes that. */
export interface Folding {
  readonly folded: boolean
  fold(folded: boolean): void
}

/** The browser remembers it. The focus goes on to the button that undoes it: the other one is gone. */
export function useFolding(): Folding {
  const [storage] = useState(() => safeStorage(() => window.localStorage))
  const [folded, setFolded] = useState(() => storage.getItem(KEY) === 'folded')
  const pressed = useRef(false)
  useLayoutEffect(() => {
    if (pressed.current) document.getElementById(folded ? 'rail-unfold' : 'rail-fold')?.focus()
  }, [folded])
  return {
    folded,
    fold(next) {
      pressed.current = true
      storage.setItem(KEY, next ? 'folded' : 'unfolded')
      setFolded(next)
    },
  }
}
