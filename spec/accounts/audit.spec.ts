import { expect } from 'chai'
import { AUDIT_LIFETIME, createAudit } from '../../server/accounts/audit.ts'
import type { AuditLog, StoredAuditEntry } from '../../server/accounts/audit-log.ts'
import { MemoryAuditLog } from '../../server/stores/memory/memory-audit-log.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { refusalCode } from './rejection.ts'

const onError = (error: unknown) => {
  throw error
}
const users = { namesOf: async () => new Map([['root', 'Root']]) }
const identity = (...roles: 'administrator'[]) => ({
  user: { id: 'u', name: 'U', username: 'u', roles },
  sessionId: '',
})

describe('the audit log', () => {
  it('is read by administrators alone', async () => {
    const audit = createAudit({ log: new MemoryAuditLog(), users, clock: new FakeClock(), onError })
    expect(await refusalCode(audit.page(identity(), { limit: 1 }))).to.equal('FORBIDDEN')
    expect(await refusalCode(audit.all(identity(), {}).next())).to.equal('FORBIDDEN')
    expect((await audit.page(identity('administrator'), { limit: 1 })).entries).to.deep.equal([])
    audit.stop()
  })

  it('[P9] is exported a stretch at a time, as it is taken, without what comes meanwhile', async () => {
    const log = new MemoryAuditLog()
    for (let at = 0; at < 1200; at++) log.add({ at, by: 'root', what: 'user.disable', user: 'gone' })
    const asked: number[] = []
    const counted: AuditLog = {
      removeBefore: (...given) => log.removeBefore(...given),
      async entries(query): Promise<readonly StoredAuditEntry[]> {
        asked.push(query.limit)
        return log.entries(query)
      },
    }
    const audit = createAudit({ log: counted, users, clock: new FakeClock(), onError })
    const entries = audit.all(identity('administrator'), {})
    const first = (await entries.next()).value
    expect(first).to.include({ at: 1199, byName: 'Root', userName: undefined })
    log.add({ at: 9999, by: 'root', what: 'user.enable' })
    expect(asked).to.have.length(1)
    const ats = [first?.at]
    for await (const { at } of entries) ats.push(at)
    expect(ats).to.deep.equal(Array.from({ length: 1200 }, (_, at) => 1199 - at))
    expect(asked.length).to.equal(3)
    expect(Math.max(...asked)).to.be.at.most(500)
    audit.stop()
  })

  it('[P9] forgets what is older than 400 days, within the hour, and no more', async () => {
    const [log, clock] = [new MemoryAuditLog(), new FakeClock()]
    const start = clock.now()
    const audit = createAudit({ log, users, clock, onError })
    for (let n = 0; n < 2500; n++) log.add({ at: start - AUDIT_LIFETIME, by: 'root', what: 'old' })
    log.add({ at: start - AUDIT_LIFETIME + 2 * 60 * 60 * 1000, by: 'root', what: 'young' })
    clock.advance(60 * 60 * 1000)
    for (let n = 0; n < 20; n++) await new Promise(setImmediate)
    expect((await log.entries({ limit: 10 })).map(({ what }) => what)).to.deep.equal(['young'])
    audit.stop()
  })
})
