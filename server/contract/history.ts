import type { User } from '../protocol/room-document.ts'
import type { Action } from './action.ts'

/** An action of the past. */
export interface KeptAction<Payload = unknown> {
  /** The room's version when it took effect. */
  readonly version: number
  readonly user: User
  /** Milliseconds since 1970. */
  readonly at: number
  /** As the action's schema gives it out; where it takes no longer what was sent then, as that was sent. */
  readonly payload: Payload
}

/**
 * Who sees what of an action's past: `true` lets every member see its payload; a function gives what the viewer sees in
 * its place, as JSON, or null for nothing at all. Whoever only watches is a viewer with an empty id.
 */
export type HistoryRule<Payload = never, Shown = unknown> =
  | true
  | ((action: KeptAction<Payload>, viewer: User) => Shown | null)

/** The rules that an application with these actions can have. */
export type HistoryRules<Actions> = {
  readonly [Name in keyof Actions]?: HistoryRule<OutputOf<Actions[Name]>>
}

/** Makes a rule for an action that isn't there a compile error. */
export type NoOthers<Kept, Actions> = { readonly [Name in Exclude<keyof Kept, keyof Actions>]?: never }

export type OutputOf<Defined> =
  Defined extends Action<infer _State, infer _Input, infer Output, infer _Result> ? Output : never
