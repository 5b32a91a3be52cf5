import type { Mutant } from './mutant.ts'

const KEEPING = 'spec/rooms/keeping/*.spec.ts'
const RIGHTS = 'spec/accounts/room-rights.spec.ts'
const CATALOGUE = 'spec/stores/memory/memory-store.spec.ts'
const SQL = 'spec/stores/sqlite/sqlite-store.spec.ts'

/** Faults in rooms that people make and change. */
export const keepingMutants: readonly Mutant[] = [
  {
    name: 'keeping: a room that is noted to be closed, and goes on',
    file: 'server/rooms/keeping/room-keeper.ts',
    code: 'await (await registry.open(found)).host.close()',
    instead: '',
    specs: [KEEPING],
  },
  {
    name: 'keeping: an owner who closes what goes on',
    file: 'server/accounts/room-rights.ts',
    code: "unless its application has them do it.\n  close: 'administrator',",
    instead: "unless its application has them do it.\n  close: 'owner',",
    specs: [RIGHTS],
  },
  {
    name: 'keeping: a change that anybody makes',
    file: 'server/rooms/keeping/allowed.ts',
    code: "if (!rights.may(by, operation, found)) throw new SocDrawError('FORBIDDEN')",
    instead: '',
    specs: [KEEPING],
  },
  {
    name: 'keeping: a hidden room that is told from none',
    file: 'server/rooms/keeping/allowed.ts',
    code: "if (!found || !seen) throw new SocDrawError('ROOM_NOT_FOUND')",
    instead: `if (!found) throw new SocDrawError('ROOM_NOT_FOUND')
    if (!seen) throw new SocDrawError('FORBIDDEN')`,
    specs: [KEEPING],
  },
  {
    name: 'keeping: a moderator who removes another',
    file: 'server/accounts/room-rights.ts',
    code: "return rankIn(target, room) === 'member' || room.owner === user.id || isAdministrator(user)",
    instead: 'return true',
    specs: [RIGHTS],
  },
  {
    name: 'keeping: an edit that undoes another’s',
    file: 'server/rooms/keeping/room-keeper.ts',
    code: "if (seen !== undefined && seen !== revision) throw new SocDrawError('CHANGED_MEANWHILE')",
    instead: '',
    specs: [KEEPING],
  },
  {
    name: 'keeping: stored whatever came before',
    file: 'server/stores/memory/memory-room-catalogue.ts',
    code: 'if (!entry || (entry.record.revision ?? 0) + 1 !== record.revision) return undefined',
    instead: 'if (!entry) return undefined',
    specs: [CATALOGUE],
  },
  {
    name: 'keeping: an audit entry of what was not done',
    file: 'server/stores/sql/sql-room-catalogue.ts',
    code: 'if (!(await changeRoom(writing, change))) return undefined\n  await writeAudit(writing, audit)',
    instead: 'await writeAudit(writing, audit)\n  if (!(await changeRoom(writing, change))) return undefined',
    specs: [SQL],
  },
  {
    name: 'keeping: a change that was stored, and is not in force',
    file: 'server/rooms/keeping/room-keeper.ts',
    code: 'if (found && found.record.revision !== before?.record.revision) await registry.amend({ found, before })',
    instead: '',
    specs: [KEEPING],
  },
  {
    name: 'keeping: the banned stay in their other tabs',
    file: 'server/rooms/lobby/recheck.ts',
    code: '.filter(({ rooms }) => rooms.has(id))\n    .flatMap((visitor) => {',
    instead: '.filter(({ rooms }) => rooms.has(id))\n    .slice(0, 1)\n    .flatMap((visitor) => {',
    specs: [KEEPING],
  },
  {
    name: 'keeping: a seat that is kept for the banned',
    file: 'server/rooms/lobby/recheck.ts',
    code: 'if (removed) room.dismiss(removed.user)',
    instead: '',
    specs: [KEEPING],
  },
  {
    name: 'keeping: a ban that never ends',
    file: 'server/accounts/room-rights.ts',
    code: 'user === userId && (until === null || until > now)',
    instead: 'user === userId && (until === null || until > 0 || until > now)',
    specs: [RIGHTS],
  },
  {
    name: 'keeping: a room that was made, and is not told of',
    file: 'server/rooms/lobby/tell-amended.ts',
    code: 'if (!found.archived) parts.publish(listing)',
    instead: 'if (!found.archived && before) parts.publish(listing)',
    specs: [KEEPING],
  },
  {
    name: 'keeping: a private room that stays in others’ lists',
    file: 'server/rooms/lobby/tell-amended.ts',
    code: 'if (gone.length > 0) parts.gone(gone)',
    instead: '',
    specs: [KEEPING],
  },
  {
    name: 'keeping: a list that is as it was read',
    file: 'server/rooms/registry/amendments.ts',
    code: 'for (const changed of this.#readings) changed.set(found.record.id, found)',
    instead: '',
    specs: [KEEPING],
  },
  {
    name: 'keeping: a change of a listing that others are told of',
    file: 'server/rooms/lobby/listings.ts',
    code: 'this.#feed.drop(record.id)',
    instead: '',
    specs: [KEEPING],
  },
  {
    name: 'keeping: a room that is opened as it was',
    file: 'server/rooms/registry/room-registry.ts',
    code: 'if (now !== open.found) this.#amendOpen(open, now)',
    instead: '',
    specs: [KEEPING],
  },
  {
    name: 'keeping: bounds of before',
    file: 'server/rooms/room/room.ts',
    code: 'roles.review()\n      lifecycle.settle()',
    instead: 'roles.review()',
    specs: [KEEPING],
  },
  {
    name: 'keeping: roles of before',
    file: 'server/rooms/room/room.ts',
    code: 'roles.review()\n      lifecycle.settle()',
    instead: 'lifecycle.settle()',
    specs: [KEEPING],
  },
  {
    name: 'keeping: alarms that ring in the archive',
    file: 'server/rooms/room/room.ts',
    code: 'if (archived) alarms.stop()',
    instead: 'if (archived) alarms.set([], 0), alarms.set(this.#made.model.alarms, 0)',
    specs: [KEEPING],
  },
  {
    name: 'keeping: who came to read only has no seat ever after',
    file: 'server/rooms/room/room.ts',
    code: 'members.seatAll()\n      history.breakOff()',
    instead: 'members.seatAll()',
    specs: [KEEPING],
  },
  {
    name: 'keeping: purged a day too soon',
    file: 'server/rooms/keeping/purge-sweep.ts',
    code: 'const KEPT_FOR = 7 * 24',
    instead: 'const KEPT_FOR = 6 * 24',
    specs: [KEEPING],
  },
  {
    name: 'keeping: purged without its log',
    file: 'server/stores/memory/memory-room-catalogue.ts',
    code: 'this.#log.forget(roomId)',
    instead: '',
    specs: [KEEPING, CATALOGUE],
  },
]
