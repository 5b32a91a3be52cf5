import '../styles/long-list.css'
import { defaultRangeExtractor, type Range } from '@tanstack/virtual-core'
import type { ComponentChildren, RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { MAX_LOOKED_ROOMS } from '../../server/protocol/limits.ts'
import type { RoomListing } from '../../server/protocol/listings.ts'
import type { LobbyConnection } from './lobby-connection.ts'
import { useVirtualizer } from './use-virtualizer.ts'

/** How high a row is that was never seen, in pixels: that of one without a preview. */
const ROW = 52
const GAP = 1
/** How many rows stand ready above and below what is seen. */
const READY = 10

interface Props {
  readonly lobby: LobbyConnection
  /** In the order in which they are shown. */
  readonly rooms: readonly RoomListing[]
  /** Whether no others follow. */
  readonly whole: boolean
  readonly list: RefObject<HTMLUListElement | null>
  /** The ids of rooms whose rows stay, however far one scrolls. */
  readonly kept: readonly (string | undefined)[]
  /** A room's row. */
  children(room: RoomListing): ComponentChildren
}

/**
 * A lobby's list where it is long: only the rows near what is seen are there, and of their rooms alone one is told what
 * changes. The row of what has the focus stays, however far one scrolls.
 */
export function LongList({ lobby, rooms, whole, list, kept, children }: Props) {
  const [margin, setMargin] = useState(0)
  const [focused, setFocused] = useState<string | undefined>(undefined)
  const virtualizer = useVirtualizer({
    count: rooms.length,
    getScrollElement: () => list.current?.closest<HTMLElement>('.rail-lobbies') ?? null,
    estimateSize: () => ROW,
    getItemKey: (index) => rooms[index]?.id ?? index,
    scrollMargin: margin,
    overscan: READY,
    gap: GAP,
    rangeExtractor: (range) => withKept(range, rooms, [...kept, focused]),
  })
  useLayoutEffect(() => setMargin(offsetIn(list.current)))
  const rows = virtualizer.getVirtualItems()
  useShown(
    lobby,
    rows.flatMap(({ index }) => rooms[index]?.id ?? []),
  )
  return (
    <ul
      class="lobby-rooms lobby-rooms-long"
      ref={list}
      style={{ height: `${virtualizer.getTotalSize()}px` }}
      onFocusIn={({ target }) => setFocused(roomOf(target))}
      onFocusOut={({ relatedTarget }) => setFocused(roomOf(relatedTarget))}
    >
      {rows.map(({ index, start }) => {
        const room = rooms[index]
        if (room === undefined) return null
        return (
          <li
            key={room.id}
            ref={virtualizer.measureElement}
            data-room={room.id}
            data-index={index}
            aria-posinset={index + 1}
            aria-setsize={whole ? rooms.length : -1}
            style={{ transform: `translateY(${start - margin}px)` }}
          >
            {children(room)}
          </li>
        )
      })}
    </ul>
  )
}

/** The rows of a range, and those of some rooms wherever they stand. */
function withKept(range: Range, rooms: readonly RoomListing[], kept: readonly (string | undefined)[]): number[] {
  const rows = new Set(defaultRangeExtractor(range))
  for (const id of kept) {
    const index = id === undefined ? -1 : rooms.findIndex((room) => room.id === id)
    if (index >= 0) rows.add(index)
  }
  return [...rows].sort((one, other) => one - other)
}

/** How far below the beginning of what scrolls the list begins. */
function offsetIn(list: HTMLElement | null): number {
  const scroller = list?.closest('.rail-lobbies')
  if (!list || !scroller) return 0
  return Math.round(list.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop)
}

function roomOf(target: EventTarget | null): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>('[data-room]')?.dataset.room : undefined
}

/**
 * Where more are shown than can be looked at, as on a wall of a screen, the first ones are. A list that is out of sight has
 * no rows: what it showed last is what it shows when it is seen again.
 */
function useShown(lobby: LobbyConnection, ids: readonly string[]): void {
  const key = ids.join()
  useLayoutEffect(() => {
    if (ids.length > 0) lobby.look(ids.slice(0, MAX_LOOKED_ROOMS))
  }, [lobby, key])
  useLayoutEffect(() => () => lobby.look(null), [lobby])
}
