import { BlankState } from './blank-state.tsx'
import { LateDrawing } from './drawings/late-drawing.tsx'
import { ToRooms } from './nowhere.tsx'

/** An address that means nothing here. */
export function NothingHere() {
  return (
    <>
      <h1 id="room-title" class="unseen" tabIndex={-1} data-focus-home>
        Nothing is at this address
      </h1>
      <BlankState
        drawing={<LateDrawing of="NoSuchRoom" />}
        title="There is nothing at this address"
        actions={<ToRooms />}
      >
        <p>Perhaps a letter went missing when it was copied.</p>
      </BlankState>
    </>
  )
}
