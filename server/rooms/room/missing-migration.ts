import type { AnyApplication } from '../../contract/application.ts'

/** What an author is told whose rules can't go on with a state that is there. `why`: what is there, to stand after “but”. */
export function missingMigration({ name, version }: AnyApplication, why: string): string {
  return (
    `application ${JSON.stringify(name)} has version ${version} and no migrate, but ${why}. Give it migrate: (state, from) => …, ` +
    'which makes today’s state of an older one, (state) => state where it fits as it is; or delete the data'
  )
}
