import type { Mutant } from './mutant.ts'

const CLUSTER = 'spec/cluster/*.spec.ts'
const SIMULATION = 'spec/simulation/cluster.spec.ts'
const OWNERSHIP = 'spec/rooms/registry/ownership.spec.ts'
const MEMORY = 'spec/stores/memory/*.spec.ts'

/** Faults of several servers on one log. */
export const clusterMutants: readonly Mutant[] = [
  {
    name: 'fence not checked',
    file: 'server/stores/memory/memory-room-log.ts',
    code: 'if (!room || room.term !== term || room.version !== base)',
    instead: 'if (!room || room.version !== base)',
    specs: [MEMORY],
  },
  {
    name: 'two owners allowed',
    file: 'server/stores/memory/memory-room-log.ts',
    code: 'if (other) throw new OwnedElsewhereError',
    instead: 'if (false as boolean) throw new OwnedElsewhereError',
    specs: [SIMULATION],
  },
  {
    name: 'a room opened by a lease that is over',
    file: 'server/stores/memory/memory-room-log.ts',
    code: 'if (lease !== undefined && !this.#leases?.onDuty(lease))',
    instead: 'if (false as boolean)',
    specs: [MEMORY],
  },
  {
    name: 'cursor not handed over',
    file: 'server/stores/memory/memory-room-log.ts',
    code: 'if (answer) storeAnswer(room.answers, answer)',
    instead: '',
    specs: [SIMULATION],
  },
  {
    name: 'lease counted from the answer',
    file: 'server/cluster/lease-holder.ts',
    code: 'Math.max(this.#held?.until ?? 0, sent + LEASE_LENGTH - MARGIN)',
    instead: 'this.#parts.monotonic() + LEASE_LENGTH - MARGIN',
    specs: [CLUSTER],
  },
  {
    name: 'a lease whose end is found at the next renewal',
    file: 'server/cluster/lease-holder.ts',
    code: 'if (this.#held && this.#parts.monotonic() >= this.#held.until) this.#lose()',
    instead: '',
    specs: [CLUSTER],
  },
  {
    name: 'a room answered from memory without a lease',
    file: 'server/rooms/registry/room-registry.ts',
    code: 'return this.#ownership.isHeld ? this.#open.get(roomId)?.room : undefined',
    instead: 'return this.#open.get(roomId)?.room',
    specs: [OWNERSHIP],
  },
  {
    name: 'a room opened by a lease that ended on the way',
    file: 'server/rooms/registry/room-registry.ts',
    code: 'if (!this.#ownership.isBy(lease)) {',
    instead: 'if (false as boolean) {',
    specs: [OWNERSHIP],
  },
  {
    name: 'a stale owner that goes on asking for its room',
    file: 'server/rooms/room/room.ts',
    code: 'if (error instanceof OwnedElsewhereError || error instanceof LeaseOverError) return this.#parts.owned?.disowned()',
    instead: '',
    specs: [OWNERSHIP],
  },
  {
    name: 'frames of a stale owner, before its log has answered',
    file: 'server/rooms/room/history.ts',
    code: 'this.#frames.add(version, patches, isOfCrowd(kind))',
    instead: 'this.#frames.add(version, patches, isOfCrowd(kind)); this.#frames.release(version)',
    specs: [SIMULATION],
  },
  {
    name: 'a line with a gap',
    file: 'server/cluster/line.ts',
    code: 'if (count !== this.#heard + 1) return false',
    instead: '',
    specs: [CLUSTER],
  },
  {
    name: 'a line whose last word may be lost',
    file: 'server/cluster/line.ts',
    code: "if (kind === 'beat') return count === this.#heard",
    instead: "if (kind === 'beat') return true",
    specs: [CLUSTER],
  },
  {
    name: 'a frame that overtakes the answer before it',
    file: 'server/cluster/away-rooms.ts',
    code: 'this.#questions.get(body.number)?.answer(body.answer)\n      return true',
    instead: 'this.#questions.get(body.number)?.answer(body.answer)\n      return false',
    specs: [CLUSTER],
  },
  {
    name: 'guests of a line that is over',
    file: 'server/cluster/guests.ts',
    code: 'for (const guest of [...(this.#guests.get(line)?.values() ?? [])]) this.#gone(guest)',
    instead: '',
    specs: [CLUSTER],
  },
  {
    name: 'who lost the line to a room, and is told nothing',
    file: 'server/cluster/away-rooms.ts',
    code: "this.#parts.wire.send({ connection }, 'frame', roomId, NOWHERE)",
    instead: '',
    specs: [CLUSTER],
  },
  {
    name: 'a user of whom nodes tell each other in circles',
    file: 'server/cluster/guests.ts',
    code: '{ told: true }',
    instead: '{ told: false }',
    specs: [CLUSTER],
  },
]
