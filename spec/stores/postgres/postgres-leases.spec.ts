import { once } from 'node:events'
import { expect } from 'chai'
import type { Pool, PoolClient } from 'pg'
import { LEASE_LENGTH, type NodeFacts } from '../../../server/rooms/log/leases.ts'
import { OwnedElsewhereError } from '../../../server/rooms/log/room-log.ts'
import { openPool } from '../../../server/stores/postgres/pool.ts'
import { LEASE_CONNECTIONS, LEASE_PATIENCE, PostgresLeases } from '../../../server/stores/postgres/postgres-leases.ts'
import { describeOnPostgres, postgresServer } from '../../support/postgres.ts'
import { type OpenedLog, openLog } from './opened-log.ts'
import { StallingProxy } from './stalling-proxy.ts'

const factsOf = (name: string): NodeFacts => ({ name, protocol: 1, draining: false, rooms: 0 })

describeOnPostgres('nodes’ leases in PostgreSQL', () => {
  let opened: OpenedLog
  let leases: PostgresLeases
  const pools: Pool[] = []
  const leasesAt = (url: string, patience = LEASE_PATIENCE): PostgresLeases => {
    const pool = openPool({ url, report: () => undefined, size: LEASE_CONNECTIONS, patience })
    pools.push(pool)
    return new PostgresLeases(pool)
  }
  before(async () => {
    opened = await openLog({ report: () => undefined })
    leases = leasesAt(opened.url)
  })
  after(async () => {
    await Promise.all(pools.map((pool) => pool.end()))
    await opened.close()
  })

  /** As if so much time had passed for all leases that there are. */
  const pass = async (ms: number): Promise<void> => {
    await opened.pool.query(`UPDATE nodes SET until = until - $1 * interval '1 millisecond'`, [ms])
  }
  /** Holds what it locks until `work` is done, and then commits. */
  async function whileLocked(lock: string, lease: number, work: (client: PoolClient) => Promise<void>): Promise<void> {
    const client = await opened.pool.connect()
    try {
      await client.query('BEGIN')
      await client.query(lock, [lease])
      await work(client)
    } finally {
      await client.query('COMMIT')
      client.release()
    }
  }

  /** Asked outside of the transaction that is waited for: within one the database says the same again and again. */
  const somebodyWaits = async (): Promise<void> => {
    for (;;) {
      const { rows } = await opened.pool.query(`SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`)
      if (rows.length > 0) return
    }
  }

  it('[P14] goes by the database’s clock alone, whatever a node’s own says', async () => {
    const { now } = Date
    let lease: number
    try {
      Date.now = () => now() + 120_000
      lease = await leases.take(factsOf('ahead'))
    } finally {
      Date.now = now
    }
    const left = `SELECT extract(epoch FROM until - clock_timestamp()) * 1000 AS left FROM nodes WHERE lease = $1`
    const { rows } = await opened.pool.query(left, [lease])
    expect(Number(rows[0].left)).to.be.within(LEASE_LENGTH - 2000, LEASE_LENGTH)
  })

  it('[P14] gives many who come at once from several processes a number each, rising with what was taken before', async () => {
    const processes = [leases, leasesAt(opened.url), leasesAt(opened.url)]
    const before = await leases.take(factsOf('before'))
    const taken = await Promise.all(
      processes.flatMap((one, at) => Array.from({ length: 20 }, (_, index) => one.take(factsOf(`${at}/${index}`)))),
    )
    expect(new Set(taken).size).to.equal(60)
    expect(Math.min(...taken)).to.be.greaterThan(before)
  })

  it('[P14] does not renew what another run has by the same number, in a database that was put back', async () => {
    const lease = await leases.take(factsOf('this run'))
    expect(await leases.renew(lease, factsOf('a run before'))).to.equal(false)
    expect(await leases.renew(lease, factsOf('this run'))).to.equal(true)
  })

  it('[P14] refuses a renewal in time whose row somebody has, and that is no loss', async () => {
    const lease = await leases.take(factsOf('held up'))
    await whileLocked('SELECT FROM nodes WHERE lease = $1 FOR SHARE', lease, async () => {
      const begun = performance.now()
      expect(await failureOf(leases.renew(lease, factsOf('held up')))).to.be.instanceOf(Error)
      expect(performance.now() - begun).to.be.below(LEASE_LENGTH)
    })
    await pass(-60_000)
    expect(await leases.renew(lease, factsOf('held up'))).to.equal(true)
  })

  it('[P14] does not bring a lease back that came to its end while its renewal waited for whoever takes its rooms', async () => {
    const patient = leasesAt(opened.url, 8000)
    const lease = await leases.take(factsOf('late'))
    await opened.pool.query(`UPDATE nodes SET until = clock_timestamp() + interval '0.3 s' WHERE lease = $1`, [lease])
    let renewed: Promise<boolean> | undefined
    await whileLocked('SELECT FROM nodes WHERE lease = $1 FOR SHARE', lease, async (client) => {
      renewed = patient.renew(lease, factsOf('late'))
      await somebodyWaits()
      await client.query(
        `SELECT pg_sleep(extract(epoch FROM until - clock_timestamp()) + 0.01) FROM nodes WHERE lease = $1`,
        [lease],
      )
    })
    expect(await renewed).to.equal(false)
  })

  it('[P14] leaves a room to an owner whose renewal is on its way, though its lease seems to be over', async () => {
    const [ann, bob] = [await leases.take(factsOf('ann')), await leases.take(factsOf('bob'))]
    await opened.log.open('on its way', { epoch: 'e', rules: 1, lease: ann })
    await opened.pool.query(`UPDATE nodes SET until = clock_timestamp() - interval '1 s' WHERE lease = $1`, [ann])
    let opening: Promise<unknown> | undefined
    const renew = `UPDATE nodes SET until = clock_timestamp() + interval '1 minute' WHERE lease = $1`
    await whileLocked(renew, ann, async () => {
      opening = failureOf(opened.log.open('on its way', { epoch: 'e', rules: 1, lease: bob }))
      for (let asked = 0; asked < 2; asked++) await once(opened.pool, 'release')
    })
    expect(await opening).to.be.instanceOf(OwnedElsewhereError)
  })

  it('[P14] goes on with the same lease after the database was started again, either way', async function () {
    if (process.env.TEST_DATABASE_URL) this.skip()
    for (const how of ['fast', 'immediate'] as const) {
      const lease = await leases.take(factsOf(how))
      await pass(-60_000)
      await (await postgresServer()).restart(how)
      let renewed: boolean | undefined
      for (const ends = Date.now() + 10_000; renewed === undefined; )
        renewed = await leases.renew(lease, factsOf(how)).catch((error: unknown) => {
          if (Date.now() > ends) throw error
          return undefined
        })
      expect(renewed, how).to.equal(true)
    }
  })

  it('[P14] rejects in time where nobody answers any more, and asks by another connection then', async () => {
    const proxy = await StallingProxy.to(opened.url)
    const cutOff = leasesAt(proxy.url)
    const lease = await cutOff.take(factsOf('cut off'))
    proxy.stalled = true
    const begun = performance.now()
    const failures = await Promise.all([1, 2].map(() => failureOf(cutOff.renew(lease, factsOf('cut off')))))
    for (const failure of failures) expect(failure).to.be.instanceOf(Error)
    expect(performance.now() - begun).to.be.within(LEASE_PATIENCE * 0.9, LEASE_LENGTH)
    proxy.stalled = false
    await pass(-60_000)
    expect(await cutOff.renew(lease, factsOf('cut off'))).to.equal(true)
    await proxy.close()
  })
})

function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  )
}
