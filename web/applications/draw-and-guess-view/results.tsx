import { standings } from '../../../server/applications/draw-and-guess/scoring.ts'
import { isolated } from '../../../server/contract/isolated.ts'
import { Avatar } from '../../common/avatar.tsx'
import { useSubscription } from '../../common/use-subscription.ts'
import { GuessIcon } from './guess-icons.tsx'
import type { GuessModel } from './guess-model.ts'

const NOBODY = {}
const NOTHING: readonly never[] = []

/** After a game: who has won, what was drawn, and once more. */
export function Results({ model, lookAt }: { model: GuessModel; lookAt(turn: number): void }) {
  const players = useSubscription(model, () => model.seen?.players ?? NOBODY)
  const turns = useSubscription(model, () => model.seen?.turns ?? NOTHING)
  const mayPlay = useSubscription(model, () => model.mayPlay)
  const table = standings(players)
  return (
    <section class="guess-panel guess-results" aria-labelledby="guess-results">
      <h2 id="guess-results" class="guess-panel-title">
        {title(table, model.room.user.id)}
      </h2>
      <table class="guess-table">
        <caption class="unseen">Results</caption>
        <thead class="unseen">
          <tr>
            <th scope="col">Place</th>
            <th scope="col">Player</th>
            <th scope="col">Points</th>
          </tr>
        </thead>
        <tbody>
          {table.map(({ user, name, points, place }) => (
            <tr key={user} class={place === 1 ? 'guess-first' : undefined}>
              <td class="guess-table-place">{place}.</td>
              <td>
                <span class="guess-table-name">
                  <Avatar id={user} name={name} />
                  <span>
                    <bdi>{name}</bdi>
                    {user === model.room.user.id && ' (you)'}
                  </span>
                </span>
              </td>
              <td class="guess-table-points">{points.toLocaleString('en')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {mayPlay ? (
        <button type="button" class="button button-strong guess-start" onClick={() => model.begin()}>
          <GuessIcon of="play" />
          Play again
        </button>
      ) : (
        <p class="soft">The next game begins as soon as one of the players starts it.</p>
      )}
      {turns.length > 0 && (
        <>
          <h3 class="guess-panel-sub">What was drawn</h3>
          <ul class="guess-drawn">
            {turns.map(({ word, name, from }, at) => (
              <li key={from}>
                <button type="button" class="button button-small" onClick={() => lookAt(at)}>
                  <bdi>{word}</bdi>
                  <span class="soft">
                    {' '}
                    by <bdi>{name}</bdi>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function title(table: ReturnType<typeof standings>, user: string): string {
  const first = table.filter(({ place, points }) => place === 1 && points > 0)
  if (first.length === 0) return 'Nobody has won'
  if (first.some((each) => each.user === user))
    return first.length === 1 ? 'You have won!' : 'You share the first place!'
  return `${first.map(({ name }) => isolated(name)).join(' and ')} ${first.length === 1 ? 'has' : 'have'} won`
}
