import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { MemoryBuses } from '../../../server/cluster/memory-bus.ts'
import { createMemoryStore } from '../../../server/stores/memory/create-memory-store.ts'
import { FakeClock } from '../../../server/testing/fake-clock.ts'
import { describeBus, describeStore } from '../../../server/testing/suites/index.ts'

/**
 * What somebody writes who has another store, and another carrier, and whose specs run by node:test. `FAULT` is what is
 * wrong with the store, so that it can be seen to be noticed.
 */
const runner = { describe, it, before, after, beforeEach, afterEach }

describeStore(
  'an outsider’s',
  async () => {
    const clock = new FakeClock()
    const store = createMemoryStore({ sharedBy: clock })
    if (process.env.FAULT === 'deaf') store.accounts.findUser = async () => undefined
    return { store, pass: (ms) => clock.pass(ms), close: () => store.close() }
  },
  { lasts: false, shared: process.env.FAULT !== 'alone', runner },
)

describeBus(
  'an outsider’s',
  async () => {
    const clock = new FakeClock()
    const buses = new MemoryBuses()
    return { join: async (node) => buses.join(node, clock), settle: () => clock.pass(1), close: async () => {} }
  },
  { runner },
)
