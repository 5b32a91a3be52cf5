import { accountMutants } from './account-mutants.ts'
import { applicationMutants } from './application-mutants.ts'
import { betweenMutants } from './between-mutants.ts'
import { clientMutants } from './client-mutants.ts'
import { clusterMutants } from './cluster-mutants.ts'
import { doorMutants } from './door-mutants.ts'
import { keepingMutants } from './keeping-mutants.ts'
import { listMutants } from './list-mutants.ts'
import { lobbyMutants } from './lobby-mutants.ts'
import { logMutants } from './log-mutants.ts'
import type { Mutant } from './mutant.ts'
import { postgresMutants } from './postgres-mutants.ts'
import { roleMutants } from './role-mutants.ts'
import { roomMutants } from './room-mutants.ts'
import { socketMutants } from './socket-mutants.ts'
import { watchMutants } from './watch-mutants.ts'

/** All faults that some spec must notice. */
export const mutants: readonly Mutant[] = [
  ...roomMutants,
  ...roleMutants,
  ...logMutants,
  ...lobbyMutants,
  ...listMutants,
  ...keepingMutants,
  ...socketMutants,
  ...clientMutants,
  ...applicationMutants,
  ...accountMutants,
  ...doorMutants,
  ...watchMutants,
  ...postgresMutants,
  ...clusterMutants,
  ...betweenMutants,
]
