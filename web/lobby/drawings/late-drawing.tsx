import { useLayoutEffect } from 'preact/hooks'
import { useSubscription } from '../../common/use-subscription.ts'
import { Chunk } from '../chunk.ts'
import { FRAME } from './frame.ts'

/** Whoever opens a room at once sees none of them. */
const lobbyDrawings = new Chunk(() => import('./lobby-drawings.tsx'))

type Name = keyof typeof import('./lobby-drawings.tsx')

/** A drawing that is loaded when it is first to be seen, in the place that is kept for it: nothing is amiss without it. */
export function LateDrawing({ of }: { of: Name }) {
  const drawings = useSubscription(lobbyDrawings, () => lobbyDrawings.part)
  useLayoutEffect(() => lobbyDrawings.prefetch(), [])
  const Loaded = drawings?.[of]
  return Loaded ? <Loaded /> : <svg class="drawing" viewBox={FRAME} aria-hidden="true" focusable="false" />
}
