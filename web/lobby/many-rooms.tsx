import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { RoomListing } from '../../server/protocol/listings.ts'
import type { LobbyConnection } from './lobby-connection.ts'
import { LongList } from './long-list.tsx'
import { MoreRooms } from './more-rooms.tsx'
import type { RailOrder } from './order/rail-order.ts'

interface Props {
  readonly lobby: LobbyConnection
  readonly order: RailOrder
  /** In the order in which they are shown. */
  readonly rooms: readonly RoomListing[]
  /** The id of the room that one is in; its row stays. */
  readonly current: string | undefined
  /** See `MoreRooms`. */
  readonly automatic: boolean
  /** A room's row. */
  children(room: RoomListing): ComponentChildren
}

/** A lobby's list where it is long, or goes on: its rooms, and what loads the next ones. */
export function ManyRooms({ lobby, order, rooms, current, automatic, children }: Props) {
  const list = useRef<HTMLUListElement>(null)
  /** The room that gets the focus as soon as its row is there. */
  const [next, setNext] = useState<string | undefined>(undefined)
  useLayoutEffect(() => {
    if (next === undefined) return
    const rows = [...(list.current?.children ?? [])]
    rows
      .find((row) => row.getAttribute('data-room') === next)
      ?.querySelector('a')
      ?.focus()
    setNext(undefined)
  }, [next])
  return (
    <>
      <LongList lobby={lobby} rooms={rooms} whole={order.more === 'none'} list={list} kept={[current, next]}>
        {children}
      </LongList>
      <MoreRooms order={order} automatic={automatic} goOn={setNext} />
    </>
  )
}
