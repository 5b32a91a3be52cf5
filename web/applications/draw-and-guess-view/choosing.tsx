import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Choosing as ChoosingPhase } from '../../../server/applications/draw-and-guess/state.ts'
import { useSubscription } from '../../common/use-subscription.ts'
import type { GuessModel } from './guess-model.ts'
import { drawerName } from './seen.ts'

/** Before a turn: its drawer chooses a word, the others wait for it. */
export function Choosing({ model, phase }: { model: GuessModel; phase: ChoosingPhase }) {
  const choices = useSubscription(model, () => model.seen?.own?.choices ?? NONE)
  const who = useSubscription(model, () => (model.seen ? drawerName(model.seen, model.room.user.id) : ''))
  if (phase.drawer === model.room.user.id) return <Choice model={model} choices={choices} />
  return (
    <div class="guess-over">
      <p class="guess-over-title">{who} is choosing a word</p>
      <Left model={model} />
    </div>
  )
}

const NONE: readonly string[] = []

function Choice({ model, choices }: { model: GuessModel; choices: readonly string[] }) {
  const list = useRef<HTMLDivElement>(null)
  // Not out of what somebody writes: their Enter would choose.
  useLayoutEffect(() => {
    if (!document.activeElement?.matches('input, textarea'))
      list.current?.querySelector('button')?.focus({ preventScroll: true })
  }, [choices])
  return (
    <section class="guess-over" aria-labelledby="guess-choice">
      <h2 id="guess-choice" class="guess-over-title">
        Choose what you draw
      </h2>
      <div class="guess-choices" ref={list}>
        {choices.map((word, at) => (
          <button
            key={word}
            type="button"
            class="button guess-choice"
            dir="auto"
            data-focus-home={at === 0 || undefined}
            onClick={() => model.choose(at)}
          >
            {word}
          </button>
        ))}
      </div>
      <Left model={model} after="then one is picked for you" />
    </section>
  )
}

/** How long it may take, as a bar that runs out. */
function Left({ model, after }: { model: GuessModel; after?: string }) {
  const seconds = useSubscription(model, () => model.seconds ?? 0)
  const length = useSubscription(model, () => model.length)
  return (
    <div class="guess-left">
      <progress max={length} value={seconds} aria-label="Time to choose" />
      <p class="soft tabular">
        {seconds} s{after && `, ${after}`}
      </p>
    </div>
  )
}
