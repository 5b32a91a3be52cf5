import type { AuditedAct } from '../../client/administration.ts'

/** What was done, in words; what is not among these is said as it stands. */
const WORDS: Readonly<Record<string, string>> = {
  'user.disable': 'disabled the account of',
  'user.enable': 'enabled the account of',
  'user.set-roles': 'gave roles on the server to',
  'user.end-sessions': 'ended the sessions of',
  'user.reset-link': 'made a link to a new password for',
  'invitation.make': 'made an invitation',
  'invitation.end': 'ended an invitation',
}

/** The things to which something is done. */
export const THINGS = [
  ['', 'Everything'],
  ['user', 'Accounts'],
  ['invitation', 'Invitations'],
  ['room', 'Rooms'],
] as const

export function actWords({ what }: AuditedAct): string {
  return WORDS[what] ?? what
}

/** What more there is to say, as the server keeps it. */
export function detailWords({ details }: AuditedAct): string {
  if (typeof details !== 'object' || details === null) return ''
  return Object.entries(details)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
}
