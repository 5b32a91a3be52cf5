/** What the page loads once a room is opened, beside the room's view. */

export { PeoplePane } from './people-pane.tsx'
export { RoomNotice } from './room-notice.tsx'
export { RoomState } from './room-state.tsx'
