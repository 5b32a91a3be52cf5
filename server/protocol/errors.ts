/** What an error code means: its default words, its HTTP status, and whether the same request may succeed when sent again. */
interface ErrorMeaning {
  readonly message: string
  readonly status: number
  readonly retryable: boolean
}

/** Every code that soc-draw itself answers with. An application adds its own by `refusals`. */
export const ERRORS = {
  UNAUTHENTICATED: { message: 'Please sign in.', status: 401, retryable: false },
  WRONG_CREDENTIALS: { message: 'That name and password do not match.', status: 401, retryable: false },
  WRONG_PASSWORD: { message: 'That is not your password.', status: 403, retryable: false },
  WEAK_PASSWORD: { message: 'That password is guessed too easily.', status: 400, retryable: false },
  INVALID_NAME: { message: 'That cannot be a name.', status: 400, retryable: false },
  NAME_TAKEN: { message: 'That name is taken.', status: 409, retryable: false },
  INVALID_LINK: { message: 'This link was used, or has expired.', status: 410, retryable: false },
  TOO_MANY_ATTEMPTS: { message: 'Too many attempts. Please wait a moment.', status: 429, retryable: true },
  TOO_MANY_CONNECTIONS: { message: 'You have too many connections open.', status: 429, retryable: true },
  INVALID_MESSAGE: { message: 'The message is malformed.', status: 400, retryable: false },
  INVALID_PAYLOAD: { message: 'The action’s payload is not valid.', status: 400, retryable: false },
  TOO_LARGE: { message: 'That is too large to send.', status: 413, retryable: false },
  NOT_FOUND: { message: 'There is nothing here.', status: 404, retryable: false },
  ROOM_NOT_FOUND: { message: 'There is no such room.', status: 404, retryable: false },
  ROOM_FULL: { message: 'The room is full.', status: 409, retryable: false },
  ROOM_WAITING: { message: 'The room waits for more members.', status: 409, retryable: true },
  ROOM_PAUSED: { message: 'The room is paused until enough members are back.', status: 409, retryable: true },
  ROOM_CLOSED: { message: 'The room is closed.', status: 410, retryable: false },
  ROOM_ARCHIVED: { message: 'The room is archived: it can only be read.', status: 410, retryable: false },
  ROOM_BUSY: { message: 'The room has too much to do right now.', status: 503, retryable: true },
  ROOM_UNAVAILABLE: { message: 'The room cannot be opened right now.', status: 503, retryable: true },
  ROOM_TOO_NEW: {
    message: 'A newer version of its application has written this room.',
    status: 503,
    retryable: false,
  },
  NOT_A_MEMBER: { message: 'You are not in this room.', status: 403, retryable: false },
  SPECTATING: { message: 'You are only watching.', status: 403, retryable: false },
  NO_SPECTATORS: { message: 'This room is not for watching only.', status: 403, retryable: false },
  FORBIDDEN: { message: 'You may not do that here.', status: 403, retryable: false },
  ROLE_REQUIRED: { message: 'Your role in this room does not allow that.', status: 403, retryable: false },
  CLIENT_OUTDATED: { message: 'This page is out of date. Please load it anew.', status: 409, retryable: false },
  RATE_LIMITED: { message: 'That was too fast.', status: 429, retryable: true },
  UNKNOWN_EVENT: { message: 'The server knows no such event.', status: 404, retryable: false },
  UNKNOWN_ACTION: { message: 'The application knows no such action.', status: 404, retryable: false },
  ACTION_FAILED: { message: 'The action failed and changed nothing.', status: 500, retryable: false },
  OUT_OF_ORDER: { message: 'An earlier action is still missing.', status: 409, retryable: true },
  NUMBER_REUSED: { message: 'Another action had this number.', status: 409, retryable: false },
  KEY_REUSED: { message: 'Another action had this key.', status: 422, retryable: false },
  OUTCOME_UNKNOWN: { message: 'It is not known whether this took effect.', status: 409, retryable: false },
  CHANGED_MEANWHILE: { message: 'It was changed meanwhile.', status: 412, retryable: false },
  NOT_STORED: { message: 'It could not be stored.', status: 503, retryable: true },
  STOPPING: { message: 'The server is stopping.', status: 503, retryable: true },
  OVERLOADED: { message: 'The server has too much to do right now.', status: 503, retryable: true },
  INTERNAL: { message: 'Something went wrong on the server.', status: 500, retryable: false },
  ROOM_LEFT: { message: 'You have left the room.', status: 409, retryable: false },
  // The ones below are never sent: the client library says them about itself.
  CONNECTION_FAILED: { message: 'The server cannot be reached.', status: 503, retryable: true },
  CONNECTION_CLOSED: { message: 'The connection was closed.', status: 503, retryable: false },
  TIMED_OUT: { message: 'The server did not answer in time.', status: 504, retryable: true },
  OUTBOX_FULL: { message: 'Too many actions are waiting to be sent.', status: 429, retryable: true },
} as const satisfies Record<string, ErrorMeaning>

export type ErrorCode = keyof typeof ERRORS

/** An error as it is sent: over the socket in an answer, over HTTP as the body's `error`. */
export interface WireError {
  readonly code: string
  readonly message: string
  /** Whether the very same request may succeed later, without its sender changing anything. */
  readonly retryable: boolean
  /** In how many milliseconds to try again, and not sooner. Absent where the sender is free to choose. */
  readonly retryAfter?: number
}

/** Whether soc-draw itself gives this code a meaning. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code)
}

/** The longest message of an error, in characters: some schema libraries quote all of what they refuse. */
export const MAX_MESSAGE_LENGTH = 500

/** The message, or its beginning where it is longer than messages may be. No character is cut in two. */
export function shortened(message: string): string {
  if (message.length <= MAX_MESSAGE_LENGTH) return message
  const cut = message.slice(0, MAX_MESSAGE_LENGTH - 1)
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`
}

/**
 * The one error class of server and client library: an expected refusal with a code that its receiver can act on.
 * A message that is not given is the code's own.
 */
export class SocDrawError extends Error implements WireError {
  override readonly name = 'SocDrawError'
  readonly code: string
  readonly retryable: boolean
  readonly retryAfter?: number

  constructor(code: ErrorCode, message?: string)
  constructor(error: WireError)
  constructor(given: ErrorCode | WireError, message?: string) {
    const error = typeof given === 'string' ? { ...ERRORS[given], code: given } : given
    super(shortened(message ?? error.message))
    this.code = error.code
    this.retryable = error.retryable
    if ('retryAfter' in error && error.retryAfter !== undefined) this.retryAfter = error.retryAfter
  }

  /** The HTTP status that goes with the code; 409 for an application's own refusal. */
  get status(): number {
    return isErrorCode(this.code) ? ERRORS[this.code].status : 409
  }

  toJSON(): WireError {
    const { code, message, retryable, retryAfter } = this
    return { code, message, retryable, ...(retryAfter !== undefined && { retryAfter }) }
  }
}
