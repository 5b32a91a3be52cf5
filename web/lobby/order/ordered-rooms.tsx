import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { systemClock } from '../../../server/machine/system-clock.ts'
import type { RoomListing } from '../../../server/protocol/listings.ts'
import { useSubscription } from '../../common/use-subscription.ts'
import { listChunk } from '../list-chunk.ts'
import type { LobbyConnection } from '../lobby-connection.ts'
import type { Visit } from '../visit.ts'
import type { Part } from './arrange.ts'
import { Hands } from './hands.ts'
import { RailOrder } from './rail-order.ts'

/** With more rooms than this, only those near what is seen are there. */
const LONG = 60

interface Props {
  readonly lobby: LobbyConnection
  readonly visit: Visit
  /** The id of the room that one is in; its row stays. */
  readonly current: string | undefined
  /** See `MoreRooms`. */
  readonly automatic: boolean
  /** A room's row. */
  children(room: RoomListing): ComponentChildren
}

/** A lobby's list, in its order. */
export function OrderedRooms({ lobby, visit, ...others }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const order = useOrder(lobby, visit, place)
  return (
    <div class="lobby-ordered" ref={place}>
      {order && <OrderedList lobby={lobby} order={order} {...others} />}
    </div>
  )
}

interface OrderedListProps extends Omit<Props, 'visit'> {
  readonly order: RailOrder
}

function OrderedList({ lobby, order, current, automatic, children }: OrderedListProps) {
  const ready = useSubscription(order, () => order.ready)
  const rooms = useSubscription(order, () => order.rooms)
  const many = useSubscription(order, () => order.more !== 'none') || rooms.length > LONG
  const part = useSubscription(listChunk, () => listChunk.part)
  useLayoutEffect(() => {
    if (many) listChunk.prefetch()
  }, [many])
  if (!ready) return null
  if (many && part)
    return (
      <part.ManyRooms lobby={lobby} order={order} rooms={rooms} current={current} automatic={automatic}>
        {children}
      </part.ManyRooms>
    )
  return (
    <ul class="lobby-rooms">
      {rooms.map((room) => (
        <li key={room.id}>{children(room)}</li>
      ))}
    </ul>
  )
}

/** Undefined before it is known where it stands. */
function useOrder(
  lobby: LobbyConnection,
  visit: Visit,
  place: { readonly current: HTMLElement | null },
): RailOrder | undefined {
  const [order, setOrder] = useState<RailOrder | undefined>(undefined)
  useLayoutEffect(() => {
    const list = place.current
    const rail = list?.closest<HTMLElement>('.rail-lobbies')
    if (!list || !rail) return
    const hands = new Hands(rail, list, systemClock)
    const partOf = (room: string): Part => partIn(visit, { application: lobby.name, room })
    const made = new RailOrder({ source: lobby, clock: systemClock, hands, partOf })
    made.start()
    setOrder(made)
    const unsubscribe = visit.subscribe(() => made.update())
    return () => {
      unsubscribe()
      made.stop()
      hands.stop()
    }
  }, [lobby, visit])
  return order
}

function partIn(visit: Visit, address: Parameters<Visit['room']>[0]): Part {
  const open = visit.room(address)
  if (open?.phase.kind !== 'entered') return 'out'
  return open.unread > 0 ? 'news' : 'in'
}
