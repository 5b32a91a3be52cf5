import { useState } from 'preact/hooks'
import type { Application } from '../../server/contract/application.ts'
import type { Member } from '../../server/protocol/room-document.ts'
import type { Room } from '../client/client-api.ts'
import { Avatar } from '../common/avatar.tsx'
import { useSubscription } from '../common/use-subscription.ts'
import { RoomDoors } from './doors/room-doors.tsx'
import { EyeIcon } from './drawings/icons.tsx'
import { CloseIcon } from './drawings/room-icons.tsx'
import { LatePart } from './late-part.tsx'
import { useRouter } from './page-context.ts'
import { people } from './people-words.ts'
import { peopleChunk } from './rooms/people/people-chunk.ts'
import { settingsLinkChunk } from './rooms/settings-link-chunk.ts'
import type { Route } from './route.ts'
import { RouteLink } from './route-link.tsx'
import { useRoom } from './use-room.ts'
import type { Visit } from './visit.ts'

const NOBODY: readonly Member[] = []

/** Who is in the room. Beside it where there is width, and a page of its own where there is not. */
export function PeoplePane({ visit, route }: { visit: Visit; route: Extract<Route, { page: 'room' }> }) {
  const address = { application: route.application, room: route.room }
  const { phase, listing } = useRoom(visit, address)
  const room = phase.kind === 'entered' ? phase.room : undefined
  const router = useRouter()
  const close = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') router.go({ ...route, people: false })
  }
  const members = useSubscription(room, () => room?.members ?? NOBODY)
  const archived = useSubscription(room, () => room?.archived ?? false)
  const watchers = useSubscription(room, () => room?.watchers ?? 0)
  if (room === undefined) return null
  return (
    <aside class="people" aria-labelledby="people-title" onKeyDown={close}>
      <header class="bar">
        <h2 id="people-title" class="people-title" tabIndex={-1} data-focus-home>
          People
          <span class="people-count">
            {members.length}
            {listing !== undefined && <span class="soft"> of {listing.max}</span>}
          </span>
        </h2>
        <RouteLink
          to={{ ...route, people: false }}
          class="button button-icon button-quiet people-close"
          aria-label="Back to the room"
          title="Back to the room"
        >
          <CloseIcon />
        </RouteLink>
      </header>
      {room.role === 'owner' ? (
        <RouteLink to={{ page: 'room-settings', ...address }} class="button people-settings">
          Settings of the room
        </RouteLink>
      ) : (
        archived && (
          <LatePart key={room.id} chunk={settingsLinkChunk}>
            {(part) => <part.SettingsLink visit={visit} address={address} />}
          </LatePart>
        )
      )}
      <ul class="people-list">
        {members.map((member) => (
          <Person key={member.id} member={member} own={member.id === room.user.id} />
        ))}
      </ul>
      {watchers > 0 && (
        <p class="people-watchers">
          <EyeIcon />
          {people(watchers)} watching, without a seat
        </p>
      )}
      {room.role !== 'member' && <SeeToPeople key={room.id} visit={visit} room={room} members={members} />}
      <RoomDoors visit={visit} application={address.application} room={room} />
    </aside>
  )
}

/** What whoever sees to the room does about its people: loaded when they first want to. */
function SeeToPeople({ visit, room, members }: { visit: Visit; room: Room<Application>; members: readonly Member[] }) {
  const [open, setOpen] = useState(false)
  const { token } = visit.session
  return (
    <details class="people-manage" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary class="people-manage-title">Manage people</summary>
      {open && (
        <LatePart chunk={peopleChunk}>
          {({ ManagePeople }) => (
            <ManagePeople
              {...{ roomId: room.id, userId: room.user.id, token }}
              seated={members.map(({ id, role = '' }) => `${id} ${role}`).join()}
            />
          )}
        </LatePart>
      )}
    </details>
  )
}

function Person({ member, own }: { member: Member; own: boolean }) {
  return (
    <li class="person">
      <Avatar id={member.id} name={member.name} color={member.color} away={!member.connected} />
      <span class="person-name">
        <bdi>{member.name}</bdi>
        {member.role !== undefined && <span class="person-more">{member.role}</span>}
        {!member.connected && <span class="person-more">connection lost</span>}
      </span>
      {own && <span class="person-note">you</span>}
    </li>
  )
}
