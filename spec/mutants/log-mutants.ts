import { type Mutant, ROOMS, STORES } from './mutant.ts'

/** Faults of the log, and of the stores that hold it. */
export const logMutants: readonly Mutant[] = [
  {
    name: 'a beat that forgets a room',
    file: 'server/rooms/log/committer.ts',
    code: 'if (this.#gathering.size > 0) this.#goOn()',
    instead: '',
    specs: [ROOMS],
  },
  {
    name: 'a beat that forgets what a full batch had no place for',
    file: 'server/rooms/log/committer.ts',
    code: 'this.#patience = this.#gathering.size > 0 ? 0 : BEAT',
    instead: 'this.#gathering.clear(); this.#patience = BEAT',
    specs: [ROOMS],
  },
  {
    name: 'a commit for each action',
    file: 'server/rooms/log/committer.ts',
    code: 'return since < 0 ? this.#patience : this.#patience - since',
    instead: 'return 0',
    specs: [ROOMS],
  },
  {
    name: 'a beat that a clock stepping back holds up',
    file: 'server/rooms/log/committer.ts',
    code: 'return since < 0 ? this.#patience : this.#patience - since',
    instead: 'return this.#patience - since',
    specs: [ROOMS],
  },
  {
    name: 'a beat that outlives what is to be finished',
    file: 'server/rooms/log/committer.ts',
    code: 'if (!this.#running) this.#goOn()',
    instead: 'if (!this.#running) return',
    specs: [ROOMS],
  },
  {
    name: 'cursor not stored',
    file: 'server/stores/sqlite/log-writer.ts',
    code: 'for (const cursor of append.cursors) this.#cursors.write(room, cursor)',
    instead: '',
    specs: [STORES],
  },
  {
    name: 'head row not checked',
    file: 'server/stores/sqlite/log-writer.ts',
    code: 'WHERE id = ? AND version = ? AND term = ? RETURNING',
    instead: 'WHERE id = ? AND (version = ? OR term = ? OR true) RETURNING',
    specs: [STORES],
  },
  {
    name: 'snapshot one version late',
    file: 'server/stores/sqlite/room-reader.ts',
    code: 'return { id, version, logged, size: document.length, state: Buffer.from(document) }',
    instead: 'return { id, version: version - 1, logged, size: document.length, state: Buffer.from(document) }',
    specs: [STORES],
  },
  {
    name: 'a folder put back is taken for the one that was here',
    file: 'server/stores/sqlite/file-identity.ts',
    code: 'return known === undefined || known === identity',
    instead: 'return true',
    specs: ['spec/stores/sqlite/generation.spec.ts'],
  },
]
