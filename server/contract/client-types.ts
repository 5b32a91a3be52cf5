import type { User } from '../protocol/room-document.ts'
import type { Action } from './action.ts'
import type { Application, ApplicationTypes } from './application.ts'
import type { AsJson } from './as-json.ts'
import type { OutputOf } from './history.ts'

type TypesOf<App> = App extends Application<infer Types extends ApplicationTypes> ? Types : never

/**
 * Where rules don't compile, the compiler knows nothing of their parts but that they are records. Then everything that is
 * made of them is allowed: the mistake in the rules is told, and not once more at each line that uses them.
 */
// biome-ignore lint/suspicious/noExplicitAny: only `any` is allowed everywhere
type Unchecked = any
type IfChecked<App, Checked> = string extends keyof TypesOf<App>['actions'] ? Unchecked : Checked

/** An application's state as the server holds it. */
export type StateOf<App> = IfChecked<App, TypesOf<App>['state']>

/** An application's state as its members get it: without what is the server's, and of what is their owners' their own. */
export type ClientState<App> = IfChecked<App, Visible<TypesOf<App>['state'], TypesOf<App>['visibility']>>

type Visible<State, Rules> = {
  readonly [Key in keyof State as RuleOf<Rules, Key> extends 'server' ? never : Key]: RuleOf<Rules, Key> extends 'owner'
    ? Entry<State[Key]> | null
    : State[Key]
}
type RuleOf<Rules, Key> = Key extends keyof Rules ? Rules[Key] : 'everyone'
type Entry<Owned> = Owned extends Readonly<Record<string, infer Own>> ? Own : never

/** What members show: what the schema made of what they presented, once it has come as JSON. */
export type PresenceOf<App> = IfChecked<App, AsJson<TypesOf<App>['presence']>>

/** What a member may present: what the schema takes. */
export type PresentedBy<App> = IfChecked<App, TypesOf<App> extends { presented: infer Presented } ? Presented : never>

/** An action that `room.history` tells of: one of those that the application keeps, as this user may see it. */
export type PastActionOf<App, Kept = TypesOf<App>['history']> = {
  readonly [Name in keyof Kept & keyof TypesOf<App>['actions'] & string]: {
    readonly version: number
    readonly name: Name
    readonly user: User
    readonly at: number
    readonly payload: Shown<Kept[Name], OutputOf<TypesOf<App>['actions'][Name]>>
  }
}[keyof Kept & keyof TypesOf<App>['actions'] & string]
type Shown<Rule, Payload> = AsJson<Rule extends (...args: never) => infer Seen ? NonNullable<Seen> : Payload>

/** An action that the application keeps, whole, as its host sees it. */
export type WholeActionOf<App> = PastActionOf<App, { readonly [Name in keyof TypesOf<App>['history']]: true }>

/** `room.act`: one function an action, from what its schema takes to what its handler returns. */
export type Actions<App> = [TypesOf<App>] extends [never]
  ? 'connect<typeof application>(…) says which application it is'
  : IfChecked<App, ActionsOf<TypesOf<App>['actions']>>

type ActionsOf<Map> = {
  readonly [Name in keyof Map]: Map[Name] extends Action<infer _State, infer Input, infer _Output, infer Result>
    ? (...payload: Carried<Input>) => Promise<AsJson<Result>>
    : never
}
/** Left out where the schema takes nothing too. */
type Carried<Input> = undefined extends Input ? [payload?: Input] : [payload: Input]
