import { useSubscription } from '../../common/use-subscription.ts'
import { URGENT } from './countdown.ts'
import { GuessIcon } from './guess-icons.tsx'
import type { GuessModel } from './guess-model.ts'
import type { SoundBox } from './sound-box.ts'
import { Word } from './word.tsx'

interface TopBarProps {
  readonly model: GuessModel
  readonly sounds: SoundBox
  lookBack(): void
}

/** Where the game is: its round, the word as far as one knows it, and how much time is left. */
export function TopBar({ model, sounds, lookBack }: TopBarProps) {
  const round = useSubscription(model, () => model.seen?.round ?? 0)
  const rounds = useSubscription(model, () => model.seen?.settings.rounds ?? 0)
  const turns = useSubscription(model, () => model.seen?.turns.length ?? 0)
  return (
    <header class="guess-top">
      <p class="guess-round">
        {round > 0 ? (
          <>
            <span class="guess-round-word">Round </span>
            <strong>{round}</strong>
            <span class="guess-of"> of {rounds}</span>
            <span class="guess-of-short" aria-hidden="true">
              /{rounds}
            </span>
          </>
        ) : (
          <strong>Draw and guess</strong>
        )}
      </p>
      <Word model={model} />
      <div class="guess-top-end">
        <Countdown model={model} />
        {turns > 0 && (
          <button
            type="button"
            class="button button-icon button-quiet"
            aria-label={`Past drawings, ${turns}`}
            title="Past drawings"
            onClick={lookBack}
          >
            <GuessIcon of="film" />
          </button>
        )}
        <MuteButton sounds={sounds} />
      </div>
    </header>
  )
}

function Countdown({ model }: { model: GuessModel }) {
  const seconds = useSubscription(model, () => model.seconds)
  const paused = useSubscription(model.room, () => model.room.status === 'paused')
  const drawing = useSubscription(model, () => model.seen?.phase.name === 'drawing')
  const length = useSubscription(model, () => model.length)
  if (seconds === undefined) return null
  const urgent = drawing && seconds <= URGENT && !paused
  const words = `${seconds} ${seconds === 1 ? 'second' : 'seconds'} left${paused ? ', paused' : ''}`
  return (
    <div
      class={urgent ? 'guess-clock guess-clock-urgent' : 'guess-clock'}
      role="timer"
      aria-label={words}
      title={words}
    >
      <svg viewBox="0 0 40 40" aria-hidden="true" focusable="false">
        <circle class="guess-clock-track" cx="20" cy="20" r="17" />
        <circle
          class="guess-clock-left"
          cx="20"
          cy="20"
          r="17"
          pathLength="1"
          stroke-dasharray="1"
          stroke-dashoffset={1 - Math.min(1, seconds / length)}
        />
      </svg>
      <span aria-hidden="true">{paused ? <GuessIcon of="pause" /> : seconds}</span>
    </div>
  )
}

function MuteButton({ sounds }: { sounds: SoundBox }) {
  const muted = useSubscription(sounds, () => sounds.muted)
  const title = muted ? 'Sounds are off' : 'Sounds are on'
  return (
    <button
      type="button"
      class="button button-icon button-quiet"
      aria-label="Mute sounds"
      aria-pressed={muted}
      title={title}
      onClick={() => sounds.toggle()}
    >
      <GuessIcon of={muted ? 'muted' : 'sound'} />
    </button>
  )
}
