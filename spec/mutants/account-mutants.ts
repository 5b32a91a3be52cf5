import type { Mutant } from './mutant.ts'

const DELAYS = 'spec/accounts/sign-in-delays.spec.ts'
const OWN = 'spec/accounts/own-account.spec.ts'
const OTHERS = 'spec/accounts/others-accounts.spec.ts'
const LINKS = 'spec/accounts/account-links.spec.ts'
const SESSIONS = 'spec/accounts/sessions.spec.ts'
const MEMORY = 'spec/stores/memory/memory-store.spec.ts'
const SQLITE = 'spec/stores/sqlite/sqlite-store.spec.ts'

/** Faults of accounts, sessions and links. */
export const accountMutants: readonly Mutant[] = [
  {
    name: 'account: wrong passwords that are forgotten',
    file: 'server/accounts/sign-in-delays.ts',
    code: '    await store.addFailure(keys, now)\n',
    instead: '',
    specs: [DELAYS],
  },
  {
    name: 'account: a wrong password whose wait does not grow',
    file: 'server/accounts/sign-in-delays.ts',
    code: 'first * 2 ** (failures.count - free)',
    instead: 'first',
    specs: [DELAYS],
  },
  {
    name: 'account: an expired session that is accepted',
    file: 'server/accounts/sessions.ts',
    code: ' || found.session.expiresAt <= clock.now()',
    instead: '',
    specs: [SESSIONS],
  },
  {
    name: 'account: a session that lasts for ever when it is used',
    file: 'server/accounts/sessions.ts',
    code: 'Math.min(now + lifetime, endsAt)',
    instead: 'now + lifetime + 0 * endsAt',
    specs: [SESSIONS],
  },
  {
    name: 'account: sessions that outlive another password',
    file: 'server/stores/memory/memory-accounts.ts',
    code: 'const others = sessionsOf(userId).filter(({ id }) => id !== kept)',
    instead: 'const others = sessionsOf(userId).filter(({ id }) => id === kept && id !== kept)',
    specs: [MEMORY],
  },
  {
    name: 'account: sessions in the database that outlive another password',
    file: 'server/stores/sql/user-rows.ts',
    code: "where('user', '=', userId).where('id', '!=', kept)",
    instead: "where('user', '=', userId).where('id', '=', '').where('id', '!=', kept)",
    specs: [SQLITE],
  },
  {
    name: 'account: ended sessions whose sockets stay',
    file: 'server/accounts/own-account.ts',
    code: 'sessions.ended(await store.changePassword(by.user.id, await passwords.hash(wanted), by.sessionId))',
    instead: 'await store.changePassword(by.user.id, await passwords.hash(wanted), by.sessionId)',
    specs: [OWN],
  },
  {
    name: 'account: a session by a password that was changed meanwhile',
    file: 'server/stores/memory/memory-accounts.ts',
    code: '      if (passwordHash !== undefined && whose.passwordHash !== passwordHash) return undefined\n',
    instead: '',
    specs: [OTHERS],
  },
  {
    name: 'account: a name that looks like another’s',
    file: 'server/accounts/free-names.ts',
    code: 'if (users.some((id) => id !== own))',
    instead: 'if (users.some((id) => id !== own && id === own))',
    specs: ['spec/accounts/free-names.spec.ts'],
  },
  {
    name: 'account: two who look alike, made at the same time',
    file: 'server/stores/sql/user-rows.ts',
    code: 'if (!alone || got === new Set(looks).size) return true',
    instead: 'if (!alone || got >= 0) return true',
    specs: [SQLITE],
  },
  {
    name: 'account: one who is disabled signs in',
    file: 'server/accounts/users.ts',
    code: '      if (user.disabled) return undefined\n',
    instead: '',
    specs: [OTHERS],
  },
  {
    name: 'account: one who is disabled goes on',
    file: 'server/accounts/others-accounts.ts',
    code: '      sessions.ended(done.ended)\n',
    instead: '',
    specs: [OTHERS],
  },
  {
    name: 'account: no administrator is left',
    file: 'server/stores/memory/memory-accounts.ts',
    code: "      if (disabled && user.roles.includes('administrator') && !hasAdministrator(id)) return undefined\n",
    instead: '',
    specs: [MEMORY],
  },
  {
    name: 'link: used twice',
    file: 'server/stores/memory/memory-links.ts',
    code: 'usesLeft: link.usesLeft - 1',
    instead: 'usesLeft: link.usesLeft',
    specs: [MEMORY],
  },
  {
    name: 'link: used twice in the database',
    file: 'server/stores/sql/sql-links.ts',
    code: "({ uses_left: eb('uses_left', '-', 1) })",
    instead: "({ uses_left: eb('uses_left', '-', 0) })",
    specs: [SQLITE],
  },
  {
    name: 'link: a use that is lost to a name that is taken',
    file: 'server/stores/sql/sql-links.ts',
    code: '        await giveBack(transaction, use)\n',
    instead: '',
    specs: [SQLITE],
  },
  {
    name: 'link: opened by its id, whatever the secret',
    file: 'server/accounts/link-codes.ts',
    code: 'return same ? link : undefined',
    instead: 'return same || link ? link : undefined',
    specs: [LINKS],
  },
  {
    name: 'link: one that has expired',
    file: 'server/accounts/links.ts',
    code: ' || link.expiresAt <= clock.now()) throw',
    instead: ') throw',
    specs: [LINKS],
  },
  {
    name: 'link: one of another kind',
    file: 'server/accounts/account-links.ts',
    code: 'late || !kinds.includes(link.kind)',
    instead: 'late',
    specs: [LINKS],
  },
  {
    name: 'link: anybody makes one',
    file: 'server/accounts/access.ts',
    code: 'export function mayManageAccounts(user: RightsHolder): boolean {\n  return isAdministrator(user)',
    instead: 'export function mayManageAccounts(user: RightsHolder): boolean {\n  return user !== undefined',
    specs: [LINKS],
  },
  {
    name: 'link: sets up a server that has an administrator',
    file: 'server/stores/sql/sql-links.ts',
    code: "        if (use.kind === 'set-up' && (await hasAdministrator(transaction))) return 'unusable'\n",
    instead: '',
    specs: [SQLITE],
  },
]
