import { SocDrawError } from '../protocol/errors.ts'
import { mayManageAccounts } from './access.ts'
import type { RightsHolder } from './rights-holder.ts'

/** @throws SocDrawError `FORBIDDEN` for whoever may not manage others' accounts */
export function mustManageAccounts(user: RightsHolder): void {
  if (!mayManageAccounts(user)) throw new SocDrawError('FORBIDDEN')
}
