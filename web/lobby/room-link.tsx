import type { RoomListing } from '../../server/protocol/listings.ts'
import { useSubscription } from '../common/use-subscription.ts'
import { MoodGlyph } from './drawings/icons.tsx'
import { countWords, roomMood, statusWords } from './room-words.ts'
import type { Route } from './route.ts'
import { RouteLink } from './route-link.tsx'
import type { Visit } from './visit.ts'

interface Props {
  readonly application: string
  readonly listing: RoomListing
  readonly visit: Visit
  readonly route: Route
}

/** A room in the rail: its name, how it stands, how many are there, and what one has not read in it. */
export function RoomLink({ application, listing, visit, route }: Props) {
  const address = { application, room: listing.id }
  const unread = useSubscription(visit, () => visit.room(address)?.unread ?? 0)
  const entered = useSubscription(visit, () => visit.room(address)?.phase.kind === 'entered')
  const current = route.page === 'room' && route.application === application && route.room === listing.id
  return (
    <RouteLink
      to={{ page: 'room', ...address, people: false }}
      class={`room-link${entered ? ' room-link-entered' : ''}${unread > 0 ? ' room-link-unread' : ''}`}
      aria-current={current ? 'page' : undefined}
    >
      <MoodGlyph mood={roomMood(listing)} />
      <span class="room-link-name" title={listing.name}>
        {listing.name}
      </span>
      {unread > 0 && (
        <span class="badge">
          {unread > 99 ? '99+' : unread}
          <span class="unseen"> unread</span>
        </span>
      )}
      <span class="room-link-status">
        {statusWords(listing)}
        {entered && <span class="unseen">, you are in it</span>}
      </span>
      <span class="room-link-count" title={countWords(listing)}>
        <span aria-hidden="true">
          {listing.members}/{listing.max}, min {listing.min}
        </span>
        <span class="unseen">{countWords(listing)}</span>
      </span>
    </RouteLink>
  )
}
