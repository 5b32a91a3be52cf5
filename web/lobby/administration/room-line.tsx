import { useCallback, useId, useState } from 'preact/hooks'
import type { RoomDetail } from '../../../server/protocol/rooms-messages.ts'
import type { ListedRoom } from '../../client/administration.ts'
import type { Rooms } from '../../client/rooms.ts'
import { Problem } from '../problem.tsx'
import { RoomEnds } from '../rooms/room-ends.tsx'
import { useAsked } from '../rooms/room-frame.tsx'
import { RouteLink } from '../route-link.tsx'
import { roomNotes } from './room-notes.ts'
import { timeWords } from './time-words.ts'

interface Props {
  readonly rooms: Rooms
  readonly room: ListedRoom
  /** What its application is called. */
  readonly title: string
  changed(room: ListedRoom): void
}

/** A room, and below, once it is asked for, what can be done. */
export function RoomLine(props: Props) {
  const { room, title } = props
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <div class="administered">
      <div class="administered-line">
        <p class="account-session-words">
          <strong>
            <bdi>{room.name}</bdi>
          </strong>{' '}
          <span class="soft">
            {title}
            {room.owner && (
              <>
                , of <bdi>{room.owner.name}</bdi>
              </>
            )}
          </span>
          <span class="administered-notes">{roomNotes(room).join(', ')}</span>
        </p>
        <button
          type="button"
          class="button button-small"
          aria-expanded={open}
          aria-controls={id}
          aria-label={`Manage ${room.name}`}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Hide' : 'Manage'}
        </button>
      </div>
      <div id={id} hidden={!open}>
        {open && <RoomDetails {...props} />}
      </div>
    </div>
  )
}

/** What can be done with a room, as the server says. */
function RoomDetails({ rooms, room, changed }: Props) {
  const { answer, problem, again } = useAsked(useCallback(() => rooms.get(room.id), [rooms, room.id]))
  const [seen, setSeen] = useState<RoomDetail | undefined>(undefined)
  const now = seen ?? answer
  const address = { application: room.application, room: room.id }
  return (
    <div class="administered-details" aria-busy={now === undefined && problem === undefined}>
      {problem !== undefined && (
        <div class="room-not-loaded">
          <Problem words={problem} />
          <button type="button" class="button" onClick={again}>
            Try again
          </button>
        </div>
      )}
      <p class="soft">
        {room.madeAt !== null && `Made on ${timeWords(room.madeAt)}. `}
        {room.deletedAt !== null && `Deleted on ${timeWords(room.deletedAt)}.`}
        {room.origin === 'host' &&
          'What it is, the server’s code says, which takes it out of the archive when the server starts anew.'}
      </p>
      {room.deletedAt === null && (
        <div class="account-act">
          <RouteLink to={{ page: 'room', ...address, people: false }} class="button">
            Go there
          </RouteLink>
          <RouteLink to={{ page: 'room-settings', ...address }} class="button">
            Settings
          </RouteLink>
        </div>
      )}
      {now && (
        <RoomEnds
          rooms={rooms}
          room={now}
          changed={(detail) => {
            setSeen(detail)
            changed({ ...room, ...asListed(detail) })
          }}
        />
      )}
    </div>
  )
}

/** What of a room stands in the list. */
function asListed({ name, private: closed, players, status, watchers, archived, deletedAt, owner }: RoomDetail) {
  return { name, private: closed, players, status, watchers, archived, deletedAt, owner }
}
