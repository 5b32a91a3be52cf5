import { useSubscription } from '../../common/use-subscription.ts'
import { GuessIcon } from './guess-icons.tsx'
import type { GuessModel } from './guess-model.ts'

const LANGUAGES = { en: 'English', de: 'German' } as const

/** Before the first game. */
export function Ready({ model }: { model: GuessModel }) {
  const settings = useSubscription(model, () => model.seen?.settings)
  const players = useSubscription(model.room, () => model.room.members.length)
  const paused = useSubscription(model.room, () => model.room.status !== 'running')
  const mayPlay = useSubscription(model, () => model.mayPlay)
  if (!settings) return null
  return (
    <section class="guess-panel guess-ready" aria-labelledby="guess-ready">
      <Doodle />
      <h2 id="guess-ready" class="guess-panel-title">
        One draws, the others guess
      </h2>
      <p>
        {players} {players === 1 ? 'player is' : 'players are'} here. Each draws once a round; the sooner you find the
        word, the more it is worth.
      </p>
      <dl class="guess-facts">
        <div>
          <dt>Rounds</dt>
          <dd>{settings.rounds}</dd>
        </div>
        <div>
          <dt>A turn</dt>
          <dd>{settings.turn} s</dd>
        </div>
        <div>
          <dt>Words</dt>
          <dd>{LANGUAGES[settings.language]}</dd>
        </div>
      </dl>
      {mayPlay ? (
        <button type="button" class="button button-strong guess-start" onClick={() => model.begin()}>
          <GuessIcon of="play" />
          Start the game
        </button>
      ) : (
        <p class="soft">
          {paused ? 'It can begin when two players are here.' : 'It begins as soon as one of the players starts it.'}
        </p>
      )}
    </section>
  )
}

function Doodle() {
  return (
    <svg class="guess-doodle" viewBox="0 0 160 80" aria-hidden="true" focusable="false">
      <path
        class="guess-doodle-line"
        d="M12 60c10-34 26-44 34-30s-12 34-20 26 14-32 34-34 22 30 36 28 6-28 20-26 8 30 32 22"
      />
      <path class="guess-doodle-pen" d="M148 46l4-14 12-22 8 4-12 22z" transform="translate(-14 2)" />
      <g class="guess-doodle-blanks">
        <path d="M30 76h14M52 76h14M74 76h14M96 76h14M118 76h14" />
      </g>
    </svg>
  )
}
