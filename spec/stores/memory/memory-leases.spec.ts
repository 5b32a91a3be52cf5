import { MemoryLeases } from '../../../server/stores/memory/memory-leases.ts'
import { MemoryRoomCatalogue } from '../../../server/stores/memory/memory-room-catalogue.ts'
import { MemoryRoomLog } from '../../../server/stores/memory/memory-room-log.ts'
import { FakeClock } from '../../../server/testing/fake-clock.ts'
import { describeLeases } from '../lease-conformance.ts'
import { describeRoomOwnership } from '../room-ownership-conformance.ts'

async function open() {
  const clock = new FakeClock()
  const leases = new MemoryLeases(clock)
  const pass = (ms: number) => clock.pass(ms)
  const log = new MemoryRoomLog(leases)
  return { leases, log, rooms: new MemoryRoomCatalogue(log), pass, close: async () => {} }
}

describeLeases('memory', open)
describeRoomOwnership('memory', open)
