import type { CataloguedRoom } from './room-catalogue.ts'

/**
 * What was changed in a store, by whichever server. `room`, `user` and `session` are ids; those changes of one room come in
 * the order in which they were made.
 */
export type Change =
  /** A room was made, is another one than it was (`before`), or is no more. `revision` is what it had by that change. */
  | { readonly kind: 'room'; readonly room: string; readonly revision: number; readonly before?: CataloguedRoom }
  /** By the change of the room that was told last, the user is to be put out of it. */
  | { readonly kind: 'removal'; readonly room: string; readonly user: string }
  /** What goes on in the room is to end for good. */
  | { readonly kind: 'closing'; readonly room: string }
  /** Who asks to be let into the room is not as it was. */
  | { readonly kind: 'knocks'; readonly room: string }
  /** The session has ended. */
  | { readonly kind: 'session'; readonly session: string }
  /** Sessions have ended, too many to be told one by one: `lasting` tells which go on. */
  | { readonly kind: 'sessions' }
  /** The user's name, colour or roles have changed, or they were disabled, enabled or deleted. */
  | { readonly kind: 'user'; readonly user: string }

/** What a look has found. */
export interface Looked {
  readonly changes: readonly Change[]
  /** Whether there were more than are kept, or told at once: then anything may be another thing than it was. */
  readonly missed: boolean
}

/** Follows what is changed from when it was begun on. */
export interface ChangeWatch {
  /**
   * What was changed since the last look that resolved, each told once: whatever a look can't see, because it was not
   * committed yet, a later one tells. One look at a time. Rejects as the store does; then nothing is lost.
   */
  look(): Promise<Looked>
}

/** What lets servers that share a store learn of each other's changes: by asking for them, cheap where there are none. */
export interface Changes {
  watch(): Promise<ChangeWatch>
  /** Those of the sessions that have not ended. */
  lasting(sessions: readonly string[]): Promise<ReadonlySet<string>>
}

/** Tells other servers at once that something was changed, where that can be told: what is lost, their next look finds. */
export interface ChangeHints {
  publish(): void
  /** Calls back whenever another server says so. To be called once. */
  heard(look: () => void): void
}
