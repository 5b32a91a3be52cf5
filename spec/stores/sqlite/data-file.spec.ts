import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { openConnection } from '../../../server/stores/sqlite/connection.ts'
import { StoreError } from '../../../server/stores/store-error.ts'
import { comparable, RoomModel } from '../../../server/testing/suites/room-model.ts'
import { copyOf, withDatabase } from './crash-image.ts'
import { openRoom, openStore, withStore } from './opened-store.ts'
import { temporaryFolder } from './temporary-folder.ts'

describe('the data file', () => {
  const used = temporaryFolder()
  const room = new RoomModel('R:1')

  before(async () => {
    await withStore({ folder: used }, async ({ log }) => {
      const { term } = await openRoom(log, room.roomId)
      const texts = Array.from({ length: 200 }, (_, index) => `${index}`.repeat(100))
      await log.append([
        room.append(
          term,
          texts.map((text) => ({ kind: 'say', text })),
        ),
      ])
    })
  })

  /** Opens a folder that can't be used; its database must stay as it is, byte for byte. */
  async function refusal(folder: string): Promise<StoreError> {
    const file = join(folder, 'soc-draw.db')
    const before = readFileSync(file)
    const error: unknown = await openStore({ folder }).then(
      (store) => store.close(),
      (error: unknown) => error,
    )
    expect(readFileSync(file).equals(before), 'the file is as it was').to.equal(true)
    expect(error).to.be.instanceOf(StoreError)
    expect((error as StoreError).message).to.include(file)
    return error as StoreError
  }

  function folderWith(content: string | Uint8Array): string {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'soc-draw.db'), content)
    return folder
  }

  it('is made in a folder that nobody else can read, with the folder', async () => {
    const folder = join(temporaryFolder(), 'deep', 'data')
    await withStore({ folder }, async () => {})
    expect(statSync(folder).mode & 0o777).to.equal(0o700)
    expect(readdirSync(folder)).to.include.members(['soc-draw.db', 'soc-draw.generation'])
  })

  it('holds all in itself once its server has stopped', async () => {
    const copy = folderWith(readFileSync(join(used, 'soc-draw.db')))
    await withStore({ folder: copy }, async ({ log }) => {
      expect(comparable(await openRoom(log, room.roomId))).to.deep.equal(room.expected)
    })
  })

  it('that is no database is refused and left as it is', async () => {
    expect((await refusal(folderWith('This is a text.'.repeat(1000)))).code).to.equal('CORRUPTED')
    expect((await refusal(folderWith('x'))).code).to.equal('CORRUPTED')
  })

  it('that was cut off is refused and left as it is', async () => {
    const whole = readFileSync(join(used, 'soc-draw.db'))
    for (const length of [100, 5000, whole.length / 2, whole.length - 4096]) {
      expect((await refusal(folderWith(whole.subarray(0, length)))).code, `${length} bytes`).to.equal('CORRUPTED')
    }
  })

  it('that lost its content is told from one that never had any', async () => {
    const emptied = copyOf(used)
    writeFileSync(join(emptied, 'soc-draw.db'), '')
    expect((await refusal(emptied)).code).to.equal('CORRUPTED')
    await withStore({ folder: folderWith('') }, async () => {})
  })

  it('that was damaged in the middle is refused and left as it is', async () => {
    const damaged = readFileSync(join(used, 'soc-draw.db'))
    // The commits alone, not what is read at a start.
    const leaf = damaged.indexOf('77'.repeat(50))
    expect(leaf).to.be.greaterThan(4096)
    const page = leaf - (leaf % 4096)
    damaged.fill(0xa5, page, page + 200)
    expect((await refusal(folderWith(damaged))).code).to.equal('CORRUPTED')
  })

  it('of another program is refused and left as it is', async () => {
    const unmarked = temporaryFolder()
    withDatabase(unmarked, (connection) => connection.run('CREATE TABLE theirs (a)'))
    expect((await refusal(unmarked)).code).to.equal('FOREIGN')
    const marked = temporaryFolder()
    withDatabase(marked, (connection) => connection.run('PRAGMA application_id = 77; CREATE TABLE theirs (a)'))
    expect((await refusal(marked)).code).to.equal('FOREIGN')
  })

  it('of a newer soc-draw is refused and left as it is', async () => {
    const newer = copyOf(used)
    withDatabase(newer, (connection) =>
      connection.run(
        "INSERT INTO migrations (name, timestamp) VALUES ('9999-dreams', '2100'); PRAGMA wal_checkpoint(TRUNCATE)",
      ),
    )
    const { code, message } = await refusal(newer)
    expect(code).to.equal('NEWER')
    expect(message).to.include('9999-dreams')
  })

  it('that another program has locked is refused and left as it is', async () => {
    const folder = copyOf(used)
    const other = openConnection(join(folder, 'soc-draw.db'))
    other.run('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
    try {
      const error: unknown = await openStore({ folder, patience: 50 }).catch((error: unknown) => error)
      expect(error).to.include({ name: 'StoreError', code: 'LOCKED' })
    } finally {
      other.run('ROLLBACK')
      other.close()
    }
  })

  it('is migrated wholly or not at all, and again only by what is missing', async () => {
    const folder = temporaryFolder()
    // Another program's table of the same name: the second migration fails.
    withDatabase(folder, (connection) =>
      connection.run('PRAGMA application_id = 0x50cd4a3; CREATE TABLE rooms (theirs)'),
    )
    const error: unknown = await openStore({ folder }).catch((error: unknown) => error)
    expect(error).to.include({ name: 'StoreError', code: 'UNUSABLE' })
    withDatabase(folder, (connection) => {
      const tables = connection.prepare<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").all()
      expect(tables.map(({ name }) => name)).to.not.include.members(['users'])
      connection.run('DROP TABLE rooms')
    })
    await withStore({ folder }, async ({ rooms }) =>
      rooms.ensure([{ id: 'R:1', name: 'One', application: 'chat' }], 'host'),
    )
    await withStore({ folder }, async ({ rooms }) => expect(await rooms.find('R:1')).to.not.equal(undefined))
  })

  it('that can’t be made is said with its path', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    const error: unknown = await openStore({ folder: join(folder, 'file', 'data') }).catch((error: unknown) => error)
    expect(error).to.include({ name: 'StoreError', code: 'UNUSABLE' })
    expect((error as StoreError).message).to.include(folder)
    expect(existsSync(join(folder, 'file', 'data'))).to.equal(false)
  })
})
