import { setTimeout } from 'node:timers/promises'
import { expect } from 'chai'
import type { Pool } from 'pg'
import type { Report } from '../../../server/rooms/ports.ts'
import { openPool } from '../../../server/stores/postgres/pool.ts'
import { isRefusal, withClient } from '../../../server/stores/postgres/with-client.ts'
import { describeOnPostgres, type PostgresServer, postgresServer } from '../../support/postgres.ts'
import { openLog, openRoom } from './opened-log.ts'
import { StallingProxy } from './stalling-proxy.ts'

describeOnPostgres('the pool of connections to PostgreSQL', () => {
  let server: PostgresServer
  let pool: Pool
  let url: string
  const reported: string[] = []
  const report: Report = (_, { doing }) => reported.push(String(doing))
  before(async () => {
    server = await postgresServer()
    url = await server.freshDatabase()
    pool = openPool({ url, report, patience: 1500 })
  })
  after(() => pool.end())

  async function killOthers(): Promise<void> {
    const other = openPool({ url, report })
    await other.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`)
    await other.end()
  }

  it('reads numbers of 64 bits as numbers, and refuses one that would be rounded', async () => {
    const { rows } = await pool.query(
      `SELECT 9007199254740991 AS most, count(*) AS one, sum(n::bigint) AS five, max(n::bigint) AS max, avg(n) AS half
        FROM (VALUES (5)) AS list(n)`,
    )
    expect(rows).to.deep.equal([{ most: Number.MAX_SAFE_INTEGER, one: 1, five: 5, max: 5, half: 5 }])
    expect(String(await rejectionOf(pool.query('SELECT 9007199254740993 AS more')))).to.contain('too large')
  })

  it('lets nothing wait for ever: for a statement, or for a lock', async () => {
    expect(await rejectionOf(pool.query('SELECT pg_sleep(30)'))).to.have.property('code', '57014')
    await pool.query('CREATE TABLE locked AS SELECT 1 AS n')
    await withClient(pool, async (client) => {
      await client.query('BEGIN')
      await client.query('SELECT n FROM locked FOR UPDATE')
      expect(await rejectionOf(pool.query('UPDATE locked SET n = 2'))).to.have.property('code', '55P03')
      await client.query('ROLLBACK')
    })
  })

  it('keeps a connection on which a statement was refused', async () => {
    const single = openPool({ url, report, size: 1 })
    const pid = async () => (await single.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid
    const before = await pid()
    const refusal = await rejectionOf(withClient(single, (client) => client.query('SELECT 1/0')))
    expect(isRefusal(refusal)).to.equal(true)
    expect(await pid()).to.equal(before)
    await single.end()
  })

  it('outlives connections that break while they are idle, and those that are lent out', async () => {
    await pool.query('SELECT 1')
    reported.length = 0
    const lost = await rejectionOf(
      withClient(pool, async (client) => {
        await killOthers()
        await setTimeout(20)
        await client.query('SELECT 1')
      }),
    )
    expect(isRefusal(lost)).to.equal(false)
    expect((await pool.query('SELECT 1 AS one')).rows).to.deep.equal([{ one: 1 }])
    reported.length = 0
    await killOthers()
    while (reported.length === 0) await setTimeout(5)
    expect(reported).to.deep.equal(['keeping a connection to the database'])
    expect((await pool.query('SELECT 1 AS one')).rows).to.deep.equal([{ one: 1 }])
  })

  it('makes what is stored durable also where the database’s default is otherwise', async () => {
    await pool.query(
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$`,
    )
    const fresh = openPool({ url, report })
    expect((await fresh.query('SHOW synchronous_commit')).rows).to.deep.equal([{ synchronous_commit: 'on' }])
    await fresh.end()
    // Behind a pooler the next transaction may be another session's: there it is said instead.
    const pooler = await StallingProxy.to(url)
    pooler.pools = true
    const pooled = openPool({ url: pooler.url, report })
    expect(String(await rejectionOf(pooled.query('SELECT 1')))).to.contain('synchronous_commit = on')
    await pooled.end()
    await pooler.close()
  })

  it('leaves nothing behind in a session that is a pooler’s, which the next transaction may not have', async () => {
    const remembered = `SELECT count(*) AS count FROM pg_prepared_statements`
    const direct = await openLog()
    const pooler = await StallingProxy.to(direct.url)
    pooler.pools = true
    const pooled = await openLog({ url: pooler.url })
    for (const { log } of [direct, pooled]) {
      const { term, version } = await openRoom(log, 'R:1')
      const nothing = { roomId: 'R:1', term, base: version, rules: 1, entries: [] }
      expect(await log.append([nothing])).to.deep.equal([{ ok: true }])
      await log.disown([{ roomId: 'R:1', term }])
    }
    expect((await direct.pool.query(remembered)).rows[0].count).to.be.greaterThan(0)
    expect((await pooled.pool.query(remembered)).rows).to.deep.equal([{ count: 0 }])
    await pooled.close()
    await pooler.close()
    await direct.close()
  })
})

function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  )
}
