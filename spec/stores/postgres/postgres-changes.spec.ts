import { expect } from 'chai'
import type { ChangeWatch } from '../../../server/rooms/log/changes.ts'
import { openPool } from '../../../server/stores/postgres/pool.ts'
import { PostgresChanges } from '../../../server/stores/postgres/postgres-changes.ts'
import type { Store } from '../../../server/stores/store.ts'
import { credentials } from '../../../server/testing/suites/account-store-suite.ts'
import { describeOnPostgres, postgresServer, withConnection } from '../../support/postgres.ts'
import { openStore } from './opened-store.ts'

describeOnPostgres('changes in PostgreSQL', () => {
  describe('with others at the same time', () => {
    let url: string
    let store: Store
    let watch: ChangeWatch
    const pool = () =>
      openPool({
        url,
        report: (error) => {
          throw error
        },
      })
    before(async () => {
      url = await (await postgresServer()).freshDatabase()
      store = await openStore({ url })
    })
    after(() => store.close())
    beforeEach(async () => {
      const watching = await store.changes?.watch()
      if (!watching) throw new Error('it tells nothing of changes')
      watch = watching
    })
    const seen = async () =>
      (await watch.look()).changes.map((change) => (change.kind === 'room' ? change.room : change.kind))
    const room = (id: string) => ({ id, name: 'Ours', application: 'told', revision: 1 })

    it('[P10] misses nothing of a transaction that began first and commits last, and tells none twice', async () => {
      const sets = (
        id: string,
      ) => `INSERT INTO rooms (id, name, application, public, hosted, archived, revision, made_at, words)
        VALUES ('${id}', 'Late', 'told', 1, 0, 0, 1, 1, ' late')`
      await withConnection(url, async (late) => {
        await late.query('BEGIN')
        await late.query(sets('late'))
        await store.rooms.ensure([room('early')], 'people')
        expect(await seen()).to.deep.equal(['early'])
        expect(await seen()).to.deep.equal([])
        await withConnection(url, async (never) => {
          await never.query('BEGIN')
          await never.query(sets('never'))
          await store.rooms.ensure([room('later')], 'people')
          expect(await seen()).to.deep.equal(['later'])
          await never.query('ROLLBACK')
        })
        await late.query('COMMIT')
      })
      expect(await seen()).to.deep.equal(['late'])
      expect(await seen()).to.deep.equal([])
    })

    it('[P10] sees all of many who write at once, each once, however looks fall between them', async () => {
      const ids = Array.from({ length: 60 }, (_, index) => `crowd${index}`)
      let writing = true
      const writers = Promise.all(
        [0, 1, 2].map(async (writer) => {
          for (const id of ids.filter((_, index) => index % 3 === writer))
            await store.rooms.ensure([room(id)], 'people')
        }),
      ).finally(() => {
        writing = false
      })
      const told: string[] = []
      while (writing) told.push(...(await seen()))
      await writers
      told.push(...(await seen()))
      expect(told).to.have.length(ids.length)
      expect(told).to.have.members(ids)
    })

    it('tells of very many sessions that end at once by one word, and of nothing else that it were another', async () => {
      const times = { begunAt: 1, usedAt: 1, expiresAt: 50, endsAt: 100 }
      await store.accounts.addUser(credentials('much-signed-in'))
      const user = { userId: 'id:much-signed-in', address: '', browser: '' }
      for (let count = 0; count < 120; count++)
        await store.accounts.addSession({ id: `s${count}`, tokenHash: `h${count}`, ...user, ...times }, 200)
      await seen()
      await store.accounts.removeExpiredSessions(60)
      expect(await watch.look()).to.deep.equal({ changes: [{ kind: 'sessions' }], missed: false })
    })

    it('forgets changes after a while; who has not looked for long is told that it missed some', async () => {
      await store.rooms.ensure([room('old')], 'people')
      const old = pool()
      const changes = new PostgresChanges(old)
      try {
        const count = async () => (await old.query<{ count: number }>('SELECT count(*) FROM changes')).rows[0]?.count
        await changes.sweep()
        expect(await count()).to.be.greaterThan(0)
        // More than go by one statement.
        await old.query(`INSERT INTO changes (kind, subject) SELECT 'knocks', 'old' FROM generate_series(1, 10000)`)
        await old.query(`UPDATE changes SET at = at - interval '11 minutes'`)
        await changes.sweep()
        expect(await count()).to.equal(0)
      } finally {
        await old.end()
      }
      await seen()
    })
  })
})
