import type { ComponentProps } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { useSubscription } from '../common/use-subscription.ts'
import { accountChunk } from './account-chunk.ts'
import type { AsidePage } from './aside-page.tsx'
import { Entering } from './entering.tsx'
import { LatePart } from './late-part.tsx'
import { ChooseRoom } from './nowhere.tsx'
import { RoomBar } from './room-bar.tsx'
import { roomChunk } from './room-chunk.ts'
import type { Route } from './route.ts'
import type { RoomAddress } from './tab-memory.ts'
import { Viewless } from './viewless.tsx'
import type { Visit } from './visit.ts'

type Props = ComponentProps<typeof AsidePage>

/** The middle of the page: the room of the route, or why there is none, or one's own account. The rooms in the background stay in it, hidden. */
export function RoomPane({ visit, route, ...account }: Props) {
  return (
    <main class="room">
      {isAside(visit, route) ? (
        <LatePart chunk={accountChunk}>
          {(part) => <part.AsidePage route={route} visit={visit} {...account} />}
        </LatePart>
      ) : (
        <RoomContent visit={visit} route={route} />
      )}
      <Stage visit={visit} />
    </main>
  )
}

/** Whether it is no room's, nor the list's: what is at no address stands with what most do without. */
function isAside(visit: Visit, route: Route): boolean {
  return route.page === 'room' ? visit.lobby(route.application) === undefined : route.page !== 'lobby'
}

function RoomContent({ visit, route }: { visit: Visit; route: Route }) {
  if (route.page === 'lobby') return <ChooseRoom visit={visit} />
  if (route.page !== 'room') return null
  const address = { application: route.application, room: route.room }
  // Keyed, so that what one was about to do in a room isn't done in the next.
  return (
    <div class="room-frame" key={`${address.application}/${address.room}`}>
      <RoomBar visit={visit} address={address} />
      <RoomBody visit={visit} address={address} />
    </div>
  )
}

/** What is loaded once there is a room to be shown. */
function RoomBody({ visit, address }: { visit: Visit; address: RoomAddress }) {
  const parts = useSubscription(roomChunk, () => roomChunk.part)
  const viewless = useSubscription(visit, () => visit.room(address)?.phase.kind === 'viewless')
  if (viewless) return <Viewless visit={visit} />
  if (parts === undefined) return <Entering lobby={visit.lobby(address.application)} />
  return (
    <>
      <parts.RoomNotice visit={visit} address={address} />
      <parts.RoomState visit={visit} address={address} />
    </>
  )
}

/** Puts the visit's own element in its place: the applications in it outlive every rendering. */
function Stage({ visit }: { visit: Visit }) {
  const place = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    place.current?.replaceChildren(visit.stage)
  }, [visit])
  return <div class="stage-place" ref={place} />
}
