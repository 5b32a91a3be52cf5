import type { Answer, ServerEvent } from '../protocol/events.ts'
import type { Account } from '../rooms/ports.ts'

/** What the node of a connection says to the node that runs a room. `lobby`: the application's name. */
export type Upwards = { readonly lobby: string /** The connection's id. */; readonly connection: string } & (
  | {
      readonly kind: 'ask'
      /** Under which it is answered. */
      readonly number: number
      readonly event: string
      readonly args: readonly unknown[]
      /** Who asks, with what may be asked by whom has not been in the room yet. */
      readonly user?: Account
    }
  | { readonly kind: 'tell'; readonly event: string; readonly args: readonly unknown[] }
  | { readonly kind: 'user'; readonly user: Account }
  /** The connection is gone, or in no room of the node any more. */
  | { readonly kind: 'gone' }
)

/** What the node that runs rooms says to that of connections that are in them. */
export type Downwards = { readonly lobby: string } & (
  | { readonly kind: 'answer'; readonly number: number; readonly answer: Answer }
  | { readonly kind: 'join' | 'leave'; readonly connection: string; readonly group: string }
  | {
      readonly kind: 'send'
      readonly to:
        | { readonly connections: readonly string[] }
        | { readonly group: string; readonly except: readonly string[] }
      readonly event: ServerEvent
      readonly args: readonly unknown[]
    }
)
