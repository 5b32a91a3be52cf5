/** soc-draw: define room applications, and serve them. */

export type { NewUser } from './accounts/users.ts'
export type { Action, AnyAction, DefineAction } from './contract/action.ts'
export type { AnyApplication, Application, ApplicationTypes, Players } from './contract/application.ts'
export type { AsJson } from './contract/as-json.ts'
export type {
  Actions,
  ClientState,
  PastActionOf,
  PresenceOf,
  PresentedBy,
  StateOf,
  WholeActionOf,
} from './contract/client-types.ts'
export type { AlarmSetter, Context, StartContext } from './contract/context.ts'
export { defineApplication, type PublicState, type Rules } from './contract/define-application.ts'
export { graphemes } from './contract/graphemes.ts'
export type { HistoryRule, KeptAction } from './contract/history.ts'
export { isolated } from './contract/isolated.ts'
export { plainLine, plainText } from './contract/plain-text.ts'
export type { Refusal } from './contract/refusal.ts'
export type { ApplicationLimits, MemberRules, QuorumLoss, RuleHandler } from './contract/rule-handlers.ts'
export type { HostRoom, HostView } from './host/host-room.ts'
export type { HostListing, HostRooms, HostRoomsQuery } from './host/host-rooms.ts'
export { createServer, type MountedRooms, mountRooms, type SocDrawServer } from './host/server.ts'
export type { MountOptions, ServerOptions } from './host/server-options.ts'
export type { FrontEnd } from './http/front-end.ts'
export { type ErrorCode, SocDrawError, type WireError } from './protocol/errors.ts'
export type { Role } from './protocol/roles.ts'
export type { Member, Person, RoomStatus, User } from './protocol/room-document.ts'
export type { Account, CarryOut, Effect, Operation, RoomRecord } from './rooms/ports.ts'
export type { Handshake } from './sockets/authenticate.ts'
export { plain } from './state/plain.ts'
export type { Visibility } from './state/visibility.ts'
export type { Store } from './stores/store.ts'
export { StoreError, type StoreErrorCode } from './stores/store-error.ts'
