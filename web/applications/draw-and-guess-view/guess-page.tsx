import { useLayoutEffect, useState } from 'preact/hooks'
import { useSubscription } from '../../common/use-subscription.ts'
import { Confetti } from './confetti.tsx'
import { GameSheet } from './game-sheet.tsx'
import { GuessBox } from './guess-box.tsx'
import type { GuessModel } from './guess-model.ts'
import { PlayerList } from './player-list.tsx'
import { Ready } from './ready.tsx'
import { ReplayDialog } from './replay-dialog.tsx'
import { Results } from './results.tsx'
import type { SoundBox } from './sound-box.ts'
import { TalkLog } from './talk-log.tsx'
import { TopBar } from './top-bar.tsx'

/** The game as one sees it: above where it is, below the drawing, the players, and what is said. */
export function GuessPage({ model, sounds }: { model: GuessModel; sounds: SoundBox }) {
  const phase = useSubscription(model, () => model.seen?.phase.name)
  const problem = useSubscription(model.studio, () => model.studio.problem)
  /** Which past turn is looked at. */
  const [past, lookAt] = useState<number | undefined>(undefined)
  const mine = useSubscription(model, () => model.chooses)
  // The time to choose runs: nobody's turn shall pass behind what they look at.
  useLayoutEffect(() => {
    if (mine) lookAt(undefined)
  }, [mine])
  const last = (): void => lookAt((model.seen?.turns.length ?? 1) - 1)
  return (
    <div class="guess" data-phase={phase}>
      <div class="guess-page">
        <TopBar model={model} sounds={sounds} lookBack={last} />
        <div class="guess-stage">
          {phase === 'ready' && <Ready model={model} />}
          {phase === 'over' && <Results model={model} lookAt={lookAt} />}
          {phase !== undefined && phase !== 'ready' && phase !== 'over' && <GameSheet model={model} />}
          <p class="drawing-notice guess-problem" role="status">
            {problem}
          </p>
        </div>
        <PlayerList model={model} />
        <div class="guess-talk">
          <TalkLog model={model} />
          <GuessBox model={model} />
        </div>
      </div>
      {past !== undefined && <ReplayDialog model={model} at={past} lookAt={lookAt} />}
      <Confetti model={model} />
    </div>
  )
}
