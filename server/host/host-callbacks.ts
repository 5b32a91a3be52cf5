import type { ServerOptions as SocketServerOptions } from 'socket.io'
import { SocDrawError } from '../protocol/errors.ts'
import { isRole } from '../protocol/roles.ts'
import type { Access, Report } from '../rooms/ports.ts'
import type { Complaints } from './complaints.ts'
import type { MountOptions } from './server-options.ts'

type Authenticate = NonNullable<MountOptions['authenticate']>
type Authorize = NonNullable<MountOptions['authorize']>
type RoleOf = NonNullable<MountOptions['roleOf']>
type AllowRequest = NonNullable<SocketServerOptions['allowRequest']>

/** Where is told what a host's own functions do by mistake: each trouble once a minute. */
export interface CallbackPorts {
  readonly complaints: Complaints
  /** A fault of the host's code. */
  readonly report: Report
  /** What may be nobody's fault: in words, without a stack. */
  warn(message: string, context: Readonly<Record<string, unknown>>): void
}

/**
 * The host's `authenticate`: what it throws refuses as `null` does, since most checks of a token throw where it is not
 * valid. A `SocDrawError` is thrown on: it is the answer that the client gets.
 */
export function guardAuthenticate(authenticate: Authenticate, { complaints, warn }: CallbackPorts): Authenticate {
  return async (handshake) => {
    try {
      return await authenticate(handshake)
    } catch (error) {
      if (error instanceof SocDrawError) throw error
      const reason = wordsOf(error)
      if (complaints.isDue(`authenticate ${reason}`)) {
        warn('authenticate threw, so nobody was let in', { reason, address: handshake.address })
      }
      return null
    }
  }
}

/** Who a connection is said to be, held against what a user can be: one that none can be is nobody, and told as a fault. */
export function guardUser<Checked>(check: () => Checked, { complaints, report }: CallbackPorts): Checked | undefined {
  try {
    return check()
  } catch (error) {
    if (complaints.isDue(`user ${wordsOf(error)}`)) report(error, { doing: 'authenticate' })
    return undefined
  }
}

/** The host's `authorize`: what it throws is no. Nor is a promise a yes, whatever becomes of it. */
export function guardAuthorize(authorize: Authorize, { complaints, report }: CallbackPorts): Access['may'] {
  return (user, operation, room) => {
    const complain = (error: unknown): void => {
      if (!complaints.isDue(`authorize ${wordsOf(error)}`)) return
      report(error, { doing: 'authorize', operation, user: user.id, room: room.id })
    }
    try {
      const answer: unknown = authorize({ user, operation, room })
      if (isPromise(answer)) {
        complain(new TypeError('authorize has to answer at once: a promise lets nobody in'))
        answer.then(undefined, complain)
      }
      return answer === true
    } catch (error) {
      complain(error)
      return false
    }
  }
}

/** The host's `roleOf`: where it throws, or says what is no role, nobody is more than a member. */
export function guardRoleOf(roleOf: RoleOf, { complaints, report }: CallbackPorts): Access['roleOf'] {
  return (user, room, role) => {
    const complain = (error: unknown): void => {
      if (!complaints.isDue(`roleOf ${wordsOf(error)}`)) return
      report(error, { doing: 'roleOf', user: user.id, room: room.id })
    }
    try {
      const answer: unknown = roleOf({ user, room, role })
      if (isRole(answer)) return answer
      if (isPromise(answer)) answer.then(undefined, complain)
      complain(new TypeError(`roleOf has to answer with a role, at once`))
    } catch (error) {
      complain(error)
    }
    return 'member'
  }
}

/** The host's `allowRequest` for Socket.IO: what it throws, or rejects with, refuses that request instead of ending the process. */
export function guardAllowRequest(allowRequest: AllowRequest, { complaints, warn }: CallbackPorts): AllowRequest {
  return (request, decide) => {
    let decided = false
    const decideOnce: typeof decide = (message, success) => {
      if (decided) return
      decided = true
      decide(message, success)
    }
    const refuse = (error: unknown): void => {
      const reason = wordsOf(error)
      if (complaints.isDue(`allowRequest ${reason}`)) warn('allowRequest threw, so nobody was let in', { reason })
      decideOnce('refused', false)
    }
    try {
      const returned: unknown = allowRequest(request, decideOnce)
      if (isPromise(returned)) returned.then(undefined, refuse)
    } catch (error) {
      refuse(error)
    }
  }
}

/** How much of an error's words is told, in characters. */
const MAX_WORDS = 300

function wordsOf(error: unknown): string {
  return String(error instanceof Error ? `${error.name}: ${error.message}` : error).slice(0, MAX_WORDS)
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
