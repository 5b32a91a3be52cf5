import { isLetter } from '../../../server/applications/draw-and-guess/between.ts'
import type { Guessing } from '../../../server/applications/draw-and-guess/state.ts'
import { useSubscription } from '../../common/use-subscription.ts'
import { GuessIcon } from './guess-icons.tsx'
import type { GuessModel } from './guess-model.ts'
import { drawerName } from './seen.ts'
import { lettersOf, maskInWords, partsOf } from './word-mask.ts'

/** The word as this user may know it: whole, or its letters' places; before and after, what is going on. */
export function Word({ model }: { model: GuessModel }) {
  const phase = useSubscription(model, () => model.seen?.phase)
  const word = useSubscription(model, () => model.seen?.own?.word ?? null)
  const who = useSubscription(model, () => model.seen && drawerName(model.seen, model.room.user.id))
  const mine = phase !== undefined && 'drawer' in phase && phase.drawer === model.room.user.id
  switch (phase?.name) {
    case undefined:
    case 'ready':
      return <p class="guess-word guess-word-note">About to begin</p>
    case 'over':
      return <p class="guess-word guess-word-note">The game is over</p>
    case 'choosing':
      return <p class="guess-word guess-word-note">{mine ? 'Your turn to draw' : `${who} is choosing a word`}</p>
    case 'answer':
      return (
        <p class="guess-word">
          {phase.word === null ? (
            <span class="guess-word-note">No word was chosen</span>
          ) : (
            <bdi class="guess-word-whole">{phase.word}</bdi>
          )}
        </p>
      )
    case 'drawing':
      if (word === null) return <Mask phase={phase} who={who ?? ''} />
      return (
        <p class="guess-word">
          <span class="guess-word-by">
            <GuessIcon of={mine ? 'pencil' : 'check'} />
            {mine ? 'Draw' : 'Solved'}
          </span>
          <bdi class="guess-word-whole">{word}</bdi>
        </p>
      )
  }
}

function Mask({ phase: { mask, rtl = false }, who }: { phase: Guessing; who: string }) {
  return (
    <p class="guess-word">
      <span class="guess-word-by">
        {who} draws<span aria-hidden="true"> · {lettersOf(mask)}</span>
      </span>
      <span class="guess-mask" role="img" dir={rtl ? 'rtl' : 'ltr'} aria-label={maskInWords(mask)}>
        {partsOf(mask).map((part, at) => (
          <span key={at} class="guess-mask-part">
            {part.map((shown, place) => (
              <span key={place} class={cellClass(shown)}>
                {shown}
              </span>
            ))}
          </span>
        ))}
      </span>
    </p>
  )
}

function cellClass(shown: string | null): string {
  if (shown === null) return 'guess-letter'
  return isLetter(shown) ? 'guess-letter guess-letter-shown' : 'guess-between'
}
