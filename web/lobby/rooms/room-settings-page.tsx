import { useCallback, useState } from 'preact/hooks'
import type { RoomDetail } from '../../../server/protocol/rooms-messages.ts'
import type { Rooms, RoomTerms } from '../../client/rooms.ts'
import type { RoomAddress } from '../tab-memory.ts'
import type { Visit } from '../visit.ts'
import { CHANGES } from './changes.ts'
import { EditForm } from './edit-form.tsx'
import { RoomEnds } from './room-ends.tsx'
import { RoomFrame, useAsked, useRooms } from './room-frame.tsx'

interface Props {
  readonly visit: Visit
  readonly address: RoomAddress
}

/** What a room is, and what becomes of it: as far as whoever looks may change it. */
export function RoomSettingsPage({ visit, address }: Props) {
  const rooms = useRooms(visit)
  const ask = useCallback(
    async () => ({ room: await rooms.get(address.room), terms: await rooms.application(address.application) }),
    [rooms, address.application, address.room],
  )
  const asked = useAsked(ask)
  return (
    <RoomFrame
      title="Settings of the room"
      back={{ page: 'room', ...address, people: false }}
      backWords="Back to the room"
      asked={asked}
    >
      {asked.answer && <Settings rooms={rooms} {...asked.answer} />}
    </RoomFrame>
  )
}

function Settings({ rooms, room: first, terms }: { rooms: Rooms; room: RoomDetail; terms: RoomTerms }) {
  const [room, setRoom] = useState(first)
  const may = room.may.some((each) => CHANGES.has(each))
  return (
    <>
      {room.may.includes('edit') && !room.archived && (
        <EditForm rooms={rooms} room={room} terms={terms} changed={setRoom} />
      )}
      <RoomEnds rooms={rooms} room={room} changed={setRoom} />
      {!may && <p class="soft">You may not change this room.</p>}
    </>
  )
}
