import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import Database from 'libsql'
import type { SocDrawServer } from '../../server/host/server.ts'
import { openSqliteStore, type SqliteStoreOptions } from '../../server/stores/sqlite/open-sqlite-store.ts'
import { startTestServer } from '../../server/testing/start-test-server.ts'
import { CrashBot } from '../crash/crash-bot.ts'
import { judge } from '../crash/judge.ts'
import { ledger } from '../crash/ledger.ts'
import { FaultyLog } from './support/faulty-log.ts'
import { waitFor } from './support/wait-for.ts'

describe('a disk that fails under load and cut connections', function () {
  this.timeout(60_000)

  let folder: string
  let server: SocDrawServer
  let bots: CrashBot[] = []
  let log: FaultyLog
  const early: string[] = []
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
    early.length = 0
    const store = await openSqliteStore({
      folder,
      durability: 'power',
      randomName: () => `name-${++drawn}`,
      now: () => Date.now(),
      report: () => {},
      ...options,
    })
    log = new FaultyLog(store.log)
    const data = { ...store, log }
    server = await startTestServer(ledger, { data, port, limits: { rate: 100_000, burst: 100_000 } })
  }

  async function enterBots(): Promise<void> {
    const entering = Array.from({ length: 6 }, (_, index) =>
      CrashBot.enter(server.url, `bot-${index}`, `R:${(index % 2) + 1}`),
    )
    bots = await Promise.all(entering)
    for (const { room } of bots) room.subscribe(() => look(room))
    for (const bot of bots) bot.start()
  }

  /** Nobody is shown what is not stored. */
  function look({ id, version }: CrashBot['room']): void {
    const stored = log.storedOf(id)
    if (version > stored) early.push(`${id} was shown at ${version} when ${stored} was stored`)
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

  /** Lets the bots do enough to be judged by and come to an end, and compares what they were told with what the log has. */
  async function settle(): Promise<void> {
    await waitFor(() => count() > 200, 'the bots were acknowledged often enough', 20_000)
    await Promise.all(bots.map((bot) => bot.finish()))
    expect(early.slice(0, 20)).to.deep.equal([])
    const violations = bots.flatMap(({ name, wrong }) => wrong.map((what) => `${name} ${what}`))
    for (const roomId of ['R:1', 'R:2']) violations.push(...(await judge(server.url, roomId, bots)))
    expect(violations.slice(0, 20)).to.deep.equal([])
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

  for (const fault of ['before', 'after'] as const) {
    it(`[P3][P4] a log that fails ${fault} writing: nothing acknowledged is lost or done twice, and it goes on by itself`, async () => {
      await start({})
      await enterBots()
      await waitFor(() => count() > 100, 'the bots were acknowledged', 10_000)
      log.fault = fault
      await waitUntil((reason) => reason === `nothing can be stored: the fault ${fault}`)
      const struck = log.struck
      cut()
      await waitFor(() => log.struck > struck + 3, 'the server has tried again and again', 10_000)
      log.fault = undefined
      await waitUntil((reason) => reason === '')
      await waitFor(() => count() > 250, 'the bots go on', 10_000)
      await settle()
      expect(await readiness()).to.deep.equal({ ready: true })
    })
  }

  it('[P3][P4] a log that takes two seconds: whoever waits is acknowledged by it, and nobody sooner', async () => {
    await start({})
    await enterBots()
    await waitFor(() => count() > 50, 'the bots were acknowledged', 10_000)
    log.fault = 'slow'
    await waitFor(() => log.struck > 0, 'an append is under way', 10_000)
    const begun = Date.now()
    cut()
    await waitFor(() => log.struck > 2, 'the appends after it', 15_000)
    expect(Date.now() - begun).to.be.greaterThan(1500)
    expect(await readiness(), 'slow is not broken').to.deep.equal({ ready: true })
    log.fault = undefined
    await waitFor(() => count() > 250, 'the bots go on', 10_000)
    await settle()
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
