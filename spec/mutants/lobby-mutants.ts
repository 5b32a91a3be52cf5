import { type Mutant, ROOMS } from './mutant.ts'

/** Faults of the lobby: who is told of which rooms, and let into them. */
export const lobbyMutants: readonly Mutant[] = [
  {
    name: 'an act that has no number',
    file: 'server/rooms/lobby/usual-act.ts',
    code: ' || seq === 0',
    instead: '',
    specs: [ROOMS],
  },
  {
    name: 'whoever may not be in a room stays',
    file: 'server/rooms/lobby/recheck.ts',
    code: 'removals.push(visitor.putOut(roomId, room.putOut(connection, refusal)))',
    instead: '',
    specs: ['spec/rooms/lobby/recheck.spec.ts'],
  },
  {
    name: 'who is put out is answered before they are told why',
    file: 'server/rooms/lobby/lobby.ts',
    code: 'await this.#visitors.get(connection.id)?.settled(roomId)',
    instead: '',
    specs: ['spec/end-to-end/rights.spec.ts'],
  },
  {
    name: 'a stretch that is not told',
    file: 'server/rooms/lobby/lookers.ts',
    code: 'return [stretchGroup(stretch), ...ends].filter(',
    instead: 'return ends.filter(',
    specs: [ROOMS],
  },
  {
    name: 'a list’s end that is not told of what is new',
    file: 'server/rooms/lobby/lookers.ts',
    code: 'return [stretchGroup(stretch), ...ends].filter(',
    instead: 'return [stretchGroup(stretch)].filter(',
    specs: [ROOMS],
  },
  {
    name: 'a listing one change late',
    file: 'server/rooms/lobby/listing-feed.ts',
    code: 'this.#newest.set(change.listing.id, change)',
    instead: 'if (!this.#newest.has(change.listing.id)) this.#newest.set(change.listing.id, change)',
    specs: [ROOMS],
  },
  {
    name: 'a private room that a whole stretch is told of',
    file: 'server/rooms/lobby/listings.ts',
    code: 'if (changes.every(({ record }) => access.forEveryone(record))) {',
    instead: 'if (changes.length > 0) {',
    specs: [ROOMS],
  },
  {
    name: 'a look that is forgotten when another follows',
    file: 'server/rooms/lobby/lookers.ts',
    code: 'looker.groups = groups',
    instead: '',
    specs: [ROOMS],
  },
  {
    name: 'everybody hears that a private room is gone',
    file: 'server/rooms/lobby/listings.ts',
    code: 'if (this.#secrets.get(connection)?.delete(roomId)) this',
    instead: 'this',
    specs: ['spec/rooms/lobby/recheck.spec.ts'],
  },
]
