/** The tables that both stores have, in the order in which they are moved, each with what tells its rows apart and orders them. */
export const MOVED: Readonly<Record<string, readonly string[]>> = {
  users: ['id'],
  user_looks: ['look'],
  user_words: ['word', 'user'],
  sessions: ['added'],
  sign_in_failures: ['key'],
  links: ['position'],
  audit: ['position'],
  rooms: ['position'],
  room_guests: ['user', 'application', 'room'],
  room_links: ['position'],
  room_knocks: ['position'],
  heads: ['room'],
  commits: ['room', 'version'],
  actions: ['room', 'version'],
  effects: ['position'],
  snapshots: ['room', 'version'],
  cursors: ['room', 'user', 'client'],
  room_people: ['user', 'room'],
}

/** Columns that number their rows by themselves: they go on after the last one that was ever given. */
export const NUMBERED: Readonly<Record<string, string>> = {
  sessions: 'added',
  links: 'position',
  audit: 'position',
  rooms: 'position',
  room_links: 'position',
  room_knocks: 'position',
  heads: 'room',
  effects: 'position',
}

/** How many rows are read at once: a snapshot may be megabytes. */
export function pageOf(table: string): number {
  return table === 'snapshots' ? 4 : 200
}
