import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Role } from '../protocol/roles.ts'
import type { Context } from './context.ts'

/** The compile error of an async handler, in words. */
type Sync<Result> = Result extends PromiseLike<unknown> ? 'a handler must not be async' : Result

/** One thing that users can do in a room: what it carries, and what it does to the state. */
export interface Action<State, Input, Output, Result> {
  readonly schema: StandardSchemaV1<Input, Output>
  /** What its sender must be in the room, or more. Absent: whoever has a seat may do it. */
  readonly role?: Role | undefined
  /** Whether whoever only watches may do it too; those who have a seat may in any case. */
  readonly spectators?: boolean | undefined
  handle(state: State, payload: Output, context: Context): Result
}

/** What an action demands of its sender: a role, which nobody has who only watches; or no seat. */
export type Demands =
  | { readonly role?: Role | undefined; readonly spectators?: false | undefined }
  | { readonly role?: undefined; readonly spectators: boolean }

/** Handed to an application's `update`, so that its handlers' state, payload, context and result are inferred. */
export interface DefineAction<State, Refusals extends string, Alarms extends string> {
  <Schema extends StandardSchemaV1, Result>(
    schema: Schema,
    handle: Handle<State, Schema, Context<Refusals, Alarms>, Result>,
  ): Action<State, StandardSchemaV1.InferInput<Schema>, StandardSchemaV1.InferOutput<Schema>, Result>
  /** As above, for those alone who are in the room what is demanded, or more; or with `spectators` for those too who only watch. */
  <Schema extends StandardSchemaV1, Result>(
    schema: Schema,
    demands: Demands,
    handle: Handle<State, Schema, Context<Refusals, Alarms>, Result>,
  ): Action<State, StandardSchemaV1.InferInput<Schema>, StandardSchemaV1.InferOutput<Schema>, Result>
}

type Handle<State, Schema extends StandardSchemaV1, Given, Result> = (
  state: State,
  payload: StandardSchemaV1.InferOutput<Schema>,
  context: Given,
) => Result & Sync<Result>

/** Any action, for code that runs it without knowing its types. */
export type AnyAction = Action<object, unknown, unknown, unknown>
