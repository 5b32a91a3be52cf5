import { createMemoryStore } from '../../../server/stores/memory/create-memory-store.ts'
import { FakeClock } from '../../../server/testing/fake-clock.ts'
import { describeStore } from '../../../server/testing/suites/index.ts'

describeStore(
  'memory',
  async () => {
    const store = createMemoryStore()
    return { store, close: () => store.close() }
  },
  { lasts: false },
)

describeStore(
  'memory, shared',
  async () => {
    const clock = new FakeClock()
    const store = createMemoryStore({ sharedBy: clock })
    return { store, pass: (ms) => clock.pass(ms), close: () => store.close() }
  },
  { lasts: false, shared: true },
)
