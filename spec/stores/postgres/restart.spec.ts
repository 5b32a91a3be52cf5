import { setTimeout } from 'node:timers/promises'
import { expect } from 'chai'
import type { RoomLog } from '../../../server/rooms/log/room-log.ts'
import { describeOnPostgres, postgresServer } from '../../support/postgres.ts'
import { type OpenedLog, openLog } from './opened-log.ts'

/** A room's one owner, which sends each entry until it is acknowledged, or found in the log. */
class Writer {
  readonly acknowledged: number[] = []
  failures = 0
  readonly #log: RoomLog
  readonly roomId: string

  constructor(log: RoomLog, roomId: string) {
    this.#log = log
    this.roomId = roomId
  }

  async run(isOver: () => boolean): Promise<void> {
    let room = await this.#open(isOver)
    while (!isOver()) {
      const next = room.version + 1
      if (await this.#store(room, next)) {
        this.acknowledged.push(next)
        room = { term: room.term, version: next }
      } else {
        this.failures++
        room = await this.#open(isOver)
      }
    }
  }

  async #store({ term, version: base }: { term: number; version: number }, version: number): Promise<boolean> {
    const user = { id: 'user:1', name: 'Ada' }
    const action = { kind: 'action', user, name: 'say', payload: `${version}`, kept: true } as const
    const commit = { ...action, version, at: version, patches: '[]' }
    const append = { roomId: this.roomId, term, base, rules: 1, entries: [{ commit }] }
    const outcomes = await this.#log.append([append]).catch(() => [])
    return outcomes[0]?.ok === true
  }

  /** Tries until the database is there again. */
  async #open(isOver: () => boolean): Promise<{ term: number; version: number }> {
    for (;;) {
      try {
        return await this.#log.open(this.roomId, { epoch: 'epoch', rules: 1 })
      } catch (error) {
        if (isOver()) throw error
        await setTimeout(20)
      }
    }
  }
}

describeOnPostgres('the room log while PostgreSQL is started again', () => {
  let opened: OpenedLog
  before(async function () {
    // A server that was given to the specs is not theirs to stop.
    if (process.env.TEST_DATABASE_URL) this.skip()
    opened = await openLog({ report: () => undefined })
  })
  after(() => opened?.close())

  for (const how of ['fast', 'immediate'] as const) {
    it(`[P3] holds every entry that was acknowledged once and in order, after a ${how} one under load`, async () => {
      const server = await postgresServer()
      const writers = Array.from({ length: 20 }, (_, index) => new Writer(opened.log, `${how}:${index}`))
      let over = false
      const running = writers.map((writer) => writer.run(() => over))
      const acknowledged = () => writers.map((writer) => writer.acknowledged.length)
      const goesOn = async () => {
        const before = acknowledged()
        const ends = Date.now() + 20_000
        while (!acknowledged().every((count, index) => count > (before[index] ?? 0) + 2)) {
          if (Date.now() > ends) throw new Error(`it does not go on: ${acknowledged()}`)
          await setTimeout(10)
        }
      }
      try {
        await goesOn()
        await server.restart(how)
        await goesOn()
      } finally {
        over = true
        await Promise.all(running)
      }
      expect(writers.some(({ failures }) => failures > 0)).to.equal(true)
      for (const { roomId, acknowledged } of writers) {
        const all = { names: ['say'], before: Number.MAX_SAFE_INTEGER, limit: 1_000_000 }
        const stored = (await opened.log.history(roomId, all)).map(({ payload }) => Number(payload)).reverse()
        expect(stored).to.deep.equal(stored.map((_, index) => index + 1))
        expect(acknowledged.filter((version) => version > stored.length)).to.deep.equal([])
        expect(new Set(acknowledged).size).to.equal(acknowledged.length)
      }
    })
  }
})
