import type { AnyApplication } from '../../../server/contract/application.ts'
import { systemRandomness } from '../../../server/host/system-randomness.ts'
import { systemClock } from '../../../server/machine/system-clock.ts'
import type { Answer, ServerEvent } from '../../../server/protocol/events.ts'
import { DEFAULT_LIMITS } from '../../../server/rooms/limits.ts'
import { Lobby } from '../../../server/rooms/lobby/lobby.ts'
import type { Audience, Connection, Wire } from '../../../server/rooms/ports.ts'
import { RoomRegistry } from '../../../server/rooms/registry/room-registry.ts'
import type { Store } from '../../../server/stores/store.ts'

/** A wire that ends where the sockets would begin: everything is encoded, and goes nowhere. */
class NullWire implements Wire {
  bytes = 0
  join(): void {}
  follow(): void {}
  leave(): void {}
  send(_to: Audience, event: ServerEvent, ...args: readonly unknown[]): void {
    this.bytes += JSON.stringify([event, ...args]).length
  }
}

/** The room core on the machine's own clock and a store, with clients but without sockets. */
export async function startBenchCore(application: AnyApplication, store: Store, roomIds: readonly string[]) {
  const wire = new NullWire()
  const report = (error: unknown): never => {
    throw error
  }
  const limits = { ...DEFAULT_LIMITS, queue: 10_000, state: 64 * 1024 * 1024, rate: 1e9, burst: 1e9 }
  const common = { clock: systemClock, limits, report }
  const registry = new RoomRegistry({ ...common, randomness: systemRandomness, log: store.log, catalogue: store.rooms })
  const access = { may: () => true, forEveryone: () => true, seesOthers: () => false, roleOf: () => 'member' as const }
  const lobby = new Lobby({ ...common, application, registry, wire, access })
  await registry.settle(roomIds.map((id) => ({ id, name: id, application: application.name })))

  /** Enters a user into a room. Returns what does a numbered action of theirs. @throws Error when anything is refused */
  const enter = async (user: string, roomId: string) => {
    const connection: Connection = { id: systemRandomness.name(), user: { id: user, name: user, roles: [] } }
    lobby.connected(connection)
    expectOk(await lobby.request(connection, 'enter', [roomId, { client: connection.id }]))
    let seq = 0
    let confirmed = 0
    return async (name: string, payload: unknown): Promise<void> => {
      const number = ++seq
      const request = { client: connection.id, seq: number, name, payload, confirmed }
      expectOk(await lobby.request(connection, 'act', [roomId, request]))
      confirmed = number
    }
  }
  const stop = async (): Promise<void> => {
    await registry.stop()
    lobby.stop()
  }
  return { registry, wire, enter, stop }
}

function expectOk(answer: Answer): void {
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`)
}
