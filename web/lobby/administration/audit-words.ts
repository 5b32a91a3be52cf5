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
  'room.make': 'made the room',
  'room.edit': 'changed the room',
  'room.archive': 'archived the room',
  'room.restore': 'took out of the archive the room',
  'room.delete': 'deleted the room',
  'room.recover': 'recovered the room',
  'room.close': 'closed the room',
  'room.transfer': 'handed the room over to',
  'room.setRole': 'gave a role to',
  'room.invite': 'invited',
  'room.uninvite': 'took back the invitation of',
  'room.answerKnocks': 'let in',
  'room.remove': 'removed',
  'room.ban': 'banned',
  'room.lift': 'lifted the ban of',
  'room.useLink': 'came by a link into the room',
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
