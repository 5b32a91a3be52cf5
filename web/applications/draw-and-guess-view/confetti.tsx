import { useLayoutEffect, useState } from 'preact/hooks'
import { systemClock } from '../../../server/machine/system-clock.ts'
import { useSubscription } from '../../common/use-subscription.ts'
import type { GuessModel } from './guess-model.ts'

const PIECES = 70

/** How long it takes to fall, in milliseconds. */
const FALL = 3500

/** For whoever has won while they looked on: once, and only where motion is welcome. */
export function Confetti({ model }: { model: GuessModel }) {
  const wins = useSubscription(model, () => model.wins)
  const [falling, fall] = useState(false)
  useLayoutEffect(() => {
    if (wins === 0 || window.matchMedia('(prefers-reduced-motion: reduce)').matches) return
    fall(true)
    return systemClock.setTimer(FALL, () => fall(false))
  }, [wins])
  if (!falling) return null
  return (
    <div class="guess-confetti" aria-hidden="true">
      {Array.from({ length: PIECES }, (_, at) => (
        <span key={at} style={piece(at)} />
      ))}
    </div>
  )
}

/** Spread by the golden ratio: no two fall alike, and no randomness is needed. */
function piece(at: number): Record<string, string> {
  const spread = (at * 0.618) % 1
  return {
    left: `${spread * 100}%`,
    '--turn': `${Math.round(((at * 0.37) % 1) * 1080 - 540)}deg`,
    '--drift': `${Math.round(((at * 0.23) % 1) * 160 - 80)}px`,
    animationDelay: `${Math.round(((at * 0.71) % 1) * 900)}ms`,
    background: `oklch(0.72 0.16 ${Math.round(((at * 0.29) % 1) * 360)})`,
  }
}
