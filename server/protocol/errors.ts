/** What an error code means: its default words, its HTTP status, and whether the same request may succeed when sent again. */
interface ErrorMeaning {
  readonly message: string
  readonly status: number
  readonly retryable: boolean
}

/** The same request never succeeds. */
const final = (status: number, message: string): ErrorMeaning => ({ message, status, retryable: false })
/** The same request may succeed later. */
const passing = (status: number, message: string): ErrorMeaning => ({ message, status, retryable: true })

/** Every code that soc-draw itself answers with. An application adds its own by `refusals`. */
export const ERRORS = {
  UNAUTHENTICATED: final(401, 'Please sign in.'),
  WRONG_CREDENTIALS: final(401, 'That name and password do not match.'),
  WRONG_PASSWORD: final(403, 'That is not your password.'),
  WEAK_PASSWORD: final(400, 'That password is guessed too easily.'),
  INVALID_NAME: final(400, 'That cannot be a name.'),
  NAME_TAKEN: final(409, 'That name is taken.'),
  INVALID_LINK: final(410, 'This link was used, or has expired.'),
  TOO_MANY_ATTEMPTS: passing(429, 'Too many attempts. Please wait a moment.'),
  TOO_MANY_CONNECTIONS: passing(429, 'You have too many connections open.'),
  INVALID_MESSAGE: final(400, 'The message is malformed.'),
  INVALID_PAYLOAD: final(400, 'The action’s payload is not valid.'),
  TOO_LARGE: final(413, 'That is too large to send.'),
  NOT_FOUND: final(404, 'There is nothing here.'),
  ROOM_NOT_FOUND: final(404, 'There is no such room.'),
  ROOM_FULL: final(409, 'The room is full.'),
  ROOM_WAITING: passing(409, 'The room waits for more members.'),
  ROOM_PAUSED: passing(409, 'The room is paused until enough members are back.'),
  ROOM_CLOSED: final(410, 'The room is closed.'),
  ROOM_ARCHIVED: final(410, 'The room is archived: it can only be read.'),
  ROOM_BUSY: passing(503, 'The room has too much to do right now.'),
  ROOM_UNAVAILABLE: passing(503, 'The room cannot be opened right now.'),
  ROOM_TOO_NEW: final(503, 'A newer version of its application has written this room.'),
  NOT_A_MEMBER: final(403, 'You are not in this room.'),
  SPECTATING: final(403, 'You are only watching.'),
  NO_SPECTATORS: final(403, 'This room is not for watching only.'),
  FORBIDDEN: final(403, 'You may not do that here.'),
  ROLE_REQUIRED: final(403, 'Your role in this room does not allow that.'),
  CLIENT_OUTDATED: final(409, 'This page is out of date. Please load it anew.'),
  RATE_LIMITED: passing(429, 'That was too fast.'),
  UNKNOWN_EVENT: final(404, 'The server knows no such event.'),
  UNKNOWN_ACTION: final(404, 'The application knows no such action.'),
  ACTION_FAILED: final(500, 'The action failed and changed nothing.'),
  OUT_OF_ORDER: passing(409, 'An earlier action is still missing.'),
  NUMBER_REUSED: final(409, 'Another action had this number.'),
  KEY_REUSED: final(422, 'Another action had this key.'),
  OUTCOME_UNKNOWN: final(409, 'It is not known whether this took effect.'),
  CHANGED_MEANWHILE: final(412, 'It was changed meanwhile.'),
  NOT_STORED: passing(503, 'It could not be stored.'),
  STOPPING: passing(503, 'The server is stopping.'),
  OVERLOADED: passing(503, 'The server has too much to do right now.'),
  INTERNAL: final(500, 'Something went wrong on the server.'),
  ROOM_LEFT: final(409, 'You have left the room.'),
  // The ones below are never sent: the client library says them about itself.
  CONNECTION_FAILED: passing(503, 'The server cannot be reached.'),
  CONNECTION_CLOSED: final(503, 'The connection was closed.'),
  TIMED_OUT: passing(504, 'The server did not answer in time.'),
  OUTBOX_FULL: passing(429, 'Too many actions are waiting to be sent.'),
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
