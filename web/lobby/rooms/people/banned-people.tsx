import { useId } from 'preact/hooks'
import type { RoomPeople } from '../../../client/rooms.ts'
import { Problem } from '../../problem.tsx'
import { useTask } from '../../use-task.ts'
import type { Change } from './change.ts'

type Bans = NonNullable<RoomPeople['bans']>

interface Props {
  readonly bans: Bans
  readonly roomId: string
  readonly change: Change
}

/** Who may not come, until when, by whom and why. */
export function BannedPeople({ bans, ...rest }: Props) {
  const title = useId()
  return (
    <section aria-labelledby={title}>
      <h3 id={title} class="keeping-title">
        Banned
      </h3>
      <ul class="keeping-list">
        {bans.map((ban) => (
          <BannedPerson key={ban.user.id} ban={ban} {...rest} />
        ))}
      </ul>
    </section>
  )
}

function BannedPerson({ ban, roomId, change }: Omit<Props, 'bans'> & { ban: Bans[number] }) {
  const { user, by, until, reason } = ban
  const task = useTask(() => change((rooms) => rooms.lift(roomId, user.id)))
  return (
    <li class="keeping-ban">
      <p>
        <bdi>{user.name}</bdi>
        <span class="soft">
          {' '}
          {until === null ? 'for good' : `until ${time(until)}`}, by <bdi>{by.name}</bdi>
        </span>
      </p>
      {reason !== '' && (
        <p class="soft" dir="auto">
          {reason}
        </p>
      )}
      <button type="button" class="button button-small" onClick={task.run} aria-disabled={task.busy}>
        Let {user.name} come again
      </button>
      <Problem words={task.problem} />
    </li>
  )
}

function time(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(at)
}
