import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { backUp } from '../../../server/stores/sqlite/data-tools.ts'
import type { SqliteStoreOptions } from '../../../server/stores/sqlite/open-sqlite-store.ts'
import { crashImage, withDatabase } from './crash-image.ts'
import { openRoom, withStore } from './opened-store.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Opens a folder's store and tells R:1's epoch; what `during` does, it does while the store is open. */
function epochIn(
  folder: string,
  given: Partial<SqliteStoreOptions> = {},
  during: () => unknown = () => {},
): Promise<string> {
  return withStore({ folder, ...given }, async ({ log }) => {
    const { epoch } = await openRoom(log, 'R:1')
    await during()
    return epoch
  })
}

const database = (folder: string) => join(folder, 'soc-draw.db')
const generation = (folder: string) => join(folder, 'soc-draw.generation')

function setBoot(folder: string): void {
  withDatabase(folder, (connection) => connection.run("UPDATE meta SET value = 'another run' WHERE name = 'boot'"))
}

describe('the history’s name', () => {
  it('stays the same over stops, crashes and starts', async () => {
    const folder = temporaryFolder()
    let crashed = ''
    const epoch = await epochIn(folder, {}, () => {
      crashed = crashImage(folder)
    })
    expect(await epochIn(folder)).to.equal(epoch)
    expect(await epochIn(crashed)).to.equal(epoch)
    expect(await epochIn(crashed)).to.equal(epoch)
  })

  it('stays the same when the crash was between the two records of a generation', async () => {
    const folder = temporaryFolder()
    const epoch = await epochIn(folder)
    const known = readFileSync(generation(folder), 'utf8')
    writeFileSync(generation(folder), `${known}\nthe next one`)
    expect(await epochIn(folder)).to.equal(epoch)
    writeFileSync(generation(folder), `the one before\n${readFileSync(generation(folder), 'utf8')}`)
    expect(await epochIn(folder)).to.equal(epoch)
  })

  it('stays the same when a start ended between the two', async () => {
    const folder = temporaryFolder()
    const epoch = await epochIn(folder)
    withDatabase(folder, (connection) =>
      connection.run("CREATE TRIGGER fault BEFORE INSERT ON meta BEGIN SELECT RAISE(ABORT, 'the end'); END"),
    )
    for (let start = 0; start < 3; start++) expect(await epochIn(folder).catch(String)).to.include('the end')
    withDatabase(folder, (connection) => connection.run('DROP TRIGGER fault'))
    expect(await epochIn(folder)).to.equal(epoch)
  })

  it('is another one in a backup, though its generation were still the one that belongs here', async () => {
    const folder = temporaryFolder()
    let crashed = ''
    const epoch = await epochIn(folder, {}, async () => {
      await backUp(folder, join(folder, 'backup'))
      crashed = crashImage(folder)
    })
    copyFileSync(join(folder, 'backup'), database(crashed))
    rmSync(`${database(crashed)}-wal`)
    expect(await epochIn(crashed)).to.not.equal(epoch)
  })

  it('is another one in a backup, from the first start on, and in every later restoration', async () => {
    const folder = temporaryFolder()
    const epoch = await epochIn(folder, {}, () => backUp(folder, join(folder, 'backup')))
    const restored: string[] = []
    for (const target of [folder, temporaryFolder()]) {
      rmSync(database(target), { force: true })
      copyFileSync(join(folder, 'backup'), database(target))
      const again = await epochIn(target)
      expect(await epochIn(target)).to.equal(again)
      restored.push(again)
    }
    expect(new Set([epoch, ...restored]).size).to.equal(3)
  })

  it('is another one when an earlier copy of the file was put back by hand', async () => {
    const folder = temporaryFolder()
    const epoch = await epochIn(folder)
    copyFileSync(database(folder), join(folder, 'by-hand'))
    expect(await epochIn(folder)).to.equal(epoch)
    copyFileSync(join(folder, 'by-hand'), database(folder))
    const renewed = await epochIn(folder)
    expect(renewed).to.not.equal(epoch)
    copyFileSync(join(folder, 'by-hand'), database(folder))
    expect(await epochIn(folder)).to.not.be.oneOf([epoch, renewed])
  })

  it('is another one when the file beside the database is missing', async () => {
    const folder = temporaryFolder()
    const epoch = await epochIn(folder)
    rmSync(generation(folder))
    expect(await epochIn(folder)).to.not.equal(epoch)
  })

  for (const { durability, stopped, renewed } of [
    { durability: 'process', stopped: false, renewed: true },
    { durability: 'process', stopped: true, renewed: false },
    { durability: 'power', stopped: false, renewed: false },
  ] as const) {
    const end = stopped ? 'was stopped' : 'ended with its machine'
    it(`${renewed ? 'is another one' : 'stays the same'} after a run with durability ${durability} that ${end}`, async () => {
      const folder = temporaryFolder()
      let crashed = ''
      const epoch = await epochIn(folder, { durability }, () => {
        crashed = crashImage(folder)
      })
      const image = stopped ? folder : crashed
      setBoot(image)
      const next = await epochIn(image)
      expect(next === epoch).to.equal(!renewed)
      expect(await epochIn(image)).to.equal(next)
    })
  }

  it('fits into what a client may name', async () => {
    const folder = temporaryFolder()
    await epochIn(folder)
    rmSync(generation(folder))
    const name = 'n'.repeat(22)
    await withStore({ folder, randomName: () => name }, async ({ log }) => {
      expect((await log.open('R:2', { epoch: name, rules: 1 })).epoch).to.have.length.within(23, 64)
    })
  })
})
