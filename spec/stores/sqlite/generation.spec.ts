import { copyFileSync, cpSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { backUp } from '../../../server/stores/sqlite/data-tools.ts'
import type { SqliteStoreOptions } from '../../../server/stores/sqlite/open-sqlite-store.ts'
import { copyOf, crashImage, withDatabase } from './crash-image.ts'
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

const FAULT = "CREATE TRIGGER fault BEFORE INSERT ON meta BEGIN SELECT RAISE(ABORT, 'the end'); END"

/** Ways of putting a copy of a whole folder back into its place. */
const WAYS_BACK: Readonly<Record<string, (copy: string, folder: string) => void>> = {
  'by its name': (copy, folder) => {
    rmSync(folder, { recursive: true })
    renameSync(copy, folder)
  },
  'as a copy of the copy': (copy, folder) => {
    rmSync(folder, { recursive: true })
    cpSync(copy, folder, { recursive: true })
  },
  'file by file over those that are there': (copy, folder) => {
    for (const name of readdirSync(copy)) copyFileSync(join(copy, name), join(folder, name))
  },
}

describe('the history’s name', () => {
  it('stays the same over stops, crashes and starts', async () => {
    const folder = temporaryFolder()
    let crashed = ''
    const epoch = await epochIn(folder, {}, async () => {
      crashed = await crashImage(folder)
    })
    expect(await epochIn(folder)).to.equal(epoch)
    expect(await epochIn(crashed)).to.equal(epoch)
    expect(await epochIn(crashed)).to.equal(epoch)
  })

  it('stays the same when the crash was before the plain file was put into its place', async () => {
    const folder = temporaryFolder()
    const epoch = await epochIn(folder)
    renameSync(generation(folder), `${generation(folder)}.part`)
    writeFileSync(generation(folder), 'the one before')
    withDatabase(folder, (connection) => connection.run(FAULT))
    for (let start = 0; start < 2; start++) expect(await epochIn(folder).catch(String)).to.include('the end')
    withDatabase(folder, (connection) => connection.run('DROP TRIGGER fault'))
    expect(await epochIn(folder)).to.equal(epoch)
    writeFileSync(`${generation(folder)}.part`, 'one that the database never heard of')
    expect(await epochIn(folder)).to.equal(epoch)
  })

  it('stays the same when a start ended between the two', async () => {
    const folder = temporaryFolder()
    const epoch = await epochIn(folder)
    withDatabase(folder, (connection) => connection.run(FAULT))
    for (let start = 0; start < 3; start++) expect(await epochIn(folder).catch(String)).to.include('the end')
    withDatabase(folder, (connection) => connection.run('DROP TRIGGER fault'))
    expect(await epochIn(folder)).to.equal(epoch)
  })

  it('is another one in a backup, though its generation were still the one that belongs here', async () => {
    const folder = temporaryFolder()
    let crashed = ''
    const epoch = await epochIn(folder, {}, async () => {
      await backUp(folder, join(folder, 'backup'))
      crashed = await crashImage(folder)
    })
    copyFileSync(join(folder, 'backup'), database(crashed))
    rmSync(`${database(crashed)}-wal`, { force: true })
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

  for (const [way, putBack] of Object.entries(WAYS_BACK)) {
    it(`is another one when a copy of the whole folder was put back ${way}`, async () => {
      const folder = temporaryFolder()
      const epoch = await epochIn(folder)
      const copies = [copyOf(folder), copyOf(folder)]
      expect(await epochIn(folder)).to.equal(epoch)
      const epochs = [epoch]
      for (const copy of copies) {
        putBack(copy, folder)
        epochs.push(await epochIn(folder))
        expect(await epochIn(folder)).to.equal(epochs.at(-1))
      }
      expect(new Set(epochs).size).to.equal(3)
    })
  }

  it('is another one in a copy that was made of a running server, though it was never started again', async () => {
    const folder = temporaryFolder()
    let [crashed, copy] = ['', '']
    const epoch = await epochIn(folder, {}, async () => {
      copy = copyOf(folder)
      crashed = await crashImage(folder)
    })
    rmSync(crashed, { recursive: true })
    renameSync(copy, crashed)
    expect(await epochIn(crashed)).to.not.equal(epoch)
  })

  it('stays the same in a folder that was moved', async () => {
    const folder = temporaryFolder()
    const epoch = await epochIn(folder)
    renameSync(folder, `${folder}-moved`)
    try {
      expect(await epochIn(`${folder}-moved`)).to.equal(epoch)
    } finally {
      renameSync(`${folder}-moved`, folder)
    }
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
      const epoch = await epochIn(folder, { durability }, async () => {
        crashed = await crashImage(folder)
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
