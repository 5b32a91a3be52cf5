import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect } from 'chai'
import { backUp } from '../../../server/stores/sqlite/data-tools.ts'
import { compiledSources } from '../../support/compiled.ts'
import { openRoom, openStore, withStore } from './opened-store.ts'
import { temporaryFolder } from './temporary-folder.ts'

describe('the lock on a data folder', () => {
  const processes: ChildProcess[] = []

  before(async function () {
    this.timeout(60_000)
    await compiledSources()
  })

  after(() => {
    for (const process of processes) process.kill('SIGKILL')
  })

  /** Starts a process that has a store in a folder and has stored a commit of R:1. */
  async function holder(folder: string): Promise<ChildProcess> {
    const script = join(await compiledSources(), 'spec/stores/sqlite/hold-folder.js')
    const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'ignore', 'pipe'] })
    processes.push(child)
    const [text] = await once(child.stderr, 'data')
    expect(JSON.parse(String(text))).to.deep.equal({ ok: true })
    return child
  }

  it('keeps a second server of the same process out, until the first is closed', async () => {
    const folder = temporaryFolder()
    await withStore({ folder }, async () => {
      const error: unknown = await openStore({ folder }).catch((error: unknown) => error)
      expect(error).to.include({ name: 'StoreError', code: 'LOCKED' })
    })
    await withStore({ folder }, async () => {})
  })

  it('says who has it, lets backups through, and dies with its process; what was acknowledged is there', async () => {
    const folder = temporaryFolder()
    const child = await holder(folder)
    const error: unknown = await openStore({ folder }).catch((error: unknown) => error)
    expect(error).to.include({ name: 'StoreError', code: 'LOCKED' })
    expect(String(error))
      .to.include(`process ${child.pid} on `)
      .and.match(/since \d{4}-/)
    await backUp(folder, join(folder, 'copy.db'))
    child.kill('SIGKILL')
    await once(child, 'exit')
    await withStore({ folder }, async ({ log }) => expect((await openRoom(log, 'R:1')).version).to.equal(1))
  })

  it('is given back by a process that closes its store, and then ends by itself', async () => {
    const folder = temporaryFolder()
    const child = await holder(folder)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).to.deep.equal([0, null])
    await withStore({ folder }, async () => {})
  })
})
