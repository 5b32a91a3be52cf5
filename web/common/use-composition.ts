import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/** What browsers give as `keyCode` for a key that an input method took: Safari, for one that comes after its composition. */
const TAKEN = 229

/**
 * Whether a key belongs to an input method rather than to the page: Enter that picks a Chinese word must not send, nor
 * Escape that puts it away undo anything. The answer holds for one tick after the composition's end, because some browsers
 * send that very key after it. The field may come and go.
 */
export function useComposition(field: RefObject<HTMLElement | null>): { active(event: KeyboardEvent): boolean } {
  const composing = useRef(false)
  useLayoutEffect(() => {
    let ending: ReturnType<typeof setTimeout> | undefined
    const start = ({ target }: Event): void => {
      if (target !== field.current) return
      clearTimeout(ending)
      composing.current = true
    }
    const end = ({ target }: Event): void => {
      if (target !== field.current) return
      clearTimeout(ending)
      ending = setTimeout(() => {
        composing.current = false
      })
    }
    document.addEventListener('compositionstart', start)
    document.addEventListener('compositionend', end)
    return () => {
      clearTimeout(ending)
      document.removeEventListener('compositionstart', start)
      document.removeEventListener('compositionend', end)
    }
  }, [field])
  return { active: (event) => event.isComposing || event.keyCode === TAKEN || composing.current }
}
