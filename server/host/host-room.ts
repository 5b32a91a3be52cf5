import { actionProxy } from '../contract/action-proxy.ts'
import type { AnyApplication } from '../contract/application.ts'
import type { Actions } from '../contract/client-types.ts'
import { SocDrawError } from '../protocol/errors.ts'
import { packPayload } from '../protocol/pack-payload.ts'
import type { RoomRegistry } from '../rooms/registry/room-registry.ts'
import { SYSTEM_USER } from '../rooms/system-user.ts'

/** A room in the host's hands. */
export interface HostRoom<App extends AnyApplication> {
  /**
   * The application's actions, done by the system's own user: each resolves with its handler's result once it is durable.
   * @throws SocDrawError `ROOM_NOT_FOUND`, `ROOM_WAITING`, `ROOM_PAUSED`, `ROOM_CLOSED`, `INVALID_PAYLOAD`,
   * `UNKNOWN_ACTION`, `NOT_STORED`, the application's own refusals
   */
  readonly act: Actions<App>
}

export function hostRoom<App extends AnyApplication>(registry: RoomRegistry, roomId: string): HostRoom<App> {
  const act = async (name: string, payload: unknown): Promise<unknown> => {
    // At once: the host may go on changing what it gave.
    const packed = packPayload(payload)
    const found = await registry.find(roomId)
    if (!found) throw new SocDrawError('ROOM_NOT_FOUND')
    const answer = await (await registry.open(found)).actAs(SYSTEM_USER, name, packed)
    if (!answer.ok) throw new SocDrawError(answer.error)
    return answer.result
  }
  return { act: actionProxy<App>(act) }
}
