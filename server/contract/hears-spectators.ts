import type { AnyApplication } from './application.ts'

/** Whether whoever only watches a room of the application can do anything in it. */
export function hearsSpectators({ actions }: Pick<AnyApplication, 'actions'>): boolean {
  return Object.values(actions).some(({ spectators }) => spectators)
}
