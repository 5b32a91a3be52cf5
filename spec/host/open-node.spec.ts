import { setTimeout } from 'node:timers/promises'
import { expect } from 'chai'
import { Health } from '../../server/host/health.ts'
import { openNode } from '../../server/host/open-node.ts'
import { systemClock } from '../../server/machine/system-clock.ts'
import { MemoryLeases } from '../../server/stores/memory/memory-leases.ts'

describe('a server alone on a database', () => {
  it('says that another one is there which began while it had no lease', async () => {
    const leases = new MemoryLeases(systemClock)
    const renew = leases.renew.bind(leases)
    let isThere = false
    leases.renew = async (lease, facts) => {
      if (isThere) return renew(lease, facts)
      isThere = true
      await leases.giveBack(lease)
      await leases.take({ ...facts, name: 'alone/another/1/name' })
      return false
    }
    const health = new Health()
    const reports: string[] = []
    health.show = (error) => void reports.push(String(error))
    const opened = await openNode({ applications: [] }, { store: { leases }, health })
    if (!opened) throw new Error('it shares its data')
    await opened.begin({ size: 0, draining: false, disown: () => {} })
    for (const ends = Date.now() + 8000; reports.length === 0 && Date.now() < ends; ) await setTimeout(10)
    await opened.node.stop()
    expect(reports).to.deep.equal([
      'StoreError: Another server has this database: another/1/name. Several need a Redis: set REDIS_URL to the same for all of them.',
    ])
  })
})
