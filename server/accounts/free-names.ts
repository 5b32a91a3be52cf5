import { SocDrawError } from '../protocol/errors.ts'
import { isPrintableName } from '../protocol/printable.ts'
import { looksOf } from './looks-of.ts'
import type { AccountStore } from './ports.ts'
import { DELETED_NAME } from './user-account.ts'

/** What nobody may call themselves who could be taken for the one that is meant. */
const RESERVED = [
  ...['admin', 'administrator', 'moderator', 'operator', 'owner', 'root', 'staff', 'superuser', 'support', 'system'],
  ...['all', 'anonymous', 'everybody', 'everyone', 'guest', 'nobody', 'server', 'soc-draw', 'somebody', 'you'],
  DELETED_NAME,
]
const RESERVED_LOOKS: ReadonlySet<string> = new Set(RESERVED.flatMap(looksOf))

/** A name as it is kept: in one composition, without spaces around it and with one each within. @throws SocDrawError `INVALID_NAME` */
export function keptName(wanted: string): string {
  const name = wanted.normalize('NFC').trim().replace(/\s+/gu, ' ')
  if (isPrintableName(name)) return name
  throw new SocDrawError(
    'INVALID_NAME',
    'A name has 1 to 100 characters, none of which is invisible, breaks the line or turns the direction of the text.',
  )
}

/**
 * As `keptName`.
 * @throws SocDrawError `INVALID_NAME`; `NAME_TAKEN` when it is reserved or looks like the username of another than `own`, the id of whoever wants it
 */
export async function freeName(
  wanted: string,
  own: string,
  store: Pick<AccountStore, 'usersLooking'>,
): Promise<string> {
  const name = keptName(wanted)
  const looks = looksOf(name)
  const users = await store.usersLooking(looks)
  if (users.some((id) => id !== own)) {
    throw new SocDrawError('NAME_TAKEN', 'Somebody else has that name, or one that looks just like it.')
  }
  // Who has such a username was given it by the host.
  if (users.length === 0 && looks.some((look) => RESERVED_LOOKS.has(look))) {
    throw new SocDrawError('NAME_TAKEN', 'That name is reserved. Please choose another.')
  }
  return name
}
