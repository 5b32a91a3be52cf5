import type { Role } from '../protocol/roles.ts'
import type { Person, User } from '../protocol/room-document.ts'
import type { Refusal } from './refusal.ts'

/** A room's alarms: durable, at most one of a name. They stand still while the room is not running. */
export interface AlarmSetter<Alarms extends string = string> {
  /** Sets it anew, to ring in so many milliseconds: 16 at least, 24 days at most. */
  set(name: Alarms, at: { readonly in: number }): void
  /** Does nothing when it isn't set. */
  clear(name: Alarms): void
}

/** What `initialise` may know of its room, and do beside making its state. */
export interface StartContext<Options = unknown, Alarms extends string = string> {
  /** Milliseconds since 1970. */
  readonly now: number
  /** A number in [0, 1), from a generator seeded for this commit. */
  random(): number
  /** Who is in the room, in the order in which they came. Whoever has no `role` is a member like any other. */
  readonly members: readonly Person[]
  readonly alarms: AlarmSetter<Alarms>
  /** The room's settings, as the application's `options` schema gives them out. */
  readonly options: Options
}

/**
 * All that a handler may reach, so that any commit can be replayed. It serves while the handler runs, and throws
 * afterwards.
 */
export interface Context<Refusals extends string = string, Alarms extends string = string>
  extends Omit<StartContext<unknown, Alarms>, 'options'> {
  /** Who acts, joined or left; the system's own user for alarms. */
  readonly user: User
  /** What they are in this room; the system's own user may do all that its owner may. */
  readonly role: Role
  /** Whether they only watch: in actions alone that say `spectators`. */
  readonly spectating: boolean
  /** The version that the room has once this takes effect: a number no other commit of the room has. */
  readonly version: number
  /**
   * `throw refuse('NOT_YOUR_TURN')` undoes the action and tells its sender the code.
   * `why` replaces the text that the application's `refusals` give.
   */
  refuse(code: Refusals, why?: string): Refusal
  /**
   * Asks the host for something beyond the room, such as a mail: logged with this commit, carried out after it at least
   * once. `payload` is JSON, if there is any.
   */
  effect(name: string, payload?: unknown): void
  /** Closes the room for good with this commit: what is there can still be seen, and nothing be done any more. */
  close(): void
}
