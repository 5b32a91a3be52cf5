import type { Action } from './action.ts'
import type { Application, ApplicationTypes } from './application.ts'

type TypesOf<App> = App extends Application<infer Types extends ApplicationTypes> ? Types : never

/** An application's state as its members get it. */
export type ClientState<App> = Readonly<TypesOf<App>['state']>

/** The codes that an application's handlers may refuse with. */
export type RefusalCode<App> = TypesOf<App>['refusals']

/** `room.act`: one function an action, from what its schema takes to what its handler returns. */
export type Actions<App, Map = TypesOf<App>['actions']> = {
  readonly [Name in keyof Map]: Map[Name] extends Action<infer _State, infer Input, infer _Output, infer Result>
    ? (payload: Input) => Promise<Result>
    : never
}
