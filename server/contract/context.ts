import type { User } from '../protocol/room-document.ts'
import type { Refusal } from './refusal.ts'

/** What `initialise` may know of its room. */
export interface StartContext {
  /** Milliseconds since 1970. */
  readonly now: number
  /** A number in [0, 1), from a generator seeded for this commit. */
  random(): number
  /** Who is in the room, in the order in which they came. */
  readonly members: readonly User[]
}

/** All that a handler may reach, so that any commit can be replayed. */
export interface Context<Refusals extends string = string> extends StartContext {
  /** Who acts. */
  readonly user: User
  /** The version that the room has once this action took effect: a number no other commit of the room has. */
  readonly version: number
  /**
   * `throw refuse('NOT_YOUR_TURN')` undoes the action and tells its sender the code.
   * `why` replaces the text that the application's `refusals` give.
   */
  refuse(code: Refusals, why?: string): Refusal
}
