import { createServer as createListener, type Server as Listener } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { expect } from 'chai'
import pg from 'pg'
import { databaseErrorOf, mayCome } from '../../../server/stores/postgres/database-error.ts'
import { openPool } from '../../../server/stores/postgres/pool.ts'
import { unusableBecause } from '../../../server/stores/postgres/prepare-database.ts'
import { Reachability } from '../../../server/stores/postgres/reachability.ts'
import { StoreError } from '../../../server/stores/store-error.ts'
import { describeOnPostgres, postgresServer, withConnection } from '../../support/postgres.ts'
import { openStore } from './opened-store.ts'

/** What somebody who opens it is told. */
async function refusal(url: string, reachedWithin = 300): Promise<StoreError> {
  const opened = await openStore({ url, reachedWithin }).catch((error: unknown) => error)
  if (!(opened instanceof StoreError)) throw new Error('it was opened', { cause: opened })
  return opened
}

const changed = (url: string, to: Partial<URL>) => Object.assign(new URL(url), to).href

describeOnPostgres('a database that a store is opened in', () => {
  const fresh = async () => (await postgresServer()).freshDatabase()

  it('is made ready by one of three who come at once, and serves them all', async () => {
    const url = await fresh()
    const stores = await Promise.all([1, 2, 3].map(() => openStore({ url })))
    const rooms = stores.map((store, index) =>
      store.rooms.make({ id: `R:${index}`, name: 'Room', application: 'a', owner: 'ada' }, 2),
    )
    expect((await Promise.all(rooms)).filter(Boolean)).to.have.length(2)
    await Promise.all(stores.map((store) => store.close()))
  })

  it('of a newer soc-draw is refused, and left as it is', async () => {
    const url = await fresh()
    await (await openStore({ url })).close()
    const names = () =>
      withConnection(
        url,
        async (client) => (await client.query('SELECT name FROM soc_draw_migrations ORDER BY 1')).rows,
      )
    await withConnection(url, async (client) => {
      await client.query(`INSERT INTO soc_draw_migrations VALUES ('9999-later', now())`)
    })
    const before = await names()
    const { code, message } = await refusal(url)
    expect([code, message]).to.deep.equal([
      'NEWER',
      message.includes('9999-later is unknown') ? message : 'words for whoever runs it',
    ])
    expect(await names()).to.deep.equal(before)
  })

  it('that another program has is refused, and left as it is', async () => {
    const url = await fresh()
    await withConnection(url, async (client) => void (await client.query('CREATE TABLE users (name text)')))
    expect((await refusal(url)).message).to.include('another program’s')
    const tables = await withConnection(url, async (client) =>
      (await client.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).rows.map(
        ({ tablename }) => tablename,
      ),
    )
    expect(tables.filter((name) => !name.startsWith('soc_draw_'))).to.deep.equal(['users'])
  })

  it('that is not there, or does not answer, is told in words, without its password', async () => {
    const url = await fresh()
    expect((await refusal(changed(url, { pathname: '/none' }))).message).to.include('there is no such database')
    const away = 'postgres://ada:secret@127.0.0.1:1/room'
    const { message, code } = await refusal(away)
    expect([code, message]).to.deep.equal(['UNUSABLE', 'postgres://ada@127.0.0.1:1/room: nothing listens there.'])
  })

  it('that takes a connection and says nothing is given up in time', async () => {
    const silent: Listener = createListener(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const address = silent.address()
    const port = typeof address === 'object' ? address?.port : 0
    const begun = Date.now()
    const { message } = await refusal(`postgres://ada@127.0.0.1:${port}/room`)
    expect(message).to.include('nobody answers there')
    expect(Date.now() - begun).to.be.below(5000)
    silent.close()
  })

  it('in which its user may make nothing is told so; one who owns it needs no other right', async function () {
    if (process.env.TEST_DATABASE_URL) this.skip()
    const url = await fresh()
    const name = `soc_draw_owner_${process.pid}`
    const asked = (sql: string) => withConnection(url, async (client) => void (await client.query(sql)))
    await asked(`CREATE ROLE ${name} LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC`)
    const theirs = changed(url, { username: name })
    expect((await refusal(theirs)).message).to.include('may not do what is needed')
    await asked(`ALTER SCHEMA public OWNER TO ${name}`)
    await (await openStore({ url: theirs })).close()
    await asked(`ALTER SCHEMA public OWNER TO postgres; DROP OWNED BY ${name} CASCADE; DROP ROLE ${name}`)
  })

  it('whose password is wrong is told so, and not asked again', () => {
    const wrong = Object.assign(new pg.DatabaseError('no', 2, 'error'), { code: '28P01' })
    expect(mayCome(wrong)).to.equal(false)
    const { message } = databaseErrorOf(wrong, 'postgres://ada:secret@db.example.org:5433/room')
    expect(message).to.equal('postgres://ada@db.example.org:5433/room: the password is wrong.')
  })

  it('that is too old, keeps texts otherwise, or can’t be written to, is told apart', () => {
    const server = { version: 150_018, name: '15.18', encoding: 'UTF8', reads_only: false }
    expect(unusableBecause(server)).to.equal(undefined)
    expect(unusableBecause({ ...server, version: 120_022, name: '12.22' })).to.include('PostgreSQL 12.22')
    expect(unusableBecause({ ...server, encoding: 'LATIN1' })).to.include('LATIN1')
    expect(unusableBecause({ ...server, reads_only: true })).to.include('standby')
  })

  it('that was put back has another history, and the same one as long as it was not', async () => {
    const url = await fresh()
    const epochIn = async () => {
      const store = await openStore({ url })
      const { epoch } = await store.log.open('R:1', { epoch: 'e', rules: 1 })
      await store.close()
      return epoch
    }
    expect([await epochIn(), await epochIn()]).to.deep.equal(['e', 'e'])
    await withConnection(url, async (client) => {
      await client.query("UPDATE meta SET value = 'another' WHERE name = 'database'")
    })
    const renewed = await epochIn()
    expect(renewed).to.match(/^e\..+/)
    expect(await epochIn()).to.equal(renewed)
  })

  it('is said to be lost where nothing answers', async () => {
    const url = 'postgres://ada:secret@127.0.0.1:1/room'
    const pool = openPool({ url, report: () => undefined })
    const reachability = new Reachability(pool, url, () => Date.now())
    const lost = 'postgres://ada@127.0.0.1:1/room: nothing listens there.'
    expect([await reachability.check(false), await reachability.check(true)]).to.deep.equal([lost, lost])
    await pool.end()
  })

  it('is there again for whoever had it open, when it was started again', async function () {
    if (process.env.TEST_DATABASE_URL) this.skip()
    const reported: unknown[] = []
    const store = await openStore({ report: (error) => void reported.push(error) })
    await (await postgresServer()).restart('immediate')
    const later = Date.now() + 10_000
    while ((await store.check?.(true)) !== undefined && Date.now() < later) await setTimeout(100)
    expect(await store.check?.(true)).to.equal(undefined)
    expect(await store.rooms.find('R:1')).to.equal(undefined)
    await store.close()
  })
})
