import type { ComponentProps } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import { Avatar } from '../common/avatar.tsx'
import { useSubscription } from '../common/use-subscription.ts'
import { BrandMark } from './brand-mark.tsx'
import { Chunk } from './chunk.ts'
import { RailIcon } from './drawings/icons.tsx'
import type { LobbyConnection } from './lobby-connection.ts'
import { LobbyWait } from './lobby-wait.tsx'
import type { ManyRooms } from './many-rooms.tsx'
import { useBrand, useRailFolding } from './page-context.ts'
import { RoomLink } from './room-link.tsx'
import { openFirst } from './room-words.ts'
import type { Route } from './route.ts'
import { RouteLink } from './route-link.tsx'
import type { Visit } from './visit.ts'

/** With more rooms than this, only those near what is seen are there. */
const LONG = 60

const manyRooms = new Chunk(() => import('./many-rooms.tsx'))

interface Props {
  readonly visit: Visit
  readonly route: Route
  signOut(): void
}

/** Every lobby with its rooms; below, who one is. */
export function Rail({ visit, route, signOut }: Props) {
  const { user } = visit.session
  const { name } = useBrand()
  return (
    <nav class="rail" aria-label="Rooms">
      <header class="rail-header">
        <RouteLink to={{ page: 'lobby' }} class="brand" aria-label={`${name}, all rooms`}>
          <BrandMark /> <span class="brand-name">{name}</span>
        </RouteLink>
        <FoldButton />
        <h2 id="rail-title" class="unseen" tabIndex={-1} data-focus-home>
          Rooms
        </h2>
      </header>
      <div class="rail-lobbies">
        {visit.lobbies.map((lobby, at) => (
          <LobbySection
            key={lobby.name}
            lobby={lobby}
            visit={visit}
            route={route}
            last={at === visit.lobbies.length - 1}
          />
        ))}
      </div>
      <footer class="rail-user">
        <RouteLink to={{ page: 'account' }} class="rail-user-link" title="Your account">
          <Avatar id={user.id} name={user.name} color={user.color} />
          <span class="rail-user-name">
            <span class="unseen">Signed in as </span>
            <bdi>{user.name}</bdi>
          </span>
        </RouteLink>
        <button type="button" class="button button-quiet" onClick={signOut}>
          Sign out
        </button>
      </footer>
    </nav>
  )
}

/** Beside a room only: without one there is nothing else to see. */
function FoldButton() {
  const { fold } = useRailFolding()
  return (
    <button
      id="rail-fold"
      type="button"
      class="button button-icon button-quiet rail-fold"
      onClick={() => fold(true)}
      aria-label="Hide the rooms"
      title="Hide the rooms"
    >
      <RailIcon />
    </button>
  )
}

interface LobbySectionProps {
  readonly lobby: LobbyConnection
  readonly visit: Visit
  readonly route: Route
  /** Whether no other lobby stands below it. */
  readonly last: boolean
}

function LobbySection({ lobby, visit, route, last }: LobbySectionProps) {
  const rooms = useSubscription(lobby, () => lobby.rooms)
  const status = useSubscription(lobby, () => lobby.status)
  const waits = useSubscription(
    lobby,
    () => lobby.status === 'connecting' || (lobby.status === 'closed' && lobby.error?.retryable === true),
  )
  const more = useSubscription(lobby, () => lobby.more)
  const title = `lobby-${lobby.name}`
  return (
    <section class="lobby" aria-labelledby={title}>
      <h3 id={title} class="lobby-title">
        <bdi>{lobby.title}</bdi>
        {rooms.length > 0 && (
          <span class="lobby-count">
            {rooms.length}
            {more !== 'none' && (
              <>
                <span aria-hidden="true">+</span>
                <span class="unseen"> and more</span>
              </>
            )}
          </span>
        )}
      </h3>
      {waits && <LobbyWait lobby={lobby} />}
      {!waits && status === 'closed' && <LobbyClosed lobby={lobby} />}
      {status !== 'connecting' && status !== 'closed' && rooms.length === 0 && (
        <p class="lobby-empty">No room here is open to you yet. New ones appear by themselves.</p>
      )}
      <Rooms lobby={lobby} rooms={openFirst(rooms)} current={currentOf(route, lobby)} automatic={last}>
        {(room) => <RoomLink application={lobby.name} listing={room} visit={visit} route={route} />}
      </Rooms>
    </section>
  )
}

function currentOf(route: Route, { name }: LobbyConnection): string | undefined {
  return route.page === 'room' && route.application === name ? route.room : undefined
}

function Rooms(props: ComponentProps<typeof ManyRooms>) {
  const { lobby, rooms, children } = props
  const part = useSubscription(manyRooms, () => manyRooms.part)
  const many = useSubscription(lobby, () => lobby.more !== 'none') || rooms.length > LONG
  useLayoutEffect(() => {
    if (many) manyRooms.prefetch()
  }, [many])
  if (many && part) return <part.ManyRooms {...props} />
  return (
    <ul class="lobby-rooms">
      {rooms.map((room) => (
        <li key={room.id}>{children(room)}</li>
      ))}
    </ul>
  )
}

function LobbyClosed({ lobby }: { lobby: LobbyConnection }) {
  return (
    <div class="lobby-empty" role="status">
      <p>{lobby.error?.message ?? 'The connection was closed.'}</p>
      <button type="button" class="button" onClick={() => void lobby.connect()}>
        Connect again
      </button>
    </div>
  )
}
