import { useLayoutEffect, useRef } from 'preact/hooks'
import { isolated } from '../../../server/contract/isolated.ts'
import { useSubscription } from '../../common/use-subscription.ts'
import { Easel } from '../drawing/easel.ts'
import type { Replay } from './replay.ts'
import { sheetCamera } from './sheet.ts'

/** The sheet of a past turn, to be looked at. */
export function ReplaySheet({ replay }: { replay: Replay }) {
  const place = useRef<HTMLDivElement>(null)
  const loading = useSubscription(replay, () => replay.loading)
  const empty = useSubscription(replay, () => !replay.loading && replay.length === 0 && replay.problem === undefined)
  useLayoutEffect(() => {
    const element = place.current
    if (!element) return
    const easel = new Easel(sheetCamera(element.clientWidth))
    element.append(easel.element)
    const observer = new ResizeObserver(() => easel.look(sheetCamera(element.clientWidth)))
    observer.observe(element)
    let shown = 0
    const show = (): void => {
      // An easel knows strokes that go on, none that go back.
      if (replay.at < shown) easel.show({ ink: {} })
      easel.show(replay.drawing)
      shown = replay.at
    }
    show()
    const stop = replay.subscribe(show)
    return () => {
      stop()
      observer.disconnect()
      easel.destroy()
      easel.element.remove()
    }
  }, [replay])
  return (
    <div class="guess-replay">
      <div
        class="paper guess-replay-sheet"
        ref={place}
        role="img"
        aria-label={`${isolated(replay.turn.name)}’s drawing of ${isolated(replay.turn.word)}`}
      />
      {loading && <p class="guess-blank">Loading the drawing…</p>}
      {empty && <p class="guess-blank">Nothing was drawn.</p>}
    </div>
  )
}
