import { MemoryLeases } from '../../../server/stores/memory/memory-leases.ts'
import { FakeClock } from '../../../server/testing/fake-clock.ts'
import { describeLeases } from '../lease-conformance.ts'

describeLeases('memory', async () => {
  const clock = new FakeClock()
  return { leases: new MemoryLeases(clock), pass: (ms) => clock.pass(ms), close: async () => {} }
})
