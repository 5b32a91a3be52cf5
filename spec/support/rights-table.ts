import { mayInRoom, RIGHTS } from '../../server/accounts/room-rights.ts'
import type { RoomOperation } from '../../server/protocol/room-operations.ts'

/** Everybody who can be something in a room, by what they are called in the page on rights. */
export const PEOPLE = {
  'not invited': { id: 'eve', roles: [] },
  invited: { id: 'ivy', roles: [] },
  banned: { id: 'ned', roles: [] },
  moderator: { id: 'mo', roles: [] },
  owner: { id: 'olga', roles: [] },
  administrator: { id: 'root', roles: ['administrator'] },
} as const satisfies Readonly<Record<string, { readonly id: string; readonly roles: readonly string[] }>>

export type Person = keyof typeof PEOPLE

const PRIVATE = {
  owner: 'olga',
  moderators: ['mo'],
  users: ['olga', 'mo', 'ivy', 'ned'],
  bans: [{ user: 'ned', until: null }],
}

/** The rooms in which rights differ, by the titles of their tables. All are private: in one that is not, everybody is as if invited. */
export const KINDS = {
  'A room that somebody made': PRIVATE,
  'After it was deleted': { ...PRIVATE, deletedAt: 1 },
  'A room that the host’s code names': { ...PRIVATE, hosted: true },
} as const

export type Kind = keyof typeof KINDS

export const OPERATIONS = Object.keys(RIGHTS) as RoomOperation[]

/** What the page says for each. */
const WORDS: Readonly<Record<RoomOperation, string>> = {
  see: 'see that there is such a room',
  enter: 'take a seat',
  watch: 'watch, where its `watch` is not set',
  act: 'act',
  leave: 'leave, when inside',
  seeInvited: 'see who is invited',
  seeBans: 'see who is banned',
  invite: 'invite',
  uninvite: 'take an invitation back',
  links: 'make and end links into it',
  answerKnocks: 'answer knocks',
  remove: 'remove somebody',
  ban: 'ban somebody',
  lift: 'lift a ban',
  edit: 'edit name, bounds, options, who may watch',
  setRole: 'make and unmake moderators',
  transfer: 'give the room to somebody',
  archive: 'archive',
  restore: 'take out of the archive',
  delete: 'delete',
  recover: 'recover',
  close: 'end for good what goes on in it',
}

export function holds(person: Person, operation: RoomOperation, kind: Kind): boolean {
  return mayInRoom(PEOPLE[person], operation, KINDS[kind], 1000)
}

/** A table of the page. */
export function tableOf(kind: Kind): string {
  const people = Object.keys(PEOPLE) as Person[]
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rows = OPERATIONS.map((operation) =>
    line([WORDS[operation], ...people.map((person) => (holds(person, operation, kind) ? 'yes' : '–'))]),
  )
  return [line(['', ...people]), line(['---', ...people.map(() => '---')]), ...rows].join('\n')
}
