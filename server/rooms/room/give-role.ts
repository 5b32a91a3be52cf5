import type { Role } from '../../protocol/roles.ts'
import type { DocumentDraft } from './room-model.ts'

/** Makes a member what they are now. Where that is what most are, nothing says so: see `Person`. */
export function giveRole(member: DocumentDraft['members'][number], role: Role = 'member'): void {
  if (role !== 'member') member.role = role
  else delete member.role
}
