import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { PastTurn } from '../../../server/applications/draw-and-guess/state.ts'
import { useSubscription } from '../../common/use-subscription.ts'
import { GuessIcon } from './guess-icons.tsx'
import type { GuessModel } from './guess-model.ts'
import type { Replay } from './replay.ts'
import { ReplaySheet } from './replay-sheet.tsx'

interface Props {
  readonly model: GuessModel
  /** Which of the past turns, from 0. */
  readonly at: number
  lookAt(turn: number | undefined): void
}

const NOTHING: readonly PastTurn[] = []

/** The drawings of past turns, as they were made. */
export function ReplayDialog({ model, at, lookAt }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const turns = useSubscription(model, () => model.seen?.turns ?? NOTHING)
  const turn = turns[at]
  useLayoutEffect(() => dialog.current?.showModal(), [])
  // A new game begins without any.
  useLayoutEffect(() => {
    if (turn === undefined) lookAt(undefined)
  }, [turn])
  return (
    <dialog class="raised guess-dialog" ref={dialog} aria-labelledby="guess-replay" onClose={() => lookAt(undefined)}>
      <header class="guess-dialog-top">
        <h2 id="guess-replay" class="guess-dialog-title">
          <strong>
            <bdi>{turn?.word}</bdi>
          </strong>{' '}
          <span class="soft">
            drawn by <bdi>{turn?.name}</bdi>
          </span>
        </h2>
        <button
          type="button"
          class="button button-icon button-quiet"
          data-focus-home
          aria-label="Close"
          title="Close"
          onClick={() => dialog.current?.close()}
        >
          <GuessIcon of="close" />
        </button>
      </header>
      {turn && <Player key={turn.from} model={model} turn={turn} />}
      <nav class="guess-dialog-turns" aria-label="Past drawings">
        <Step of="back" name="The drawing before" to={at - 1} turns={turns} lookAt={lookAt} />
        <span class="tabular">
          {at + 1} of {turns.length}
        </span>
        <Step of="next" name="The next drawing" to={at + 1} turns={turns} lookAt={lookAt} />
      </nav>
    </dialog>
  )
}

interface StepProps {
  readonly of: 'back' | 'next'
  readonly name: string
  readonly to: number
  readonly turns: readonly PastTurn[]
  lookAt(turn: number): void
}

function Step({ of, name, to, turns, lookAt }: StepProps) {
  const there = turns[to] !== undefined
  return (
    <button
      type="button"
      class="button button-icon button-quiet"
      aria-label={name}
      title={name}
      aria-disabled={!there}
      onClick={() => there && lookAt(to)}
    >
      <GuessIcon of={of} />
    </button>
  )
}

function Player({ model, turn }: { model: GuessModel; turn: PastTurn }) {
  const [replay] = useState(() => model.replay(turn))
  useLayoutEffect(() => {
    void replay.load()
    return () => replay.destroy()
  }, [replay])
  return (
    <>
      <ReplaySheet replay={replay} />
      <Controls replay={replay} />
    </>
  )
}

function Controls({ replay }: { replay: Replay }) {
  const loading = useSubscription(replay, () => replay.loading)
  const problem = useSubscription(replay, () => replay.problem)
  const playing = useSubscription(replay, () => replay.playing)
  const at = useSubscription(replay, () => replay.at)
  const length = useSubscription(replay, () => replay.length)
  if (problem !== undefined) {
    return (
      <p class="guess-dialog-problem" role="alert">
        {problem}{' '}
        <button type="button" class="button button-small" onClick={() => void replay.load()}>
          Try again
        </button>
      </p>
    )
  }
  const name = playing ? 'Pause' : 'Play'
  return (
    <div class="guess-controls" aria-busy={loading}>
      <button
        type="button"
        class="button button-icon button-strong"
        aria-label={name}
        title={name}
        aria-disabled={length === 0}
        onClick={() => (playing ? replay.pause() : replay.play())}
      >
        <GuessIcon of={playing ? 'pause' : 'play'} />
      </button>
      <input
        type="range"
        class="guess-slider"
        aria-label="How far the drawing is"
        aria-valuetext={length === 0 ? 'nothing was drawn' : `${Math.round((100 * at) / length)} %`}
        min={0}
        max={Math.max(1, length)}
        step={10}
        value={at}
        // What plays on would run away under the thumb that is held.
        onPointerDown={() => replay.pause()}
        onInput={(event) => {
          replay.pause()
          replay.seek(Number(event.currentTarget.value))
        }}
      />
    </div>
  )
}
