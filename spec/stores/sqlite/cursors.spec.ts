import { expect } from 'chai'
import { KEPT_FOR, type StoredAnswer } from '../../../server/rooms/log/room-log.ts'
import { type CursorKey, CursorWriter } from '../../../server/stores/sqlite/cursor-writer.ts'
import type { SqliteStore } from '../../../server/stores/sqlite/open-sqlite-store.ts'
import { copyOf, withDatabase } from './crash-image.ts'
import { openRoom, openStore } from './opened-store.ts'
import { temporaryFolder } from './temporary-folder.ts'

describe('clients’ standings on disk', () => {
  const folder = temporaryFolder()
  let now = 1_000_000_000_000
  let store: SqliteStore
  before(async () => {
    store = await openStore({ folder, now: () => now })
  })
  after(() => store.close())

  async function append(roomId: string, answers: readonly StoredAnswer[]): Promise<void> {
    const { term } = await openRoom(store.log, roomId)
    const entries = answers.map((answer) => ({ answer }))
    expect(await store.log.append([{ roomId, term, base: 0, rules: 1, entries }])).to.deep.equal([{ ok: true }])
  }
  const answer = (client: string, seq: number, confirmed: number, at = now): StoredAnswer => {
    return { user: 'user:1', client, seq, digest: 'd', answer: { ok: true, version: seq }, confirmed, at }
  }
  const clientsOf = async (roomId: string) => (await openRoom(store.log, roomId)).answers.map(({ client }) => client)

  it('[P9] stay as small as what is not confirmed, however long a client goes on', async () => {
    for (let batch = 0; batch < 50; batch++) {
      const seqs = Array.from({ length: 10 }, (_, index) => batch * 10 + index + 1)
      await append(
        'R:1',
        seqs.map((seq) => answer('pipelined', seq, Math.max(0, seq - 15))),
      )
    }
    const { answers } = await openRoom(store.log, 'R:1')
    expect(answers.map(({ seq }) => seq)).to.deep.equal(Array.from({ length: 15 }, (_, index) => 486 + index))
    const [row] = withDatabase(folder, (connection) =>
      connection.prepare<{ answers: string }>('SELECT answers FROM cursors').all(),
    )
    expect(row?.answers.trim().split('\n')).to.have.length(15)
  })

  it('[P4] are kept as long as they must be, and forgotten when they were not used for twice as long', async () => {
    await append('R:2', [answer('gone', 1, 0), answer('there', 1, 0)])
    now += KEPT_FOR + 1000
    await append('R:2', [answer('there', 2, 0)])
    await store.sweep()
    expect(await clientsOf('R:2')).to.include('gone')
    now += KEPT_FOR
    await store.sweep()
    expect(await clientsOf('R:2')).to.deep.equal(['there', 'there'])
  })

  it('[P4] are kept when they were used between being found and being forgotten', async () => {
    const image = copyOf(folder)
    const found = withDatabase(image, (connection) => {
      const keys = connection.prepare<CursorKey>('SELECT room, user, client FROM cursors').all()
      connection.run(`UPDATE cursors SET used_at = ${now}`)
      new CursorWriter(connection).forget(keys, now)
      return [keys.length, connection.prepare('SELECT room FROM cursors').all().length]
    })
    expect(found[0]).to.be.greaterThan(0)
    expect(found[1]).to.equal(found[0])
  })

  it('[P9] are forgotten in slices, all of them', async () => {
    const clients = Array.from({ length: 1203 }, (_, index) => `client ${index}`)
    await append(
      'R:3',
      clients.map((client) => answer(client, 1, 0)),
    )
    await append('R:4', [answer('another room’s', 1, 0, now + 1000)])
    now += 2 * KEPT_FOR + 1
    await store.sweep()
    expect(await clientsOf('R:3')).to.deep.equal([])
    expect(await clientsOf('R:4')).to.deep.equal(['another room’s'])
  })
})
