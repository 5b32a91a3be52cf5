import type { ComponentProps, RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { RoomListing } from '../../server/protocol/listings.ts'
import { Avatar } from '../common/avatar.tsx'
import { useSubscription } from '../common/use-subscription.ts'
import { accountChunk } from './account-chunk.ts'
import { BrandMark } from './brand-mark.tsx'
import { FindIcon, RailIcon } from './drawings/icons.tsx'
import { LatePart } from './late-part.tsx'
import { listChunk } from './list-chunk.ts'
import type { LobbyConnection } from './lobby-connection.ts'
import { LobbyWait } from './lobby-wait.tsx'
import type { OrderedRooms } from './order/ordered-rooms.tsx'
import { orderChunk } from './order-chunk.ts'
import { useBrand, useRailFolding } from './page-context.ts'
import { RoomLink } from './room-link.tsx'
import type { Route } from './route.ts'
import { RouteLink } from './route-link.tsx'
import type { Visit } from './visit.ts'

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
  const [finding, setFinding] = useState(false)
  const find = useRef<HTMLButtonElement>(null)
  const current = currentOf(route, lobby)
  const row = (room: RoomListing) => <RoomLink application={lobby.name} listing={room} visit={visit} route={route} />
  const close = (): void => {
    find.current?.focus()
    setFinding(false)
  }
  return (
    <section class="lobby" aria-labelledby={titleOf(lobby)}>
      <LobbyHead lobby={lobby} visit={visit} finding={finding} find={find} toggle={() => setFinding(!finding)} />
      {waits && <LobbyWait lobby={lobby} />}
      {!waits && status === 'closed' && <LobbyClosed lobby={lobby} />}
      {status !== 'connecting' && status !== 'closed' && rooms.length === 0 && !finding && (
        <p class="lobby-empty">No room here is open to you yet. New ones appear by themselves.</p>
      )}
      {finding ? (
        <LatePart chunk={listChunk}>
          {(part) => (
            <part.Finding lobby={lobby} visit={visit} current={current} close={close}>
              {row}
            </part.Finding>
          )}
        </LatePart>
      ) : (
        <Rooms lobby={lobby} visit={visit} rooms={rooms} current={current} automatic={last}>
          {row}
        </Rooms>
      )}
    </section>
  )
}

interface LobbyHeadProps extends NewRoomProps {
  /** Whether rooms are looked for in the place of its list. */
  readonly finding: boolean
  /** The button by which that begins and ends. */
  readonly find: RefObject<HTMLButtonElement | null>
  toggle(): void
}

function LobbyHead({ lobby, visit, finding, find, toggle }: LobbyHeadProps) {
  const rooms = useSubscription(lobby, () => lobby.rooms.length)
  const more = useSubscription(lobby, () => lobby.more)
  return (
    <div class="lobby-head">
      <h3 id={titleOf(lobby)} class="lobby-title">
        <bdi>{lobby.title}</bdi>
        {rooms > 0 && (
          <span class="lobby-count">
            {rooms}
            {more && (
              <>
                <span aria-hidden="true">+</span>
                <span class="unseen"> and more</span>
              </>
            )}
          </span>
        )}
      </h3>
      <NewRoom lobby={lobby} visit={visit} />
      <button
        type="button"
        class="button button-icon button-quiet"
        ref={find}
        onClick={toggle}
        aria-expanded={finding}
        aria-label={`Find rooms of ${lobby.title}`}
        title="Find rooms"
      >
        <FindIcon />
      </button>
    </div>
  )
}

interface NewRoomProps {
  readonly lobby: LobbyConnection
  readonly visit: Visit
}

/** For whoever may make one. */
function NewRoom({ lobby, visit }: NewRoomProps) {
  const makers = visit.makeRooms
  const link = (
    <RouteLink to={{ page: 'new-room', application: lobby.name }} class="button button-quiet button-small">
      New<span class="unseen"> room: {lobby.title}</span>
    </RouteLink>
  )
  const all = makers === 'guests' || (makers === 'everyone' && !visit.site.guests)
  if (makers === undefined || all) return makers && link
  return (
    <LatePart chunk={accountChunk}>
      {(part) => (
        <part.IfMayMake visit={visit} makers={makers}>
          {link}
        </part.IfMayMake>
      )}
    </LatePart>
  )
}

function titleOf({ name }: LobbyConnection): string {
  return `lobby-${name}`
}

function currentOf(route: Route, { name }: LobbyConnection): string | undefined {
  return route.page === 'room' && route.application === name ? route.room : undefined
}

/** Once the part has come by which they are ordered; where it does not, as they were made. */
function Rooms(props: ComponentProps<typeof OrderedRooms> & { readonly rooms: readonly RoomListing[] }) {
  const part = useSubscription(orderChunk, () => orderChunk.part)
  const [failed, setFailed] = useState(false)
  useLayoutEffect(() => {
    orderChunk.load().catch(() => setFailed(true))
  }, [])
  if (part) return <part.OrderedRooms {...props} />
  return (
    <ul class="lobby-rooms">{failed && props.rooms.map((room) => <li key={room.id}>{props.children(room)}</li>)}</ul>
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
