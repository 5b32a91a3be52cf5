import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { VisibilityRules } from '../state/visibility.ts'
import type { AnyAction } from './action.ts'
import type { StartContext } from './context.ts'
import type { HistoryRule } from './history.ts'
import type { ApplicationLimits, MemberRules, QuorumLoss, RuleHandler } from './rule-handlers.ts'

/** How many members a room of an application has: its application starts at `min`, and it is full at `max`. */
export interface Players {
  readonly min: number
  readonly max: number
}

/** An application as the server runs it, whatever its types. */
export interface AnyApplication {
  /** Names the lobby, its namespace and its address: lower-case letters, digits and dashes. */
  readonly name: string
  /** What people read; by default the name. */
  readonly title: string
  readonly players: Players
  readonly refusals: Readonly<Record<string, string>>
  /** The schema of a room's settings; absent: rooms have none. */
  readonly options?: StandardSchemaV1
  /** What becomes of a running room in which seats fall below the minimum. */
  readonly quorumLoss: QuorumLoss
  /** Whether rooms may be entered to watch only, without a seat. */
  readonly spectators: boolean
  readonly limits: ApplicationLimits
  /** How long a lost connection keeps its member's seat, in milliseconds. */
  readonly grace: number
  /** The least time between two frames to a room's members, in milliseconds. One that was late does not delay the next. */
  readonly frameInterval: number
  /** Who may see what of the state, by its top-level keys. */
  readonly visibility: VisibilityRules
  /** What members may show each other that is not state; absent: nothing. */
  readonly presence?: StandardSchemaV1
  /** The actions whose effect a client may show before the server has answered. */
  readonly predict: readonly string[]
  readonly actions: Readonly<Record<string, AnyAction>>
  /** What happens when an alarm rings, by its name. */
  readonly alarms: Readonly<Record<string, RuleHandler<object, string>>>
  readonly members: MemberRules<object, string>
  /** The actions that are kept for paging back, each with what a viewer may see of it. */
  readonly history: Readonly<Record<string, HistoryRule>>
  /** Rises with each change of what the state is: 1 at first. */
  readonly version: number
  initialise(context: StartContext): object
  /** Brings the state that an earlier version left up to this one; absent: there must be none. */
  migrate?(state: unknown, from: number): object
  /** A line for the lobby's listing, made of what everybody may see. */
  preview?(state: object): string
}

/** What the type system knows of an application; carried by `Application`, absent at run time. */
export interface ApplicationTypes {
  state: unknown
  actions: unknown
  visibility: unknown
  /** What the schema of presence gives out, and what it takes. */
  presence: unknown
  presented?: unknown
  history: unknown
  refusals: string
}

/** A defined application. Its second half is for the type system only. */
export interface Application<Types extends ApplicationTypes = ApplicationTypes> extends AnyApplication {
  readonly '~types'?: Types
}
