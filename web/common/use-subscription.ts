import { useLayoutEffect, useReducer, useRef } from 'preact/hooks'
import type { Subscribable } from './store.ts'

/**
 * What `read` makes of `source`, read again after each of its changes; the component renders again only when the result is
 * another one (by `Object.is`). Without a source, `read` is called at each render and nothing more.
 */
export function useSubscription<Value>(source: Subscribable | undefined, read: () => Value): Value {
  const value = read()
  const [, renderAgain] = useReducer((count: number, _: undefined) => count + 1, 0)
  const latest = useRef({ read, value })
  latest.current = { read, value }
  useLayoutEffect(() => {
    if (source === undefined) return
    const check = (): void => {
      if (!Object.is(latest.current.read(), latest.current.value)) renderAgain(undefined)
    }
    return source.subscribe(check)
  }, [source])
  return value
}
