import type { ComponentChildren } from 'preact'
import type { SocDrawError } from '../../server/protocol/errors.ts'
import type { RoomListing } from '../../server/protocol/listings.ts'
import { BlankState } from './blank-state.tsx'
import { ClosedRoom, FullRoom, NoSuchRoom, Unplugged } from './drawings/room-drawings.tsx'
import { ToRooms } from './nowhere.tsx'
import { isFull } from './room-words.ts'
import type { RoomAddress } from './tab-memory.ts'
import type { Visit } from './visit.ts'

interface Props {
  readonly visit: Visit
  readonly address: RoomAddress
  readonly error: SocDrawError
  readonly listing: RoomListing | undefined
}

/** One could not enter, or is no longer in: why, and what can be done. */
export function Refusal({ visit, address, error, listing }: Props) {
  const retry = (): void => {
    const lobby = visit.lobby(address.application)
    if (lobby?.status === 'closed') void lobby.connect()
    else visit.retry(address)
  }
  switch (error.code) {
    case 'ROOM_NOT_FOUND':
      return (
        <BlankState drawing={<NoSuchRoom />} title="There is no such room" actions={<ToRooms />} announced>
          <p>
            Nothing at <code>{address.room}</code> is open to you. It may have another address, or you need an
            invitation.
          </p>
        </BlankState>
      )
    case 'ROOM_FULL':
      return <Full listing={listing} retry={retry} />
    case 'ROOM_CLOSED':
      return (
        <BlankState drawing={<ClosedRoom />} title="This room is closed" actions={<ToRooms />} announced>
          <p>Nobody can enter it any more.</p>
        </BlankState>
      )
    default:
      return (
        <BlankState
          drawing={<Unplugged />}
          title="You are not in this room"
          actions={<Again retry={retry} />}
          announced
        >
          <p>{error.message}</p>
        </BlankState>
      )
  }
}

function Full({ listing, retry }: { listing: RoomListing | undefined; retry: () => void }) {
  const free = listing !== undefined && !isFull(listing)
  const title = free ? 'A seat is free now' : `${listing?.name ?? 'The room'} is full`
  return (
    <BlankState
      drawing={<FullRoom free={free} />}
      title={title}
      actions={<Again retry={retry} strong={free} />}
      announced
    >
      {free ? (
        <p>Somebody has left. Be quick.</p>
      ) : (
        <p>All {listing?.max ?? ''} seats are taken. This page tells you when one is free.</p>
      )}
    </BlankState>
  )
}

function Again({ retry, strong = true }: { retry: () => void; strong?: boolean }): ComponentChildren {
  return (
    <>
      <button type="button" class={strong ? 'button button-strong' : 'button'} onClick={retry}>
        Try again
      </button>
      <ToRooms />
    </>
  )
}
