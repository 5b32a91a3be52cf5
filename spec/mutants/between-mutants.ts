import { hasPostgres } from '../support/postgres.ts'
import type { Mutant } from './mutant.ts'

const ROOMS = 'spec/rooms/keeping/room-follower.spec.ts'
const FOLLOWER = 'spec/host/change-follower.spec.ts'
const LISTINGS = 'spec/rooms/lobby/away-listings.spec.ts'
const POSTGRES = 'spec/stores/postgres/postgres-changes.spec.ts'

const PASSED_OVER: Mutant = {
  name: 'a change that commits late is passed over',
  file: 'server/stores/postgres/postgres-changes.ts',
  code: 'NOT pg_visible_in_snapshot(tx, $1::pg_snapshot)',
  instead: 'tx >= pg_snapshot_xmax($1::pg_snapshot)',
  specs: [POSTGRES],
}

/** Faults of servers that learn of each other's changes. */
export const betweenMutants: readonly Mutant[] = [
  // Where there is no PostgreSQL, nothing would notice.
  ...(hasPostgres() ? [PASSED_OVER] : []),
  {
    name: 'a change that was made here is put in force again when it is heard of',
    file: 'server/rooms/keeping/room-follower.ts',
    code: 'revision === 0 || !this.#parts.registry.isInForce(room, revision)',
    instead: 'true as boolean',
    specs: [ROOMS],
  },
  {
    name: 'an older change is put in force over a newer one',
    file: 'server/rooms/registry/amendments.ts',
    code: 'revisionOf(known) > revisionOf(found) ? known : found',
    instead: 'revisionOf(known) > revisionOf(found) ? found : found',
    specs: [ROOMS],
  },
  {
    name: 'whoever another server removed stays where nothing of the room says so',
    file: 'server/rooms/keeping/room-follower.ts',
    code: 'else this.#lastOf(news).removed.push(change.user)',
    instead: '',
    specs: [ROOMS],
  },
  {
    name: 'of several changes of a room by another server the first alone is put in force',
    file: 'server/rooms/keeping/room-follower.ts',
    code: 'return steps.flatMap(',
    instead: 'return steps.slice(0, 1).flatMap(',
    specs: [ROOMS],
  },
  {
    name: 'what was changed during a look that failed is not made up for',
    file: 'server/host/change-follower.ts',
    code: 'this.#missed = true',
    instead: '',
    specs: [FOLLOWER],
  },
  {
    name: 'a server looks only where another one tells it to',
    file: 'server/host/change-follower.ts',
    code: 'this.#again ? AT_MOST_EVERY : LOOKED_EVERY',
    instead: 'this.#again ? AT_MOST_EVERY : 10 * LOOKED_EVERY',
    specs: [FOLLOWER],
  },
  {
    name: 'rooms that another server runs are listed as they stood first',
    file: 'server/rooms/lobby/away-listings.ts',
    code: 'if (!isSame || before?.preview !== listing.preview) tell(',
    instead: 'if (!before) tell(',
    specs: [LISTINGS],
  },
  {
    name: 'lists of what another server runs rest on messages alone',
    file: 'server/rooms/lobby/away-listings.ts',
    code: 'await this.#read(some.flatMap(positionsOf))',
    instead: '',
    specs: [LISTINGS],
  },
]
