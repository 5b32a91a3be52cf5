import { useState } from 'preact/hooks'
import type { RoomDetail } from '../../../../server/protocol/rooms-messages.ts'
import { Avatar } from '../../../common/avatar.tsx'
import { Problem } from '../../problem.tsx'
import { useTask } from '../../use-task.ts'
import { BanForm } from './ban-form.tsx'
import type { Change } from './change.ts'
import type { Concerned } from './everybody.ts'

interface Props {
  readonly person: Concerned
  readonly roomId: string
  readonly may: RoomDetail['may']
  readonly change: Change
}

/** Somebody, what they are in the room, and what one may do about that: behind their name, so that a list stays a list. */
export function PersonActs({ person, roomId, may, change }: Props) {
  const { id, name, role, seated } = person
  const acts = may.some((each) => each === 'setRole' || each === 'remove' || each === 'ban')
  const words = [role, ...(seated ? [] : ['not here'])].filter((each) => each !== 'member').join(', ')
  const line = (
    <>
      <Avatar id={id} name={name} away={!seated} />
      <bdi class="person-name">{name}</bdi>
      {words !== '' && <span class="person-role">{words}</span>}
    </>
  )
  if (!acts) return <li class="person">{line}</li>
  return (
    <li>
      <details class="keeping-person">
        <summary class="person">{line}</summary>
        <div class="keeping-acts">
          {may.includes('setRole') && <RoleActs person={person} roomId={roomId} change={change} />}
          {may.includes('remove') && (
            <Act words={`Remove ${name}`} done={() => change((rooms) => rooms.remove(roomId, id))} />
          )}
          {may.includes('ban') && <BanForm person={person} roomId={roomId} change={change} />}
        </div>
      </details>
    </li>
  )
}

function RoleActs({ person: { id, name, role }, roomId, change }: Omit<Props, 'may'>) {
  const [sure, setSure] = useState(false)
  const give = (to: 'owner' | 'moderator' | 'member') => change((rooms) => rooms.setRole(roomId, id, to))
  return (
    <>
      {role === 'member' && <Act words={`Make ${name} a moderator`} done={() => give('moderator')} />}
      {role === 'moderator' && <Act words={`Make ${name} a member again`} done={() => give('member')} />}
      {!sure && (
        <button type="button" class="button button-small" onClick={() => setSure(true)}>
          Hand the room over to {name}…
        </button>
      )}
      {sure && (
        <>
          <p class="soft">It is {name}’s room then, and you are a moderator of it.</p>
          <Act words="Hand it over" done={() => give('owner')} />
          <button type="button" class="button button-small button-quiet" onClick={() => setSure(false)}>
            Keep it
          </button>
        </>
      )}
    </>
  )
}

function Act({ words, done }: { words: string; done: () => Promise<void> }) {
  const task = useTask(done)
  return (
    <>
      <button type="button" class="button button-small" onClick={task.run} aria-disabled={task.busy}>
        {words}
      </button>
      <Problem words={task.problem} />
    </>
  )
}
