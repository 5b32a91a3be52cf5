import type { Mutant } from './mutant.ts'

const RACE = 'spec/stores/postgres/ownership-race.spec.ts'
const LEASES = 'spec/stores/postgres/postgres-leases.spec.ts'

/** Faults of leases and owners in PostgreSQL. */
export const postgresMutants: readonly Mutant[] = [
  {
    name: 'PostgreSQL: a room is taken by what was seen of it before another took it',
    file: 'server/stores/postgres/room-opener.ts',
    code: 'WHERE heads.term = free.term AND heads.owner IS NOT DISTINCT FROM free.owner AND heads.rules <= free.rules',
    instead: 'WHERE heads.rules <= free.rules',
    specs: [RACE],
    onPostgres: true,
  },
  {
    name: 'PostgreSQL: a room is taken from a lease whose renewal is on its way',
    file: 'server/stores/postgres/room-opener.ts',
    code: ' FOR SHARE OF nodes SKIP LOCKED',
    instead: '',
    specs: [LEASES],
    onPostgres: true,
  },
  {
    name: 'PostgreSQL: a lease is renewed as it was before its row was had',
    file: 'server/stores/postgres/postgres-leases.ts',
    code: ' FOR NO KEY UPDATE\n',
    instead: '\n',
    specs: [LEASES],
    onPostgres: true,
  },
]
