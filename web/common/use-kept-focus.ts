import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'

/** `keepFocus` for as long as a component stands. It is loaded apart: nothing has the focus yet that could be lost. */
export function useKeptFocus(root: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    let end: (() => void) | undefined
    let over = false
    const keep = async (element: HTMLElement): Promise<void> => {
      const { keepFocus } = await import('./keep-focus.ts')
      if (!over) end = keepFocus(element)
    }
    if (root.current) {
      keep(root.current).catch((error: unknown) => console.error('The keyboard may lose its place.', error))
    }
    return () => {
      over = true
      end?.()
    }
  }, [root])
}
