import type { Answer, MessageName, RequestName, ServerEvent } from '../../server/protocol/events.ts'

/** What a page sends, as JSON: a request with the number under which it is answered, or a message without answer. */
export type Upwards =
  | { readonly kind: 'request'; readonly number: number; readonly name: RequestName; readonly args: readonly unknown[] }
  | { readonly kind: 'tell'; readonly name: MessageName; readonly args: readonly unknown[] }
  | { readonly kind: 'bye' }

/** What a server sends, as JSON. */
export type Downwards =
  | { readonly kind: 'welcome' }
  | { readonly kind: 'answer'; readonly number: number; readonly answer: Answer }
  | { readonly kind: 'event'; readonly event: ServerEvent; readonly args: readonly unknown[] }
