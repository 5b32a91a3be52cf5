import type { Clock } from '../../protocol/clock.ts'
import { SocDrawError } from '../../protocol/errors.ts'
import type { CataloguedRoom, RoomCatalogue } from '../log/room-catalogue.ts'
import { OwnedElsewhereError } from '../log/room-log.ts'
import type { RoomRegistry } from '../registry/room-registry.ts'

export interface ClosingParts {
  readonly clock: Clock
  readonly registry: Pick<RoomRegistry, 'open' | 'listing'>
  readonly catalogue: Pick<RoomCatalogue, 'find'>
}

/** How long another server that runs the room may take to close it, and how often it is looked; in milliseconds. */
const PATIENCE = 5000
const LOOKED_EVERY = 200

/**
 * Ends for good what goes on in the room, here or where it runs: that server has learnt of it by the room's change.
 * @throws SocDrawError `ROOM_UNAVAILABLE` where it does not in time, and as `RoomRegistry.open`
 */
export async function closeRoom(found: CataloguedRoom, parts: ClosingParts): Promise<CataloguedRoom> {
  const { registry, catalogue, clock } = parts
  const { id } = found.record
  for (let waited = 0; ; waited += LOOKED_EVERY) {
    try {
      await (await registry.open(found)).host.close()
      return { ...found, standing: registry.listing(id) ?? found.standing }
    } catch (error) {
      if (!(error instanceof OwnedElsewhereError)) throw error
    }
    const { standing } = (await catalogue.find(id)) ?? found
    if (standing.status === 'closed') return { ...found, standing }
    if (waited >= PATIENCE) throw new SocDrawError('ROOM_UNAVAILABLE')
    await new Promise<void>((resolve) => void clock.setTimer(LOOKED_EVERY, resolve))
  }
}
