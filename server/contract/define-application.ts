import type { StandardSchemaV1 } from '@standard-schema/spec'
import { isErrorCode } from '../protocol/errors.ts'
import type { Visibility, VisibilityRules } from '../state/visibility.ts'
import type { Action, AnyAction, DefineAction } from './action.ts'
import type { Application, Players } from './application.ts'
import type { StartContext } from './context.ts'
import type { HistoryRule, HistoryRules } from './history.ts'

/** What an author writes: the rules of one kind of room. */
export interface Rules<State extends object, Actions, Refusals extends string, Visible, Presence, Kept> {
  readonly name: string
  readonly title?: string
  readonly players: Players
  /** The application's own refusal codes, each with the words a user reads. */
  readonly refusals?: Readonly<Record<Refusals, string>>
  /** How long a lost connection keeps its member's seat, in milliseconds; 15,000 by default. */
  readonly grace?: number
  /** The least time between two frames to a room's members, in milliseconds; 16 by default. */
  readonly frameInterval?: number
  /** The state a room begins with: plain JSON. Must stand before `update`, for the types to be inferred. */
  initialise(context: StartContext): State
  /**
   * Who is sent what, by top-level key of the state: `everyone` (the default), nobody but the `server`, or, for a record
   * by user id, each `owner` their own entry.
   */
  readonly visibility?: Visible
  /** The schema of what members show each other that is not state: typing, a cursor. Never logged, gone with the seat. */
  readonly presence?: StandardSchemaV1<unknown, Presence>
  /**
   * Actions whose effect a client with these rules shows at once, by running the same handler, until the server's own
   * effect is there.
   */
  readonly predict?: readonly (keyof NoInfer<Actions> & string)[]
  /** The actions, by name. Handlers are synchronous and mutate `state` as if it were the plain object. */
  update(action: DefineAction<State, Refusals>): Actions
  /**
   * Actions that are kept for `room.history`, however many there are: `say: true` shows them to every member; a function
   * gives what a viewer sees of one. Must stand after `update` when there are functions, for their types to be inferred.
   */
  readonly history?: Kept & HistoryRules<NoInfer<Actions>>
  /** Raise it when the state of rooms that are there already would no longer fit; 1 by default. */
  readonly version?: number
  /** Makes today's state of one that version `from` left. It runs once a room, when the room is opened. */
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
  const Visible extends { readonly [Key in keyof State]?: Visibility } = Record<never, never>,
  Presence = never,
  const Kept extends { readonly [Name in keyof Actions]?: unknown } = Record<never, never>,
>(
  rules: Rules<State, Actions, Refusals, Visible, Presence, Kept>,
): Application<{
  state: State
  actions: Actions
  refusals: Refusals
  visibility: Visible
  presence: Presence
  history: Kept
}> {
  const actions: Readonly<Record<string, AnyAction>> = rules.update(defineAction)
  const refusals: Readonly<Record<string, string>> = rules.refusals ?? {}
  const migrate = rules.migrate?.bind(rules)
  const application = {
    name: rules.name,
    title: rules.title ?? rules.name,
    players: rules.players,
    refusals,
    grace: rules.grace ?? 15_000,
    frameInterval: rules.frameInterval ?? 16,
    visibility: visibilityOf(rules.visibility),
    ...(rules.presence && { presence: rules.presence }),
    predict: rules.predict ?? [],
    actions,
    history: historyOf(rules.history),
    version: rules.version ?? 1,
    initialise: (context: StartContext) => rules.initialise(context),
    ...(migrate && { migrate: (state: unknown, from: number) => migrate(state, from) }),
  }
  check(application)
  return application
}

/** The types are `DefineAction`'s; at run time an action is just its two parts. */
function defineAction(
  schema: StandardSchemaV1,
  handle: (state: never, payload: never, context: never) => unknown,
): Action<never, never, never, never> {
  return { schema, handle } as Action<never, never, never, never>
}

function visibilityOf(rules: { readonly [key: string]: Visibility | undefined } = {}): VisibilityRules {
  return Object.fromEntries(Object.entries(rules).flatMap(([key, rule]) => (rule ? [[key, rule]] : [])))
}

function historyOf(rules: { readonly [name: string]: HistoryRule | undefined } = {}): Record<string, HistoryRule> {
  return Object.fromEntries(Object.entries(rules).flatMap(([name, rule]) => (rule ? [[name, rule]] : [])))
}

function check(application: Application): void {
  const { name, players, refusals, actions, grace, frameInterval, history, version } = application
  const wrong = (what: string): never => {
    throw new TypeError(`application ${JSON.stringify(name)}: ${what}`)
  }
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name)) wrong('its name must be lower-case letters, digits and dashes')
  if (!Number.isSafeInteger(players.min) || players.min < 1) wrong('players.min must be a whole number from 1')
  if (!Number.isSafeInteger(players.max) || players.max < players.min) wrong('players.max must be at least players.min')
  if (!(grace >= 0 && Number.isFinite(grace))) wrong('grace must be milliseconds')
  if (!(frameInterval >= 0 && frameInterval <= 5000)) wrong('frameInterval must be milliseconds, 5,000 at most')
  if (!Number.isSafeInteger(version) || version < 1) wrong('version must be a whole number from 1')
  for (const kept of Object.keys(history))
    if (!Object.hasOwn(actions, kept)) wrong(`history: there is no action ${kept}`)
  for (const code of Object.keys(refusals)) if (isErrorCode(code)) wrong(`the refusal ${code} is one of soc-draw’s own`)
  for (const [action, { schema }] of Object.entries(actions)) {
    if (typeof schema?.['~standard']?.validate !== 'function') wrong(`the action ${action} has no Standard Schema`)
  }
}
