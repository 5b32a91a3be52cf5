import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import Database from 'libsql'
import type { SocDrawServer } from '../../server/server.ts'
import { openSqliteStore, type SqliteStoreOptions } from '../../server/stores/sqlite/open-sqlite-store.ts'
import { startTestServer } from '../../server/testing/start-test-server.ts'
import { CrashBot } from '../crash/crash-bot.ts'
import { judge } from '../crash/judge.ts'
import { ledger } from '../crash/ledger.ts'
import { waitFor } from './support/wait-for.ts'

describe('a disk that fails under load and cut connections', function () {
  this.timeout(60_000)

  let folder: string
  let server: SocDrawServer
  let bots: CrashBot[] = []
  let drawn = 0

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'soc-draw-disk-'))
  })

  afterEach(async () => {
    for (const bot of bots.splice(0)) bot.close()
    await server.stop()
    await rm(folder, { recursive: true })
  })

  async function start(options: Partial<SqliteStoreOptions>, port = 0): Promise<void> {
    const data = await openSqliteStore({
      folder,
      durability: 'power',
      randomName: () => `name-${++drawn}`,
      now: () => Date.now(),
      report: () => {},
      ...options,
    })
    server = await startTestServer(ledger, { data, port, limits: { rate: 100_000, burst: 100_000 } })
  }

  async function enterBots(): Promise<void> {
    const entering = Array.from({ length: 6 }, (_, index) =>
      CrashBot.enter(server.url, `bot-${index}`, `R:${(index % 2) + 1}`),
    )
    bots = await Promise.all(entering)
    for (const bot of bots) bot.start()
  }

  async function readiness(): Promise<{ ready: boolean; reason?: string }> {
    return (await fetch(`${server.url}/readyz`)).json() as Promise<{ ready: boolean; reason?: string }>
  }

  /** Waits until the server says of itself why it is not ready, or that it is: an empty reason. */
  async function waitUntil(holds: (reason: string) => boolean): Promise<void> {
    const begun = Date.now()
    for (;;) {
      const { reason = '' } = await readiness()
      if (holds(reason)) return
      if (Date.now() - begun > 20_000) throw new Error(`the server said last: ${reason}`)
    }
  }

  /** Cuts every connection, as a bad network does. */
  const cut = (): void => server.io.of('/ledger').sockets.forEach((socket) => void socket.conn.close())

  /** Lets the bots come to an end, and compares what they were told with what the log has. */
  async function settle(): Promise<void> {
    await Promise.all(bots.map((bot) => bot.finish()))
    const violations = bots.flatMap(({ name, wrong }) => wrong.map((what) => `${name} ${what}`))
    for (const roomId of ['R:1', 'R:2']) violations.push(...(await judge(server.url, roomId, bots)))
    expect(violations.slice(0, 20)).to.deep.equal([])
    expect(bots.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0)).to.be.greaterThan(200)
  }

  const count = (): number => bots.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0)

  it('[P3][P4] a file that somebody else has locked: nothing acknowledged is lost, and it goes on by itself', async () => {
    await start({ patience: 50 })
    await enterBots()
    const other = new Database(join(folder, 'soc-draw.db'), { timeout: 5000 })
    try {
      for (let time = 0; time < 3; time++) {
        const before = count()
        await waitFor(() => count() > before + 50, 'the bots were acknowledged', 10_000)
        other.exec('BEGIN IMMEDIATE')
        await waitUntil((reason) => reason.includes('nothing can be stored'))
        cut()
        other.exec('ROLLBACK')
        await waitUntil((reason) => reason === '')
      }
    } finally {
      other.close()
    }
    await settle()
    expect(await readiness()).to.deep.equal({ ready: true })
  })

  it('[P3][P4] a full disk: what was acknowledged is there, and the rest is done once there is space again', async () => {
    // About 600 KB.
    await start({ pragmas: ['max_page_count=150'] })
    const { port } = new URL(server.url)
    await enterBots()
    await waitUntil((reason) => reason.includes('full'))
    cut()
    const acknowledged = count()
    await server.stop()
    await start({}, Number(port))
    await waitFor(() => count() > acknowledged + 50, 'the bots go on', 20_000)
    await settle()
    expect(await readiness()).to.deep.equal({ ready: true })
  })
})
