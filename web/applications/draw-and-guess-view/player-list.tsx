import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { isolated } from '../../../server/contract/isolated.ts'
import { Avatar } from '../../common/avatar.tsx'
import { useSubscription } from '../../common/use-subscription.ts'
import { GuessIcon } from './guess-icons.tsx'
import type { GuessModel } from './guess-model.ts'
import type { PlayerRow } from './players.ts'

/** Everybody who plays: their place and points, who draws, who has solved it, and who is to be voted out. */
export function PlayerList({ model }: { model: GuessModel }) {
  const rows = useSubscription(model, () => model.rows)
  const needed = useSubscription(model, () => model.votesNeeded)
  const [asked, ask] = useState<string | undefined>(undefined)
  return (
    <section class="guess-players" aria-label="Players">
      <ol class="guess-rows">
        {rows.map((row) => (
          <li key={row.id} class={rowClass(row)}>
            <Player row={row} own={row.id === model.room.user.id} needed={needed} />
            {row.mayVote && asked !== row.id && (
              <button
                type="button"
                class="button button-icon button-quiet guess-flag"
                aria-label={`Vote ${isolated(row.name)} out, ${row.votes} of ${needed} votes`}
                title={`Vote ${isolated(row.name)} out`}
                onClick={() => ask(row.id)}
              >
                <GuessIcon of="flag" />
              </button>
            )}
            {row.mayVote && asked === row.id && (
              <Sure
                name={row.name}
                no={() => ask(undefined)}
                yes={() => {
                  ask(undefined)
                  model.vote(row.id)
                }}
              />
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Player({ row, own, needed }: { row: PlayerRow; own: boolean; needed: number }) {
  const { id, name, color, points, place, gain, votes } = row
  return (
    <>
      <span class="guess-place" title={`Place ${place}`}>
        <span class="unseen">Place </span>
        {place}
      </span>
      <Avatar id={id} name={name} color={color} away={row.being !== 'here'} />
      <span class="guess-who">
        <span class="guess-name" title={isolated(name)}>
          <bdi>{name}</bdi>
          {own && ' (you)'}
        </span>
        <span class="guess-points">
          {points.toLocaleString('en')} {points === 1 ? 'point' : 'points'}
          {votes > 0 && (
            <span class="guess-votes">
              {' '}
              · {votes}/{needed} votes
            </span>
          )}
        </span>
      </span>
      <Badge row={row} gain={gain} />
    </>
  )
}

function Badge({ row, gain }: { row: PlayerRow; gain: number | undefined }) {
  if (row.being === 'out') return <span class="guess-being">voted out</span>
  if (row.being === 'left') return <span class="guess-being">left</span>
  if (gain !== undefined && gain > 0) return <span class="guess-gain">+{gain}</span>
  if (row.draws) {
    return (
      <span class="guess-badge guess-badge-draws" title="Draws">
        <GuessIcon of="pencil" />
        <span class="unseen">draws</span>
      </span>
    )
  }
  if (row.solved) {
    return (
      <span class="guess-badge guess-badge-solved" title="Knows the word">
        <GuessIcon of="check" />
        <span class="unseen">knows the word</span>
      </span>
    )
  }
  return row.being === 'away' ? <span class="guess-being">away</span> : null
}

function Sure({ name, yes, no }: { name: string; yes(): void; no(): void }) {
  const first = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => first.current?.focus(), [])
  return (
    <fieldset class="guess-sure" aria-label={`Vote ${isolated(name)} out?`}>
      <button type="button" class="button button-small" ref={first} onClick={yes}>
        Vote out
      </button>
      <button type="button" class="button button-small button-quiet" onClick={no}>
        Cancel
      </button>
    </fieldset>
  )
}

function rowClass({ draws, solved, being }: PlayerRow): string {
  return ['guess-row', draws && 'guess-row-draws', solved && 'guess-row-solved', being !== 'here' && 'guess-row-gone']
    .filter(Boolean)
    .join(' ')
}
