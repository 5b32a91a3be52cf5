import type { Answer as AnswerPhase } from '../../../server/applications/draw-and-guess/state.ts'
import { useSubscription } from '../../common/use-subscription.ts'
import type { GuessModel } from './guess-model.ts'
import { drawerName } from './seen.ts'

/** After a turn: the word, and who has gained what. The drawing can still be seen. */
export function Answer({ model, phase }: { model: GuessModel; phase: AnswerPhase }) {
  const players = useSubscription(model, () => model.seen?.players ?? {})
  const who = useSubscription(model, () => (model.seen ? drawerName(model.seen, model.room.user.id) : ''))
  const gains = Object.entries(phase.gains)
    .filter(([, points]) => points > 0)
    .toSorted(([, one], [, other]) => other - one)
  return (
    <section class="raised guess-answer" aria-label="The answer">
      {phase.word !== null && (
        <p class="guess-answer-word">
          <span class="guess-answer-was">The word was</span>{' '}
          <strong>
            <bdi>{phase.word}</bdi>
          </strong>
        </p>
      )}
      <p class="guess-answer-why">
        {why(phase, { who, You: phase.drawer === model.room.user.id, gained: gains.length })}
      </p>
      {gains.length > 0 && (
        <ul class="guess-gains">
          {gains.map(([user, points]) => (
            <li key={user}>
              <span class="guess-gains-name">
                <bdi>{user === model.room.user.id ? 'You' : (players[user]?.name ?? user)}</bdi>
              </span>{' '}
              <span class="guess-gain">+{points}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function why(
  { ended, word }: AnswerPhase,
  { who, You, gained }: { who: string; You: boolean; gained: number },
): string {
  switch (ended) {
    case 'solved':
      return 'Everybody has found it!'
    case 'gone':
      return word === null
        ? `${who} ${You ? 'are' : 'is'} out before choosing: the next one draws.`
        : `${who} ${You ? 'are' : 'is'} out, so there are no points for this one.`
    case 'time':
      return gained > 0 ? 'Time is up.' : 'Time is up, and nobody has found it.'
  }
}
