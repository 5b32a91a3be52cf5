import type { Mutant } from './mutant.ts'

const LINKS = 'spec/rooms/keeping/room-links.spec.ts'
const KNOCKS = 'spec/rooms/keeping/room-knocks.spec.ts'
const STORE = 'spec/stores/memory/memory-store.spec.ts'

/** Faults of links into rooms and of knocks. */
export const doorMutants: readonly Mutant[] = [
  {
    name: 'room link: one that has expired',
    file: 'server/rooms/keeping/room-links.ts',
    code: ' || link.expiresAt <= clock.now()) throw',
    instead: ') throw',
    specs: [LINKS],
  },
  {
    name: 'room link: of whoever may make none any more',
    file: 'server/rooms/keeping/room-links.ts',
    code: "(maker && found && rights.may(maker, 'links', found))",
    instead: '(maker && found)',
    specs: [LINKS],
  },
  {
    name: 'room link: into an archived room',
    file: 'server/rooms/keeping/room-links.ts',
    code: '!found || found.archived || !mayMake',
    instead: '!found || !mayMake',
    specs: [LINKS],
  },
  {
    name: 'room link: used by whoever is banned',
    file: 'server/rooms/keeping/room-links.ts',
    code: "if (!rights.may(by, 'enter', found) && !rights.mayKnock(by, found))",
    instead: "if (!rights.may(by, 'enter', found) && !found)",
    specs: [LINKS],
  },
  {
    name: 'room link: used, and its use not taken',
    file: 'server/stores/memory/memory-room-doors.ts',
    code: 'usesLeft: link.usesLeft - 1',
    instead: 'usesLeft: link.usesLeft',
    specs: [STORE, LINKS],
  },
  {
    name: 'knock: told to everybody',
    file: 'server/rooms/lobby/lobby.ts',
    code: 'connections.filter(({ user }) => mayKnow(user))',
    instead: 'connections.filter(({ user }) => mayKnow(user) || user)',
    specs: [KNOCKS],
  },
  {
    name: 'knock: of whoever is banned',
    file: 'server/accounts/room-rights.ts',
    code: 'room.deletedAt === undefined && !isBanned(id, room, now) && !isLetIn(id, room)',
    instead: 'room.deletedAt === undefined && now > 0 && !isLetIn(id, room)',
    specs: [KNOCKS],
  },
  {
    name: 'knock: as many on their way as come',
    file: 'server/rooms/keeping/room-knocks.ts',
    code: 'if (this.#underWay.size >= MOST_UNDER_WAY) throw',
    instead: 'if (this.#underWay.size > MOST_UNDER_WAY * 2) throw',
    specs: [KNOCKS],
  },
  {
    name: 'knock: unheard, and nothing written',
    file: 'server/rooms/keeping/room-knocks.ts',
    code: 'return this.#noteNowhere(knock)',
    instead: 'return',
    specs: [KNOCKS],
  },
  {
    name: 'knock: kept after its user was let in',
    file: 'server/stores/knocks-after.ts',
    code: 'knocks.filter((knock) => !settled.has(knock.user.id) && !isBanned(knock))',
    instead: 'knocks.filter((knock) => settled && !isBanned(knock))',
    specs: [STORE],
  },
]
