import type { AuditedAct } from '../../client/administration.ts'
import { isRecord } from '../../common/is-record.ts'

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
  'room.makeLink': 'made a link into the room',
  'room.endLink': 'ended a link into the room',
  'room.inherit': 'handed the room of a deleted account over to',
  'room.orphan': 'archived, without an owner, the room of',
  'room.forget': 'took out of the people of a room',
  'room.useLink': 'came by a link into the room',
}

/** The things to which something is done. */
export const THINGS = [
  ['', 'Everything'],
  ['user', 'Accounts'],
  ['invitation', 'Invitations'],
  ['room', 'Rooms'],
] as const

export function actWords({ what, details }: AuditedAct): string {
  if (what === 'room.answerKnocks' && isRecord(details) && details.admit === false) return 'did not let in'
  return WORDS[what] ?? what
}

/** Who did it. */
export function actorWords({ by }: AuditedAct): string {
  return by.name ?? (by.id === '$system' ? 'The server' : by.id)
}
