import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/**
 * Whether a key belongs to an input method rather than to the page: Enter that picks a Chinese word must not send. The
 * answer holds for one tick after the composition's end, because some browsers send that very Enter after it.
 */
export function useComposition(area: RefObject<HTMLElement | null>): { active(event: KeyboardEvent): boolean } {
  const composing = useRef(false)
  useLayoutEffect(() => {
    const element = area.current
    if (element === null) return
    let ending: ReturnType<typeof setTimeout> | undefined
    const start = (): void => {
      clearTimeout(ending)
      composing.current = true
    }
    const end = (): void => {
      ending = setTimeout(() => {
        composing.current = false
      })
    }
    element.addEventListener('compositionstart', start)
    element.addEventListener('compositionend', end)
    return () => {
      clearTimeout(ending)
      element.removeEventListener('compositionstart', start)
      element.removeEventListener('compositionend', end)
    }
  }, [area])
  return { active: (event) => event.isComposing || composing.current }
}
