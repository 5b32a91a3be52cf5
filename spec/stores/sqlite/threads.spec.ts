import { Worker } from 'node:worker_threads'
import { expect } from 'chai'
import { Kysely } from 'kysely'
import type { Tables } from '../../../server/stores/sql/tables.ts'
import { workerDialect } from '../../../server/stores/sqlite/kysely-dialect.ts'
import { runQuery, type WriterApi } from '../../../server/stores/sqlite/writer-handlers.ts'
import { type Writer, WriterTurns } from '../../../server/stores/sqlite/writer-turns.ts'
import { WorkerClient } from '../../../server/stores/threads/worker-client.ts'
import { rejection } from '../../support/rejection.ts'
import { withDatabase } from './crash-image.ts'
import { withStore } from './opened-store.ts'
import { temporaryFolder } from './temporary-folder.ts'

type Api = { readonly wait: (_: null) => null }

describe('a thread’s client', () => {
  const thread = (code: string) =>
    new Worker(`const { parentPort } = require('worker_threads'); ${code}`, { eval: true })

  it('[P9] has so many requests under way at most, and refuses more in a way that says to come again', async () => {
    const silent = thread(`parentPort.on('message', ({ name }) => name ?? process.exit())`)
    const client = new WorkerClient<Api>(() => silent)
    const asked = Array.from({ length: 10_000 }, () => client.ask('wait', null).catch((error: unknown) => error))
    expect(await rejection(client.ask('wait', null))).to.include({ code: 'ROOM_BUSY', retryable: true })
    await silent.terminate()
    expect(new Set((await Promise.all(asked)).map(String))).to.deep.equal(
      new Set(['StoreError: The store’s thread has ended.']),
    )
  })

  it('rejects what is under way when the thread dies, says why, and starts it again', async () => {
    const codes = [
      `throw new Error('cannot begin')`,
      `parentPort.on('message', ({ id }) => parentPort.postMessage({ id, value: null }))`,
    ]
    const started: Worker[] = []
    const client = new WorkerClient<Api>(() => {
      const next = thread(codes[started.length] ?? '')
      started.push(next)
      return next
    })
    const error: unknown = await client.ask('wait', null).catch((error: unknown) => error)
    expect(error).to.include({ name: 'StoreError', code: 'UNUSABLE' })
    expect((error as Error).cause).to.include({ message: 'cannot begin' })
    expect(await client.ask('wait', null)).to.equal(null)
    await started[1]?.terminate()
  })

  it('asks nothing of a thread once it is closed, and starts none to close it', async () => {
    const client = new WorkerClient<Api>(() => {
      throw new Error('started')
    })
    await client.close()
    client.wake()
    expect(await client.ask('wait', null).catch(String)).to.equal('StoreError: The store was closed.')
  })

  it('may be started before it is asked, once', async () => {
    let started = 0
    const client = new WorkerClient<Api>(() => {
      started++
      return thread(
        `parentPort.on('message', ({ id, name }) => {
          parentPort.postMessage({ id, value: null })
          if (!name) parentPort.close()
        })`,
      )
    })
    client.wake()
    client.wake()
    expect(started).to.equal(1)
    expect(await client.ask('wait', null)).to.equal(null)
    expect(started).to.equal(1)
    await client.close()
  })
})

describe('turns at the writing thread', () => {
  /** A writer that notes what it is asked, in order. */
  function recording(): { readonly asked: string[]; readonly writer: Writer } {
    const asked: string[] = []
    const note = async (_: string, argument: unknown) => {
      asked.push(String(argument))
      return undefined
    }
    return { asked, writer: { ask: note as WorkerClient<WriterApi>['ask'] } }
  }

  it('[P5] give a transaction the thread for itself, and what came meanwhile goes on in order', async () => {
    const { asked, writer } = recording()
    const turns = new WriterTurns(writer)
    const first = await turns.take()
    const others = [turns.ask('run', 'a'), turns.ask('run', 'b')]
    const second = turns.take().then(async ({ writer, release }) => {
      await writer.ask('run', 'second')
      release()
    })
    others.push(turns.ask('run', 'c'))
    await first.writer.ask('run', 'first')
    first.release()
    await Promise.all([...others, second])
    expect(asked).to.deep.equal(['first', 'a', 'b', 'second', 'c'])
  })

  it('[P9] are waited for by so many at most', async () => {
    const turns = new WriterTurns(recording().writer)
    const { release } = await turns.take()
    const waiting = Array.from({ length: 10_000 }, () => turns.ask('run', ''))
    expect(await rejection(turns.ask('run', ''))).to.include({ code: 'ROOM_BUSY', retryable: true })
    release()
    await Promise.all(waiting)
  })

  it('are given back by a transaction that could not begin', async () => {
    const ask = async (_: string, argument: unknown) => {
      if (argument === 'BEGIN IMMEDIATE') throw new Error('locked')
      return undefined
    }
    const turns = new WriterTurns({ ask: ask as WorkerClient<WriterApi>['ask'] })
    const reply = async () => ({ rows: [], changed: 0 })
    const database = new Kysely<Tables>({ dialect: workerDialect({ ask: reply, turns }) })
    expect(
      await database
        .transaction()
        .execute(async () => 1)
        .catch(String),
    ).to.equal('Error: locked')
    await turns.ask('run', 'after it')
  })

  it('[P5] refuse the rest of a transaction whose thread was started anew', () => {
    withDatabase(temporaryFolder(), (connection) => {
      const query = { sql: 'SELECT 1 AS one', parameters: [], within: true }
      expect(() => runQuery(connection, query)).to.throw('the transaction was lost')
      connection.run('BEGIN')
      expect(runQuery(connection, query)).to.deep.equal({ rows: [{ one: 1 }], changed: 0 })
      connection.run('ROLLBACK')
    })
  })

  it('refuse a value that would end the process', () => {
    withDatabase(temporaryFolder(), (connection) => {
      const query = { sql: 'SELECT ?', within: false }
      for (const value of [true, undefined, { a: 1 }]) {
        expect(() => runQuery(connection, { ...query, parameters: [value] })).to.throw(TypeError)
      }
    })
  })

  it('[P5] leave nothing of a transaction that fails, and the thread to the others', async () => {
    const folder = temporaryFolder()
    await withStore({ folder }, async ({ accounts }) => {
      const user = { id: 'u', name: 'u', username: 'u', roles: [] }
      await accounts.addUser({ user, passwordHash: 'hash' })
      const times = { begunAt: 0, usedAt: 0, expiresAt: 1, endsAt: 1 }
      const session = (id: string) => ({ id, userId: 'u', tokenHash: id, ...times, address: '', browser: '' })
      await accounts.addSession(session('one'), 1)
      withDatabase(folder, (connection) =>
        connection.run("CREATE TRIGGER fault BEFORE DELETE ON sessions BEGIN SELECT RAISE(ABORT, 'no'); END"),
      )
      expect(await accounts.addSession(session('two'), 1).catch(String)).to.equal('SqliteError: no')
      expect(await accounts.findSession('two')).to.equal(undefined)
      withDatabase(folder, (connection) => connection.run('DROP TRIGGER fault'))
      expect(await accounts.addSession(session('two'), 1)).to.deep.equal(['one'])
    })
  })
})
