import '../styles/room-parts.css'
import type { MakeRoom } from '../client/lobby.ts'
import { RoomClient } from '../client/room.ts'

/** What the page loads once a room is opened, beside the room's view. */

export { Invitation } from './invitation.tsx'
export { PeoplePane } from './people-pane.tsx'
export { RoomBarActions } from './room-bar-actions.tsx'
export { RoomNotice } from './room-notice.tsx'
export { RoomState } from './room-state.tsx'
export { Sight } from './sight.tsx'
export { StillIn } from './still-in.tsx'

export const makeRoom: MakeRoom = (ports) => new RoomClient(ports)
