import { expect } from 'chai'
import { BEAT, Committer, type LogWriter } from '../../../server/rooms/log/committer.ts'
import type { AppendOutcome, RoomAppend, RoomLog } from '../../../server/rooms/log/room-log.ts'
import { FakeClock } from '../../../server/testing/fake-clock.ts'

/** A log that takes `latency` milliseconds for each batch, and fails where it is told to. */
class SlowLog implements Pick<RoomLog, 'append'> {
  readonly batches: { readonly at: number; readonly rooms: readonly string[]; readonly entries: number }[] = []
  readonly #clock: FakeClock
  latency = 0
  failing = new Set<string>()

  constructor(clock: FakeClock) {
    this.#clock = clock
  }

  async append(batch: readonly RoomAppend[]): Promise<readonly AppendOutcome[]> {
    const entries = batch.reduce((sum, append) => sum + append.entries.length, 0)
    this.batches.push({ at: this.#clock.now(), rooms: batch.map(({ roomId }) => roomId), entries })
    if (this.latency > 0) await new Promise<void>((done) => this.#clock.setTimer(this.latency, done))
    return batch.map(({ roomId }) => (this.failing.has(roomId) ? { ok: false, reason: 'failed' } : { ok: true }))
  }
}

class Writer implements LogWriter {
  readonly term = 1
  readonly rules = 1
  readonly roomId: string
  readonly patience: number
  added = 0
  told = 0
  lost = 0

  constructor(roomId: string, patience = BEAT) {
    this.roomId = roomId
    this.patience = patience
  }

  stored(count: number): void {
    this.told += count
  }

  notStored(): void {
    this.lost = this.added - this.told
  }
}

function start() {
  const clock = new FakeClock()
  const log = new SlowLog(clock)
  const began = clock.now()
  const committer = new Committer({ log: log as unknown as RoomLog, clock, report: () => {} })
  const add = (writer: Writer, count = 1): void => {
    for (let entry = 0; entry < count; entry++) committer.add(writer, writer.added++, {})
  }
  /** When each batch began, from the start. */
  const times = (): number[] => log.batches.map(({ at }) => at - began)
  return { clock, log, committer, add, times }
}

describe('the log’s beat', () => {
  it('[P3] takes the first after quiet at once, and what arrives within an interval together at its end', async () => {
    const { clock, log, add, times } = start()
    const rooms = Array.from({ length: 5 }, (_, index) => new Writer(`R:${index}`))
    add(rooms[0] as Writer)
    await clock.pass(1)
    for (const room of rooms) {
      add(room)
      await clock.pass(2)
    }
    await clock.pass(100)
    expect(times()).to.deep.equal([0, BEAT])
    expect(log.batches[1]?.rooms, 'all rooms share it, none is forgotten').to.deep.equal(
      rooms.map(({ roomId }) => roomId),
    )
    for (const room of rooms) expect(room.told).to.equal(room.added)
    add(rooms[0] as Writer)
    await clock.settle()
    expect(times().at(-1), 'quiet again').to.equal(111)
    expect(clock.timers).to.equal(0)
  })

  it('counts from a batch’s beginning: a log slower than the beat makes batches larger, not the wait longer', async () => {
    const { clock, log, add, times } = start()
    const room = new Writer('R:1')
    log.latency = 10
    for (let ms = 0; ms < 40; ms++) {
      add(room)
      await clock.pass(1)
    }
    expect(times()).to.deep.equal([0, 16, 32])
    await clock.pass(100)
    log.latency = 50
    for (let ms = 0; ms < 120; ms++) {
      add(room)
      await clock.pass(1)
    }
    await clock.pass(100)
    const [first = 0, ...later] = times().slice(4)
    expect(later.slice(0, 2).map((at) => at - first)).to.deep.equal([50, 100])
    expect(room.told).to.equal(room.added)
  })

  it('does not hold back a full batch, nor what a room wants sooner, nor what is left of a batch that was too full', async () => {
    const { clock, log, add, times } = start()
    const [calm, hasty] = [new Writer('R:1'), new Writer('R:2', 5)]
    add(calm)
    await clock.pass(2)
    add(calm, 300)
    add(hasty, 300)
    await clock.pass(0)
    expect(log.batches.map(({ rooms }) => rooms)).to.deep.equal([['R:1'], ['R:1'], ['R:2']])
    expect(times()).to.deep.equal([0, 2, 2])
    add(calm)
    await clock.pass(1)
    add(hasty)
    await clock.pass(50)
    expect(times().slice(3)).to.deep.equal([7])
    expect([calm.told, hasty.told]).to.deep.equal([302, 301])
  })

  it('[P15] waits no longer when everything is to be finished', async () => {
    const { clock, committer, add } = start()
    const room = new Writer('R:1')
    add(room)
    await clock.pass(0)
    add(room, 3)
    await clock.pass(1)
    expect(room.told).to.equal(1)
    await committer.idle()
    expect([room.told, clock.timers]).to.deep.equal([4, 0])
  })

  it('holds nothing up for longer than one beat where the clock steps back', async () => {
    const { clock, add } = start()
    const room = new Writer('R:1')
    add(room)
    await clock.pass(0)
    const now = clock.now.bind(clock)
    clock.now = () => now() - 60_000
    add(room)
    await clock.pass(BEAT)
    expect(room.told).to.equal(2)
  })

  it('goes on after a room that failed, with what others have added', async () => {
    const { clock, log, add } = start()
    const [bad, good] = [new Writer('R:1'), new Writer('R:2')]
    log.latency = 5
    log.failing.add('R:1')
    add(bad)
    await clock.pass(1)
    add(bad)
    add(good)
    await clock.pass(50)
    expect([bad.lost, good.told]).to.deep.equal([2, 1])
    expect(log.batches.map(({ rooms }) => rooms)).to.deep.equal([['R:1'], ['R:2']])
    add(good)
    await clock.pass(50)
    expect(good.told).to.equal(2)
  })
})
