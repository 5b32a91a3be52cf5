import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Visibility } from '../state/visibility.ts'
import type { Action, AnyAction, DefineAction, Demands } from './action.ts'
import type { AnyApplication, Application, Players } from './application.ts'
import { checkApplication } from './check-application.ts'
import type { StartContext } from './context.ts'
import type { HistoryRule, HistoryRules, NoOthers } from './history.ts'
import type { ApplicationLimits, MemberRules, QuorumLoss, RuleHandler } from './rule-handlers.ts'

/** Who may be sent a part of a state: `owner` is for records by user id. */
type VisibilityOf<Part> = [Part] extends [readonly unknown[] | string | number | boolean]
  ? Exclude<Visibility, 'owner'>
  : Visibility

/** What everybody may see of a state: without what is the server's, or somebody's own. */
export type PublicState<State, Visible> = {
  readonly [Key in keyof State as Key extends keyof Visible
    ? Visible[Key] extends 'everyone'
      ? Key
      : never
    : Key]: State[Key]
}

/**
 * What an author writes: the rules of one kind of room. What others are inferred from stands before them: `options`
 * before `initialise`, and `initialise` before all that gets the state.
 */
export interface Rules<
  State extends object,
  Actions,
  Refusals extends string,
  Visible,
  Presence,
  Presented,
  Kept,
  Options,
  Alarms extends string,
> {
  /** Names the lobby, its namespace and its address: lower-case letters, digits and dashes. */
  readonly name: string
  /** What people read; by default the name. */
  readonly title?: string
  readonly players: Players
  /** The application's own refusal codes, each with the words a user reads. */
  readonly refusals?: Readonly<Record<Refusals, string>>
  /** How long a lost connection keeps its member's seat, in milliseconds; 15,000 by default. */
  readonly grace?: number
  /** The least time between two frames to members, in milliseconds; 16 by default. One that was late does not delay the next. */
  readonly frameInterval?: number
  /** What becomes of a running room in which seats fall below the minimum; it pauses by default. */
  readonly quorumLoss?: QuorumLoss
  /** Whether rooms may also be entered to watch only, without a seat; not by default. */
  readonly spectators?: boolean
  readonly limits?: ApplicationLimits
  /** The schema of a room's settings, which `initialise` is given. */
  readonly options?: StandardSchemaV1<unknown, Options>
  /** The state a room begins with: plain JSON. Called once, for those who are there then: `members` hears of later ones. */
  initialise(context: StartContext<Options, Alarms>): State
  /**
   * Who is sent what, by top-level key of the state: `everyone` (the default), nobody but the `server`, or, for a record
   * by user id, each `owner` their own entry.
   */
  readonly visibility?: Visible
  /** The schema of what members show each other that is not state: typing, a cursor. Never logged, gone with the seat. */
  readonly presence?: StandardSchemaV1<Presented, Presence>
  /** What happens when an alarm rings that was set by `alarms.set`. One that throws changes nothing, and has rung. */
  readonly alarms?: {
    readonly [Name in Alarms]: RuleHandler<NoInfer<State>, NoInfer<Alarms>>
  }
  /** What is to be made of members' coming, going and new names once the application has started. What throws changes nothing. */
  readonly members?: MemberRules<NoInfer<State>, NoInfer<Alarms>>
  /**
   * Actions whose effect a client with these rules shows at once, by running the same handler, until the server's own
   * effect is there.
   */
  readonly predict?: readonly (keyof NoInfer<Actions> & string)[]
  /** The actions, by name. Handlers are synchronous and mutate `state` as if it were the plain object. */
  update(action: DefineAction<State, Refusals, Alarms>): Actions
  /**
   * Actions that are kept for `room.history`, however many there are: `say: true` shows them to every member; a function
   * gives what a viewer sees of one. Must stand after `update` when there are functions, for their types to be inferred.
   */
  readonly history?: Kept & HistoryRules<NoInfer<Actions>> & NoOthers<Kept, NoInfer<Actions>>
  /** A line about the room for the lobby's listing, made of what everybody may see; cut at 200 bytes. */
  preview?(state: PublicState<NoInfer<State>, NoInfer<Visible>>): string
  /** Raise it, with `migrate`, when the state of rooms that are there already would no longer fit; 1 by default. */
  readonly version?: number
  /**
   * Makes today's state of one that version `from` left. It runs once a room, when the room is opened. No server
   * starts without it where rooms of earlier versions are.
   */
  migrate?(state: unknown, from: number): NoInfer<State>
}

