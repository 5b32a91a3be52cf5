import type { Context } from './context.ts'

/** What happens in a room by itself: an alarm that rings, a user who joined or left. It can't be refused. */
export type RuleHandler<State, Alarms extends string> = {
  // Written as a method, so that a function of its own can stand here and the state still be inferred.
  ring(state: State, context: Context<never, Alarms>): void
}['ring']

/** What an application makes of its members' coming, going and new names, once it has started: `initialise` knows who is there then. */
export interface MemberRules<State, Alarms extends string> {
  /** Somebody has taken a seat: they are among `members` already. */
  joined?(state: State, context: Context<never, Alarms>): void
  /** Somebody's seat is free: they are no longer among `members`. */
  left?(state: State, context: Context<never, Alarms>): void
  /**
   * Somebody is called otherwise from now on, and `user.name` says how: whoever is here, or was. One whose account was
   * deleted is `deleted user`. Whatever the state keeps of their name is theirs to follow; also when the room is closed,
   * or in the archive, where nothing but the state changes.
   */
  renamed?(state: State, context: Context<never, Alarms>): void
}

/** What becomes of a running room in which seats fall below the minimum. */
export type QuorumLoss = 'pause' | 'continue' | 'end'

/** Bounds that an application sets for its rooms, where the defaults don't fit. */
export interface ApplicationLimits {
  /** How large the state may be, in characters of JSON; 8 MiB by default. */
  readonly state?: number
  /** How many steps of a room may be on their way to the log; 1,000 by default. */
  readonly queue?: number
  /** Messages a second that one connection may send for long; 200 by default. */
  readonly rate?: number
  /** Messages that one connection may send at once; 400 by default. */
  readonly burst?: number
  /** How much one connection may send a second for long, in characters; 1 MiB by default. */
  readonly byteRate?: number
  /** How much one connection may send at once, in characters; 4 MiB by default. */
  readonly byteBurst?: number
  /** How many connections to the lobby one user may have; 100 by default. */
  readonly connections?: number
}
