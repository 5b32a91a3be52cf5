/** What somebody implements who writes another store, or another carrier between nodes, and what those stand on. */

export type {
  AuditFilter,
  AuditLog,
  StoredAuditEntry,
} from './accounts/audit-log.ts'
export { looksOf } from './accounts/looks-of.ts'
export type * from './accounts/ports.ts'
export { GUEST, isGuest } from './accounts/rights-holder.ts'
export { soughtWords, wordsOf } from './accounts/search-words.ts'
export { DELETED_NAME, type UserAccount } from './accounts/user-account.ts'
export { type Bus, BusError, type BusFacts, type OpenBus } from './cluster/bus.ts'
export type { AuditEntry } from './protocol/audit-entry.ts'
export { SYSTEM_USER_ID } from './protocol/check-user.ts'
export type { ActAnswer, Answer } from './protocol/events.ts'
export { ROOM_KEY, type RoomDocument, type RoomStatus, type User } from './protocol/room-document.ts'
export type { AnyRoomFilter } from './protocol/room-filter.ts'
export type * from './rooms/log/changes.ts'
export type * from './rooms/log/leases.ts'
export { LEASE_LENGTH } from './rooms/log/leases.ts'
export type * from './rooms/log/room-catalogue.ts'
export type * from './rooms/log/room-doors.ts'
export type * from './rooms/log/room-log.ts'
export { KEPT_FOR, LeaseOverError, NewerRulesError, OwnedElsewhereError } from './rooms/log/room-log.ts'
export type * from './rooms/log/room-search.ts'
export type { StoredAlarm } from './rooms/log/stored-alarm.ts'
export type { RoomRecord } from './rooms/ports.ts'
export { applyInPlace } from './state/apply.ts'
export type { Json } from './state/json.ts'
export type { Patch } from './state/patches.ts'
export type { Store } from './stores/store.ts'
export { StoreError, type StoreErrorCode } from './stores/store-error.ts'
