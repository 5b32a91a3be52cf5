import { expect } from 'chai'
import type { RoomStatus } from '../../../server/protocol/room-document.ts'
import { FakeClock } from '../../../server/testing/fake-clock.ts'
import { Countdown } from '../../../web/applications/draw-and-guess-view/countdown.ts'
import { drawing, game } from '../draw-and-guess/support.ts'

async function countdown(at: typeof game, status: RoomStatus = 'running') {
  const room = await at(['ann', 'bob'], { turn: 30 })
  const clock = new FakeClock(room.now)
  const told: (number | string | undefined)[] = []
  const parts = { clock, changed: () => told.push(counting.seconds), pressing: () => told.push('tick') }
  const counting: Countdown = new Countdown(parts)
  const follow = (): void => counting.follow(room.seenBy('bob'), status)
  follow()
  return { clock, counting, told, follow }
}

describe('draw and guess: the countdown', () => {
  it('tells each second once, and presses in the last ten of a turn', async () => {
    const { clock, counting, told, follow } = await countdown(drawing)
    expect([counting.seconds, counting.length]).to.deep.equal([30, 30])
    for (let step = 0; step < 6; step += 1) {
      await clock.pass(3000)
      // As often as anything else happens.
      follow()
    }
    expect(told).to.deep.equal(Array.from({ length: 18 }, (_, at) => 29 - at))
    await clock.pass(12_000)
    const last = [11, ...[10, 9, 8, 7, 6, 5, 4, 3, 2, 1].flatMap((second) => ['tick', second]), 0]
    expect(told.slice(18)).to.deep.equal(last)
    expect(clock.timers, 'it has come to its end').to.equal(0)
  })

  it('presses nobody who chooses', async () => {
    const { clock, counting, told } = await countdown(game)
    await clock.pass(14_000)
    expect([counting.seconds, told.includes('tick')]).to.deep.equal([1, false])
  })

  it('stands while the room does, and stops when it is done with', async () => {
    const paused = await countdown(drawing, 'paused')
    expect([paused.counting.seconds, paused.clock.timers]).to.deep.equal([30, 0])
    const running = await countdown(drawing)
    running.counting.destroy()
    expect(running.clock.timers).to.equal(0)
  })
})
