import { isolated } from '../../server/contract/isolated.ts'
import type { RoomListing } from '../../server/protocol/listings.ts'
import { useSubscription } from '../common/use-subscription.ts'
import { EyeIcon, MoodGlyph } from './drawings/icons.tsx'
import { useRouter } from './page-context.ts'
import { RoomPreview } from './room-preview.tsx'
import { roomMood, statusWords, watchWords } from './room-words.ts'
import type { Route } from './route.ts'
import { RouteLink } from './route-link.tsx'
import type { RoomAddress } from './tab-memory.ts'
import type { Visit } from './visit.ts'

interface Props {
  readonly application: string
  readonly listing: RoomListing
  readonly visit: Visit
  readonly route: Route
}

/** Whether and how the user is in a room. */
type Being = 'out' | 'in' | 'watching'

/** A room in the rail, to be entered, or watched where one may. */
export function RoomLink(props: Props) {
  const { application, listing, visit } = props
  const address = { application, room: listing.id }
  const being = useSubscription(visit, () => beingIn(visit, address))
  return (
    <div class="room-item">
      <EnterLink {...props} being={being} />
      {being === 'out' && listing.spectators && <WatchButton visit={visit} address={address} name={listing.name} />}
    </div>
  )
}

/** Its name, what it shows of itself, how it stands, how many are there, and what one has not read in it. */
function EnterLink({ application, listing, visit, route, being }: Props & { being: Being }) {
  const address = { application, room: listing.id }
  const unread = useSubscription(visit, () => visit.room(address)?.unread ?? 0)
  const view = useSubscription(visit, () => visit.view(application))
  const current = route.page === 'room' && route.application === application && route.room === listing.id
  const closed = listing.status === 'closed'
  return (
    <RouteLink
      to={{ page: 'room', ...address, people: false }}
      class={classes({
        'room-link-entered': being !== 'out',
        'room-link-unread': unread > 0,
        'room-link-closed': closed,
      })}
      aria-current={current ? 'page' : undefined}
    >
      <MoodGlyph mood={roomMood(listing)} />
      <span class="room-link-name" title={isolated(listing.name)}>
        <bdi>{listing.name}</bdi>
      </span>
      {unread > 0 && (
        <span class="badge">
          {unread > 99 ? '99+' : unread}
          <span class="unseen"> unread</span>
        </span>
      )}
      <RoomPreview preview={listing.preview ?? ''} view={view} />
      <span class="room-link-status">
        {being === 'watching' && 'Watching · '}
        {statusWords(listing)}
        {watchWords(listing)}
        {being === 'in' && <span class="unseen">, you are in it</span>}
      </span>
    </RouteLink>
  )
}

function classes(given: Readonly<Record<string, boolean>>): string {
  return ['room-link', ...Object.keys(given).filter((name) => given[name])].join(' ')
}

function WatchButton({ visit, address, name }: { visit: Visit; address: RoomAddress; name: string }) {
  const router = useRouter()
  const watch = (): void => {
    visit.watch(address)
    router.go({ page: 'room', ...address, people: false })
  }
  return (
    <button
      type="button"
      class="button button-icon button-quiet room-watch"
      onClick={watch}
      aria-label={`Watch ${isolated(name)}`}
      title="Watch without a seat"
    >
      <EyeIcon />
    </button>
  )
}

function beingIn(visit: Visit, address: RoomAddress): Being {
  const phase = visit.room(address)?.phase
  if (phase?.kind !== 'entered') return 'out'
  return phase.room.spectating ? 'watching' : 'in'
}
