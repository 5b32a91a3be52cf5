import { useEffect, useRef } from 'preact/hooks'

/** Does something every so many milliseconds while the page is seen, and at once when it is seen again. */
export function useWhileSeen(act: () => void, interval: number): void {
  const newest = useRef(act)
  newest.current = act
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === 'visible') newest.current()
    }
    const timer = setInterval(look, interval)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [interval])
}
