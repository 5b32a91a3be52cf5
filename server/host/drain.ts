import { systemClock } from '../machine/system-clock.ts'
import { sendElsewhere } from '../sockets/send-elsewhere.ts'
import type { Health } from './health.ts'
import type { HostNode } from './open-node.ts'
import type { Rooms } from './start-rooms.ts'

interface Parts {
  readonly health: Health
  readonly node: HostNode | undefined
}

/**
 * [P15] Takes nothing new; and where other servers are there, sends all who are connected to them, while their rooms go on
 * here: those are handed over when nobody is here any more who would have to wait for it.
 * @param shut closes the door at once, so that whoever comes back finds another one
 */
export async function drain(
  { io, lobbies, registry }: Rooms,
  { health, node }: Parts,
  shut?: () => void,
): Promise<void> {
  health.drain()
  if (!(await node?.hasOthers())) return
  shut?.()
  registry.drain()
  const namespaces = lobbies.map(({ application }) => io.of(`/${application.name}`))
  await sendElsewhere(namespaces, systemClock)
}
