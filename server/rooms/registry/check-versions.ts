import type { AnyApplication } from '../../contract/application.ts'
import type { RoomCatalogue } from '../log/room-catalogue.ts'
import { missingMigration } from '../room/missing-migration.ts'

/** How many rooms are named as examples. */
const EXAMPLES = 3

/**
 * Whether the rooms that are there can be run by these rules. A version that was raised without `migrate` would write on
 * states of another shape as if they were its own, and nobody could tell afterwards which they are.
 * @throws TypeError that names some of the rooms, and says what can be done
 */
export async function checkVersions(applications: Iterable<AnyApplication>, catalogue: RoomCatalogue): Promise<void> {
  for (const application of applications) {
    const { name, version: rules, migrate } = application
    if (migrate || rules === 1) continue
    const rooms = await catalogue.outdated({ application: name, rules, limit: EXAMPLES })
    if (rooms.length === 0) continue
    const examples = rooms.map((room) => `${room.id} of version ${room.rules}`).join(', ')
    throw new TypeError(missingMigration(application, `there are older rooms, such as ${examples}`))
  }
}
