import type { ComponentChildren } from 'preact'
import { isolated } from '../../server/contract/isolated.ts'
import { ERRORS, isErrorCode, type SocDrawError } from '../../server/protocol/errors.ts'
import type { RoomListing } from '../../server/protocol/listings.ts'
import { BlankState } from './blank-state.tsx'
import { KnockButton } from './doors/knock-button.tsx'
import { NoSuchRoom, Unplugged } from './drawings/lobby-drawings.tsx'
import { BrokenRoom, ClosedRoom, FullRoom, LockedRoom, NewVersion } from './drawings/room-drawings.tsx'
import { ToRooms } from './nowhere.tsx'
import { Reload } from './reload.tsx'
import { isFull } from './room-words.ts'
import type { RoomAddress } from './tab-memory.ts'
import type { Visit } from './visit.ts'

interface Props {
  readonly visit: Visit
  readonly address: RoomAddress
  readonly error: SocDrawError
  /** What the room was called, where one was in it. */
  readonly from: string | undefined
  readonly listing: RoomListing | undefined
}

/** What there is to see and to read where one is not let in. */
interface Reason {
  readonly drawing: ComponentChildren
  readonly title: string
  readonly text: ComponentChildren
  readonly actions?: ComponentChildren
}

/** One could not enter, or is no longer in: why, and what can be done. */
export function Refusal(props: Props) {
  const { drawing, title, text, actions } = reasonOf(props)
  return (
    <BlankState drawing={drawing} title={title} actions={actions ?? <ToRooms />} announced>
      <p>{text}</p>
    </BlankState>
  )
}

function reasonOf(props: Props): Reason {
  const { error, listing, from } = props
  const again = <Again {...props} />
  switch (error.code) {
    case 'ROOM_NOT_FOUND':
      if (from === undefined) return notFound(props)
      return { ...putOut(from, error), ...(listing && { actions: again }) }
    case 'ROOM_FULL':
      return full(props)
    case 'ROOM_CLOSED':
      return { drawing: <ClosedRoom />, title: 'This room is closed', text: 'Nobody can enter it any more.' }
    case 'FORBIDDEN':
      if (from !== undefined) return takenOut(props, from)
      return {
        drawing: <LockedRoom />,
        title: `${isolated(listing?.name ?? 'This room')} is not open to you`,
        text: 'You may know of it, but not take a seat in it.',
        actions: <Elsewise {...props} />,
      }
    case 'NO_SPECTATORS':
      return {
        drawing: <LockedRoom />,
        title: 'This room cannot be watched',
        text: 'Only those who take a seat see what is in it.',
        actions: <EnterInstead {...props} />,
      }
    case 'CLIENT_OUTDATED':
      return { ...OUTDATED, actions: <Reload /> }
    case 'ROOM_TOO_NEW':
      return {
        drawing: <NewVersion />,
        title: 'The server is not up to date',
        text: 'A newer version has written this room, and this one cannot read it. Nothing is lost: it opens again once the server is updated.',
      }
    case 'ROOM_UNAVAILABLE':
      return {
        drawing: <BrokenRoom />,
        title: 'This room cannot be opened right now',
        text: 'The server could not read it, and has noted why. Nothing is lost.',
        actions: again,
      }
    default:
      return { drawing: <Unplugged />, title: 'You are not in this room', text: error.message, actions: again }
  }
}

const OUTDATED: Reason = {
  drawing: <NewVersion />,
  title: 'There is a new version',
  text: 'This page was loaded before the room’s application was updated, and no longer fits it. Loaded anew, it does.',
}

function notFound({ visit, address }: Props): Reason {
  const { room } = address
  const text = (
    <>
      Nothing at <code dir="auto">{room}</code> is open to you. It may have another address, or you need an invitation.
    </>
  )
  const actions = (
    <>
      <KnockButton visit={visit} address={address} />
      <ToRooms />
    </>
  )
  return { drawing: <NoSuchRoom />, title: 'There is no such room', text, actions }
}

const ON_ITS_WAY = 'What you were just saying or doing in it may not have arrived.'

/** Out of a room that one does not see any more: it was closed to one, or one was banned. */
function putOut(room: string, error: SocDrawError): Reason {
  return {
    drawing: <LockedRoom />,
    title: `${isolated(room)} is no longer open to you`,
    text: `${ownWords(error) ?? 'It was closed to you, or deleted.'} ${ON_ITS_WAY}`,
  }
}

/** Out of a room that one still sees: somebody removed one, who may come again, or one may not take a seat any more. */
function takenOut(props: Props, room: string): Reason {
  return {
    drawing: <LockedRoom />,
    title: `You are no longer in ${isolated(room)}`,
    text: `${ownWords(props.error) ?? 'Somebody who sees to the room has taken you out of it.'} ${ON_ITS_WAY}`,
    actions: (
      <>
        <TryAgain {...props} strong />
        <Elsewise {...props} />
      </>
    ),
  }
}

/** What the server says beyond what the code itself does; a ban's reason for one. */
function ownWords({ code, message }: SocDrawError): string | undefined {
  return isErrorCode(code) && ERRORS[code].message === message ? undefined : message
}

function full(props: Props): Reason {
  const { listing } = props
  const free = listing !== undefined && !isFull(listing)
  return {
    drawing: <FullRoom free={free} />,
    title: free ? 'A seat is free now' : `${isolated(listing?.name ?? 'The room')} is full`,
    text: free
      ? 'Somebody has left. Be quick.'
      : `All ${listing?.max ?? ''} seats are taken. This page tells you when one is free.`,
    actions: (
      <>
        <TryAgain {...props} strong={free} />
        <Elsewise {...props} />
      </>
    ),
  }
}

function Again(props: Props) {
  return (
    <>
      <TryAgain {...props} strong />
      <ToRooms />
    </>
  )
}

function TryAgain({ visit, address, strong }: Props & { strong: boolean }) {
  const retry = (): void => {
    const lobby = visit.lobby(address.application)
    if (lobby?.status === 'closed') void lobby.connect()
    else visit.retry(address)
  }
  return (
    <button type="button" class={strong ? 'button button-strong' : 'button'} onClick={retry}>
      Try again
    </button>
  )
}

/** Without a seat: to watch, where one may, or to go elsewhere. */
function Elsewise({ visit, address, listing }: Props) {
  return (
    <>
      {listing?.spectators && (
        <button type="button" class="button" onClick={() => visit.watch(address)}>
          Watch
        </button>
      )}
      <ToRooms />
    </>
  )
}

function EnterInstead({ visit, address }: Props) {
  return (
    <>
      <button type="button" class="button button-strong" onClick={() => visit.enter(address)}>
        Take a seat
      </button>
      <ToRooms />
    </>
  )
}
