import type { Mutant } from './mutant.ts'

const CATALOGUES = ['spec/stores/memory/memory-store.spec.ts', 'spec/stores/sqlite/sqlite-store.spec.ts']
const FIND = 'spec/rooms/lobby/find*.spec.ts'
const ENDINGS = 'spec/rooms/keeping/ban-endings.spec.ts'
const CLIENT_FIND = 'spec/client/lobby-find.spec.ts'

/** Faults of looking for rooms: what is found, who is told of it, and how it stays live. */
export const listMutants: readonly Mutant[] = [
  {
    name: 'a room that was gone and is back is missing from a list that is on its way',
    file: 'server/rooms/lobby/tell-amended.ts',
    code: '(banned || parts.asks(connection))',
    instead: 'banned',
    specs: ['spec/regression/back-on-the-way.spec.ts'],
  },
  {
    name: 'private rooms are found by everybody',
    file: 'server/stores/sql/sql-room-search.ts',
    code: '(rooms.public = 1 OR ',
    instead: '(1 = 1 OR ',
    specs: CATALOGUES,
  },
  {
    name: 'archived rooms are found by everybody',
    file: 'server/stores/sql/sql-room-search.ts',
    code: 'return all ? sql`rooms.archived = 1` :',
    instead: 'return true ? sql`rooms.archived = 1` :',
    specs: CATALOGUES,
  },
  {
    name: 'what is deleted is found among the archived',
    file: 'server/stores/sql/sql-room-search.ts',
    code: 'archived: sql`rooms.deleted_at IS NULL`',
    instead: 'archived: sql`1 = 1`',
    specs: CATALOGUES,
  },
  {
    name: 'of rooms alike some are left out between two pages',
    file: 'server/stores/sql/sql-room-search.ts',
    code: ' AND rooms.position > ',
    instead: ' AND 0 > rooms.position + ',
    specs: CATALOGUES,
  },
  {
    name: 'a room is found by the name that it had',
    file: 'server/stores/sql/room-rows.ts',
    code: 'words: foldedName(name),',
    instead: "words: '',",
    specs: CATALOGUES,
  },
  {
    name: 'a room in which something happened stands where it was made',
    file: 'server/stores/sql/sql-room-search.ts',
    code: 'CASE WHEN heads.at > rooms.made_at THEN heads.at ELSE rooms.made_at END',
    instead: 'rooms.made_at',
    specs: CATALOGUES,
  },
  {
    name: 'rooms that are found are shown without asking for the right',
    file: 'server/rooms/lobby/listings.ts',
    code: 'const rooms = this.#show(connection, now).filter(',
    instead: 'const rooms = now.map((room) => this.#parts.registry.listingOf(room)).filter(',
    specs: [FIND],
  },
  {
    name: 'a room is found as it was read, whatever it has become meanwhile',
    file: 'server/rooms/lobby/listings.ts',
    code: 'const now = found.map((room) => reading.now(room))',
    instead: 'const now = found',
    specs: ['spec/rooms/**/*.spec.ts'],
  },
  {
    name: 'a filter by what was read, and not by what is shown',
    file: 'server/protocol/room-filter.ts',
    code: "if (filter === 'running') return status === 'running'",
    instead: '',
    specs: ['spec/protocol/room-filter.spec.ts'],
  },
  {
    name: 'one connection looks for rooms as often as it likes',
    file: 'server/rooms/lobby/room-finder.ts',
    code: ' || !rate.take()',
    instead: '',
    specs: [FIND],
  },
  {
    name: 'all rooms are looked for at once',
    file: 'server/rooms/lobby/room-finder.ts',
    code: 'const turn = this.#last.then(work)',
    instead: 'const turn = work()',
    specs: [FIND],
  },
  {
    name: 'after a search that failed none is answered',
    file: 'server/rooms/lobby/room-finder.ts',
    code: 'this.#last = turn.catch(() => {})',
    instead: 'this.#last = turn',
    specs: [FIND],
  },
  {
    name: 'a found room that is gone stays found',
    file: 'web/client/room-list.ts',
    code: 'this.#found.delete(roomId)',
    instead: '',
    specs: [CLIENT_FIND],
  },
  {
    name: 'an older search takes the place of the last',
    file: 'web/client/finder.ts',
    code: 'if (finds === this.#finds) {',
    instead: 'if (finds > 0) {',
    specs: [CLIENT_FIND],
  },
  {
    name: 'found rooms get into the list',
    file: 'web/client/room-list.ts',
    code: 'return this.#next === null || position <= Math.max(this.#next, this.#goal)',
    instead: 'return true || position <= Math.max(this.#next, this.#goal)',
    specs: [CLIENT_FIND],
  },
  {
    name: 'a ban that ends is told of to nobody',
    file: 'server/rooms/lobby/listings.ts',
    code: 'this.#feed.drop(record.id)\n    this.#endings.note(record)',
    instead: 'this.#feed.drop(record.id)',
    specs: [ENDINGS],
  },
  {
    name: 'a ban that ends is told of to nobody who has come since',
    file: 'server/rooms/lobby/listings.ts',
    code: 'if (record.bans?.some((ban) => ban.user === user.id)) this.#endings.note(record)',
    instead: 'if (record.bans?.length === 0) this.#endings.note(record)',
    specs: [ENDINGS],
  },
  {
    name: 'only the first ban of a room ends by itself',
    file: 'server/rooms/lobby/listings.ts',
    code: 'this.reconsider(connection, found)\n      this.#endings.note(found.record)',
    instead: 'this.reconsider(connection, found)',
    specs: [ENDINGS],
  },
  {
    name: 'a ban that ends while the store is away is forgotten',
    file: 'server/rooms/lobby/ban-endings.ts',
    code: 'this.#await(roomId, first, clock.now() + ASKED_EVERY)',
    instead: 'clock.now()',
    specs: [ENDINGS],
  },
]