/**
 * Defines a room application. Everything is inferred, down to the client's `room.act` and `room.state`.
 * @throws TypeError for rules that could not work, naming the application and the rule.
 */
export function defineApplication<
  State extends object,
  Actions extends Readonly<Record<string, AnyAction>>,
  Refusals extends string = never,
  const Visible extends { readonly [Key in keyof State]?: VisibilityOf<State[Key]> } = Record<never, never>,
  Presence = never,
  Presented = never,
  const Kept extends { readonly [Name in keyof Actions]?: unknown } = Record<never, never>,
  Options = undefined,
  Alarms extends string = never,
>(
  rules: Rules<State, Actions, Refusals, Visible, Presence, Presented, Kept, Options, Alarms>,
): Application<{
  state: State
  actions: Actions
  refusals: Refusals
  visibility: Visible
  presence: Presence
  presented: Presented
  history: Kept
}> {
  for (const rule of ['initialise', 'update'] as const) mustBeFunction(rules, rule)
  for (const rule of ['preview', 'migrate'] as const) if (rules[rule] !== undefined) mustBeFunction(rules, rule)
  const application = {
    name: rules.name,
    title: rules.title ?? rules.name,
    players: rules.players,
    refusals: rules.refusals ?? {},
    grace: rules.grace ?? 15_000,
    frameInterval: rules.frameInterval ?? 16,
    quorumLoss: rules.quorumLoss ?? 'pause',
    spectators: rules.spectators ?? false,
    limits: rules.limits ?? {},
    visibility: withoutGaps<Visibility>(rules.visibility ?? {}),
    predict: rules.predict ?? [],
    actions: rules.update(defineAction) as Readonly<Record<string, AnyAction>>,
    alarms: rules.alarms ?? {},
    members: rules.members ?? {},
    history: withoutGaps<HistoryRule>(rules.history ?? {}),
    version: rules.version ?? 1,
    initialise: (context: StartContext) => rules.initialise(context as StartContext<Options>),
    ...(rules.options && { options: rules.options }),
    ...(rules.presence && { presence: rules.presence }),
    ...(rules.migrate && { migrate: (state: unknown, from: number) => rules.migrate?.(state, from) }),
    ...(rules.preview && { preview: (state: never) => rules.preview?.(state) }),
  } as AnyApplication
  checkApplication(application)
  return application
}

type HandleAny = (state: never, payload: never, context: never) => unknown

/**
 * The types are `DefineAction`'s; at run time an action is just its parts. Of what stands where it does not belong nothing
 * is left out: `checkApplication` says so, rather than that a demand is not made.
 */
function defineAction(
  schema: StandardSchemaV1,
  ...rest: readonly [handle: HandleAny] | readonly [demands: Demands, handle: HandleAny]
): Action<never, never, never, never> {
  const [demands, handle] = rest.length === 1 ? [{}, rest[0]] : rest
  return { ...demands, schema, handle } as Action<never, never, never, never>
}

/** @throws TypeError for a rule that is no function, before it is called */
function mustBeFunction<Rule extends string>(
  rules: { readonly name: string } & { readonly [Name in Rule]?: unknown },
  rule: Rule,
): void {
  if (typeof rules[rule] !== 'function')
    throw new TypeError(`application ${JSON.stringify(rules.name)}: ${rule} is no function`)
}

/** Without keys that are there for no value. */
function withoutGaps<Value>(rules: { readonly [key: string]: unknown }): Record<string, Value> {
  return Object.fromEntries(Object.entries(rules).filter(([, rule]) => rule)) as Record<string, Value>
}
