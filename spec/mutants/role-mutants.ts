import { CLIENT, type Mutant } from './mutant.ts'

/** Faults of who has which role in a room, and of what that allows. */
export const roleMutants: readonly Mutant[] = [
  {
    name: 'role: checked by nobody',
    file: 'server/rooms/room/actions.ts',
    code: 'if (action && !allows(user.role, action.role))',
    instead: 'if (!allows(user.role, undefined))',
    specs: ['spec/rooms/room/demanded-roles.spec.ts'],
  },
  {
    name: 'role: of when one acted first',
    file: 'server/rooms/room/room.ts',
    code: 'return this.#made.model.member(user.id) ?? user',
    instead: `const first = ((globalThis as { first?: WeakMap<User, Person> }).first ??= new WeakMap())
    if (!first.has(user)) first.set(user, { ...(this.#made.model.member(user.id) ?? user) })
    return first.get(user) ?? user`,
    specs: ['spec/rooms/room/demanded-roles.spec.ts'],
  },
  {
    name: 'role: an owner is no moderator',
    file: 'server/protocol/roles.ts',
    code: 'return ROLES.indexOf(role) >= ROLES.indexOf(demanded)',
    instead: "return demanded === 'member' || role === demanded",
    specs: ['spec/rooms/room/demanded-roles.spec.ts'],
  },
  {
    name: 'role: after the payload',
    file: 'server/rooms/room/actions.ts',
    code: "if (action && !allows(user.role, action.role)) return refused(new SocDrawError('ROLE_REQUIRED'))",
    instead: `if (json === undefined) return refused(new SocDrawError('INVALID_PAYLOAD'))
    if (action && !allows(user.role, action.role)) return refused(new SocDrawError('ROLE_REQUIRED'))`,
    specs: ['spec/rooms/room/demanded-roles.spec.ts'],
  },
  {
    name: 'role: forgotten with the seat',
    file: 'server/rooms/room/roles.ts',
    code: 'return (Object.hasOwn(roles, userId) ? roles[userId] : undefined) ?? this.#named(userId)',
    instead: `return Object.hasOwn(roles, userId) && this.#parts.model.member(userId)
      ? (roles[userId] ?? 'member')
      : this.#named(userId)`,
    specs: ['spec/rooms/room/roles.spec.ts'],
  },
  {
    name: 'role: given to somebody away, and told to all',
    file: 'server/rooms/room/viewers.ts',
    code: "return key !== ROOM_KEY || part !== 'roles'",
    instead: 'return key !== ROOM_KEY || part !== undefined',
    specs: ['spec/rooms/room/roles.spec.ts'],
  },
  {
    name: 'role: given to somebody away, and told to who comes',
    file: 'server/rooms/room/viewers.ts',
    code: 'return { room: document, ...state }',
    instead: 'return { room: { ...document, roles: _given } as typeof document, ...state }',
    specs: ['spec/rooms/room/roles.spec.ts'],
  },
  {
    name: 'role: not asked anew where the log failed',
    file: 'server/rooms/room/members.ts',
    code: 'if (!archived) roles.review()',
    instead: '',
    specs: ['spec/rooms/room/roles.spec.ts'],
  },
  {
    name: 'role: a recheck that leaves it',
    file: 'server/rooms/lobby/recheck.ts',
    code: '.map((room) => room.review(concerned.user))',
    instead: '.map(() => Promise.resolve())',
    specs: ['spec/rooms/room/roles.spec.ts'],
  },
  {
    name: 'role: predicted for whoever has it not',
    file: 'web/client/predictor.ts',
    code: '|| !allows(roleOf(base), action.role)) return undefined',
    instead: '|| !allows(roleOf(base), undefined)) return undefined',
    specs: [CLIENT],
  },
  {
    name: 'role: refused at once while nobody knows it',
    file: 'web/client/room.ts',
    code: "this.live && this.#refusalOf(name) : 'SPECTATING'",
    instead: "this.#refusalOf(name) : 'SPECTATING'",
    specs: [CLIENT],
  },
]
