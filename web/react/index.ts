/** soc-draw's hooks for React 18 and later, and for Preact by `preact/compat`. */

export type { EnteredRoom } from './room-stay.ts'
export { useEnteredRoom } from './use-entered-room.ts'
export { type LobbySnapshot, useLobby } from './use-lobby.ts'
export { type RoomSnapshot, useRoom } from './use-room.ts'
