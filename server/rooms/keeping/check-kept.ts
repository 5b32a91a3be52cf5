import type { AnyApplication } from '../../contract/application.ts'
import { SocDrawError } from '../../protocol/errors.ts'
import type { RoomRecord } from '../ports.ts'
import { checkRecord } from '../registry/check-record.ts'

/** How many users a room keeps by name: who are invited, who are banned, and who see to it. */
const MOST = { users: 1000, bans: 1000, moderators: 50 } as const

/** The longest reason of a ban, in characters. */
const LONGEST_REASON = 500

/** @throws SocDrawError `INVALID_MESSAGE` for what no room of the application can be, `TOO_LARGE` for more than one keeps */
export function checkKept(application: AnyApplication, record: RoomRecord): void {
  try {
    checkRecord(application, record)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    // Its id, which nobody who asks has given, says nothing to them.
    throw new SocDrawError('INVALID_MESSAGE', error.message.replace(`room ${record.id}: `, ''))
  }
  for (const [what, most] of Object.entries(MOST)) {
    const { length = 0 } = record[what as keyof typeof MOST] ?? {}
    if (length > most) throw new SocDrawError('TOO_LARGE', `A room has ${most} ${what} at most.`)
  }
}

/** @throws SocDrawError `INVALID_MESSAGE` */
export function checkTerms(
  { until, reason }: { readonly until: unknown; readonly reason: unknown },
  now: number,
): void {
  if (until !== null && (typeof until !== 'number' || !Number.isSafeInteger(until) || until <= now))
    throw new SocDrawError('INVALID_MESSAGE', 'until must be a time to come, in milliseconds, or null for good.')
  if (typeof reason !== 'string' || reason.length > LONGEST_REASON)
    throw new SocDrawError('INVALID_MESSAGE', `reason must be text of ${LONGEST_REASON} characters at most.`)
}
