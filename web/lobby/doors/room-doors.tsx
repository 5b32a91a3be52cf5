import { useId } from 'preact/hooks'
import type { Application } from '../../../server/contract/application.ts'
import type { Room } from '../../client/client-api.ts'
import type { Knock } from '../../client/room-doors.ts'
import { Avatar } from '../../common/avatar.tsx'
import { useSubscription } from '../../common/use-subscription.ts'
import { Problem } from '../problem.tsx'
import { useTask } from '../use-task.ts'
import type { Visit } from '../visit.ts'
import type { DoorsAt } from './doors-at.ts'
import { RoomLinks } from './room-links.tsx'
import { useDoors } from './use-doors.ts'

/** Below the people of a private room that one sees to: who asks to come in, and links by which others do. */
export function RoomDoors({
  visit,
  application,
  room,
}: {
  visit: Visit
  application: string
  room: Room<Application>
}) {
  const doors = useDoors(visit, application, room)
  const state = useSubscription(doors, () => doors?.state)
  if (!doors || !state?.sees) return null
  return (
    <div class="doors">
      {state.knocks.length > 0 && <Knocks doors={doors} knocks={state.knocks} />}
      <RoomLinks doors={doors} />
    </div>
  )
}

function Knocks({ doors, knocks }: { doors: DoorsAt; knocks: readonly Knock[] }) {
  const title = useId()
  return (
    <section aria-labelledby={title}>
      <h3 id={title} class="doors-title">
        Asking to come in
      </h3>
      <ul class="people-list">
        {knocks.map((knock) => (
          <Asking key={knock.user.id} doors={doors} knock={knock} />
        ))}
      </ul>
    </section>
  )
}

function Asking({ doors, knock: { user } }: { doors: DoorsAt; knock: Knock }) {
  const admit = useTask(() => doors.answer(user.id, true))
  const decline = useTask(() => doors.answer(user.id, false))
  const busy = admit.busy || decline.busy
  const problem = admit.problem ?? decline.problem
  return (
    <li class="person doors-asking">
      <Avatar id={user.id} name={user.name} />
      <span class="person-name">
        <bdi>{user.name}</bdi>
      </span>
      <button
        type="button"
        class="button button-small button-strong"
        onClick={admit.run}
        aria-disabled={busy}
        aria-label={`Admit ${user.name}`}
      >
        Admit
      </button>
      <button
        type="button"
        class="button button-small"
        onClick={decline.run}
        aria-disabled={busy}
        aria-label={`Decline ${user.name}`}
      >
        Decline
      </button>
      <Problem words={problem} />
    </li>
  )
}
