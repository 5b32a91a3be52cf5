/** soc-draw's client library, for browsers, bots and tests. */

export { SocDrawError } from '../../server/protocol/errors.ts'
export type { FoundRooms, RoomListing } from '../../server/protocol/listings.ts'
export type { Member, RoomStatus, User } from '../../server/protocol/room-document.ts'
export type { RoomOperation, Watch } from '../../server/protocol/room-operations.ts'
export type { NewRoom, RoomChange, RoomDetail } from '../../server/protocol/rooms-messages.ts'
export type { Account, OwnSession, OwnUser } from './account.ts'
export { account } from './account.ts'
export type {
  AccountRole,
  Administration,
  AuditedAct,
  AuditPage,
  AuditQuestion,
  Invitation,
  ListedRoom,
  MadeInvitation,
  MadeLink,
  OtherUser,
  RoomsPage,
  RoomsQuestion,
  UsersPage,
} from './administration.ts'
export { administration } from './administration.ts'
export type { Token } from './ask-token.ts'
export type {
  ConnectionStatus,
  EnterOptions,
  FindOptions,
  Left,
  Lobby,
  LookOptions,
  PastPage,
  Room,
  RoomOrder,
} from './client-api.ts'
export { connect } from './connect.ts'
export type { ConnectOptions } from './open-lobby.ts'
export type { Knock, MadeRoomLink, OpenedRoomLink, RoomDoors, RoomLink } from './room-doors.ts'
export { roomDoors } from './room-doors.ts'
export type { BanTerms, Invited, ListOptions, RoomPeople, Rooms, RoomTerms } from './rooms.ts'
export { rooms } from './rooms.ts'
export type { BegunSession, NewAccount } from './sign-up.ts'
export { enterAsGuest, signUp } from './sign-up.ts'
export type { SocketIoOptions } from './socket-io-transport.ts'
export type { Transport, TransportListener } from './transport.ts'
export type { Wakefulness } from './wakefulness.ts'
