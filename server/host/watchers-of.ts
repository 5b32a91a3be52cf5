import type { CataloguedRoom } from '../rooms/log/room-catalogue.ts'
import type { RoomRegistry } from '../rooms/registry/room-registry.ts'

/** How many only watch a room, as those who are there were told last: in one that is not open here, nobody is known to. */
export function watchersOf({ record }: CataloguedRoom, registry: Pick<RoomRegistry, 'listing'>): number {
  return registry.listing(record.id)?.watchers ?? 0
}
