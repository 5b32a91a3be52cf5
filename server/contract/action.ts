import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Context } from './context.ts'

/** The compile error of an async handler, in words. */
type Sync<Result> = Result extends PromiseLike<unknown> ? 'a handler must not be async' : Result

/** One thing that users can do in a room: what it carries, and what it does to the state. */
export interface Action<State, Input, Output, Result> {
  readonly schema: StandardSchemaV1<Input, Output>
  handle(state: State, payload: Output, context: Context): Result
}

/** Handed to an application's `update`, so that its handlers' state, payload, context and result are inferred. */
export type DefineAction<State, Refusals extends string, Alarms extends string> = <
  Schema extends StandardSchemaV1,
  Result,
>(
  schema: Schema,
  handle: (
    state: State,
    payload: StandardSchemaV1.InferOutput<Schema>,
    context: Context<Refusals, Alarms>,
  ) => Result & Sync<Result>,
) => Action<State, StandardSchemaV1.InferInput<Schema>, StandardSchemaV1.InferOutput<Schema>, Result>

/** Any action, for code that runs it without knowing its types. */
export type AnyAction = Action<object, unknown, unknown, unknown>
