import { MemoryLeases } from '../../../server/stores/memory/memory-leases.ts'
import { MemoryRoomLog } from '../../../server/stores/memory/memory-room-log.ts'
import { FakeClock } from '../../../server/testing/fake-clock.ts'
import { describeLeases } from '../lease-conformance.ts'
import { describeRoomOwnership } from '../room-ownership-conformance.ts'

async function open() {
  const clock = new FakeClock()
  const leases = new MemoryLeases(clock)
  const pass = (ms: number) => clock.pass(ms)
  return { leases, log: new MemoryRoomLog(leases), pass, close: async () => {} }
}

describeLeases('memory', open)
describeRoomOwnership('memory', open)
