import { useLayoutEffect, useRef } from 'preact/hooks'
import { isolated } from '../../server/contract/isolated.ts'
import type { OwnUser } from '../client/account.ts'
import type { Store } from '../common/store.ts'
import { useKeptFocus } from '../common/use-kept-focus.ts'
import { useSubscription } from '../common/use-subscription.ts'
import { ConnectionBanner } from './connection-banner.tsx'
import type { Crowding } from './crowding.ts'
import { FoldingContext, useBrand, useRoute } from './page-context.ts'
import { Rail } from './rail.tsx'
import { roomChunk } from './room-chunk.ts'
import { RoomPane } from './room-pane.tsx'
import { ASIDE, formatRoute, type Route } from './route.ts'
import { useFolding } from './use-folding.ts'
import type { Visit } from './visit.ts'

interface Props {
  readonly visit: Visit
  readonly crowding: Store<Crowding | undefined>
  signOut(): void
  changed(user: OwnUser): void
}

/**
 * The page of a signed-in user: the rail, the room, its people. A narrow screen shows the one that the route is about; on
 * a wider one the rail may be folded away beside a room.
 */
export function VisitPage({ visit, crowding, signOut, changed }: Props) {
  const route = useRoute()
  const parts = useSubscription(roomChunk, () => roomChunk.part)
  const page = useRef<HTMLDivElement>(null)
  const folding = useFolding()
  useKeptFocus(page)
  const peopleFolded = useSubscription(
    visit,
    () => route.page === 'room' && visit.view(route.application)?.showsMembers === true,
  )
  useTitle(visit, route)
  useArrival(visit, route)
  useGuardOfPending(visit)
  return (
    <div
      class="visit"
      ref={page}
      data-pane={pane(route)}
      data-rail={folding.folded ? 'folded' : undefined}
      data-people={peopleFolded ? 'folded' : undefined}
    >
      <a class="skip" href="#room-title">
        Skip to the room
      </a>
      <ConnectionBanner visit={visit} crowding={crowding}>
        {parts && <parts.StillIn visit={visit} />}
      </ConnectionBanner>
      {parts && <parts.Sight visit={visit} route={route} page={page} />}
      <FoldingContext.Provider value={folding}>
        <Rail visit={visit} route={route} signOut={signOut} />
        <RoomPane visit={visit} route={route} changed={changed} signOut={signOut} />
      </FoldingContext.Provider>
      {route.page === 'room' && parts && <parts.PeoplePane visit={visit} route={route} />}
    </div>
  )
}

function pane(route: Route): 'rail' | 'room' | 'people' {
  if (route.page === 'lobby') return 'rail'
  return route.page === 'room' && route.people ? 'people' : 'room'
}

/** Shows the route's room, and takes the focus along: to the title of what one came to, from where a view may take it on. */
function useArrival(visit: Visit, route: Route): void {
  const arrived = useRef(false)
  const address = route.page === 'room' ? `${route.application}/${route.room}` : undefined
  const aside = ASIDE[route.page] && formatRoute(route)
  const people = route.page === 'room' && route.people
  useLayoutEffect(() => {
    // A page that was just loaded keeps its focus at the top, as any page does.
    if (arrived.current) document.getElementById(address === undefined && !aside ? 'rail-title' : 'room-title')?.focus()
  }, [address, aside])
  useLayoutEffect(() => {
    visit.show(route.page === 'room' ? { application: route.application, room: route.room } : undefined)
  }, [visit, address])
  useLayoutEffect(() => {
    if (arrived.current) document.getElementById(people ? 'people-title' : 'room-title')?.focus()
    arrived.current = true
  }, [people])
}

/** What is still on its way would be lost with the page: the browser asks before. */
function useGuardOfPending(visit: Visit): void {
  useLayoutEffect(() => {
    const guard = (event: BeforeUnloadEvent): void => {
      if (visit.pending) event.preventDefault()
    }
    window.addEventListener('beforeunload', guard)
    return () => window.removeEventListener('beforeunload', guard)
  }, [visit])
}

function useTitle(visit: Visit, route: Route): void {
  const brand = useBrand()
  const unread = useSubscription(visit, () => visit.unread)
  const name = useSubscription(visit, () =>
    route.page === 'room' ? (visit.listing(route)?.name ?? route.room) : (ASIDE[route.page] ?? 'Rooms'),
  )
  useLayoutEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${isolated(name)} – ${isolated(brand.name)}`
  }, [unread, name, brand])
}
