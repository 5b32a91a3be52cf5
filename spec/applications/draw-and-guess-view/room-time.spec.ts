import { expect } from 'chai'
import type { DrawAndGuess } from '../../../server/applications/draw-and-guess.ts'
import type { Play } from '../../../server/testing/play.ts'
import { RoomTime } from '../../../web/applications/draw-and-guess-view/room-time.ts'
import { game, phase, SECOND } from '../draw-and-guess/support.ts'

/** How late a page hears of what happens, in milliseconds. */
const LATE = 80

/** A page whose clock is `off` by so much, looking at a game. */
function pageOf(room: Play<DrawAndGuess>, off: number) {
  const time = new RoomTime()
  const look = () => ({ seen: room.seenBy('bob'), status: room.status, now: room.now + off })
  return {
    see: (late = LATE) => time.look({ ...look(), now: look().now + late }),
    left: () => time.left(look()),
  }
}

describe('draw and guess: the time that is left', () => {
  for (const off of [0, 200 * SECOND, -200 * SECOND]) {
    it(`is the server’s on a page whose clock is off by ${off / SECOND} s, once something began before it`, async () => {
      const room = await game()
      const page = pageOf(room, off)
      page.see()
      await room.as('ann').choose({ index: 0 })
      page.see()
      await room.pass(30 * SECOND)
      expect(page.left()).to.be.within(50 * SECOND, 50 * SECOND + LATE)
    })

    it(`is never more than there is, nor less than none, on one that has just come, off by ${off / SECOND} s`, async () => {
      const room = await game()
      await room.as('ann').choose({ index: 0 })
      await room.pass(10 * SECOND)
      const page = pageOf(room, off)
      page.see()
      expect(page.left()).to.equal(off === 0 ? 70 * SECOND : off > 0 ? 0 : 80 * SECOND)
    })
  }

  it('is not spoilt by news that come late', async () => {
    const room = await game()
    const page = pageOf(room, 3600 * SECOND)
    page.see()
    await room.as('ann').choose({ index: 0 })
    page.see()
    await room.pass(80 * SECOND)
    page.see(4 * SECOND)
    await room.pass(2 * SECOND)
    expect(page.left()).to.be.within(3 * SECOND, 3 * SECOND + LATE)
  })

  it('stands still while the room is paused, and goes on from there', async () => {
    const room = await game(['ann', 'bob'])
    const page = pageOf(room, 5 * SECOND)
    page.see()
    await room.as('ann').choose({ index: 0 })
    page.see()
    await room.pass(20 * SECOND)
    await room.leave('ann')
    page.see()
    expect([room.status, phase(room, 'answer').ended]).to.deep.equal(['paused', 'gone'])
    await room.pass(SECOND)
    const stood = page.left()
    await room.pass(600 * SECOND)
    expect(page.left()).to.equal(stood)
    expect(stood).to.be.within(4.9 * SECOND, 5 * SECOND)
    await room.join('ann')
    await room.pass(SECOND)
    page.see()
    expect(page.left()).to.be.within(3.9 * SECOND, 4.1 * SECOND)
  })

  it('is none where nothing runs out', async () => {
    const room = await game(['ann', 'bob'], { rounds: 1 })
    const page = pageOf(room, 0)
    await room.pass(300 * SECOND)
    page.see()
    expect([room.state.phase.name, page.left()]).to.deep.equal(['over', undefined])
  })
})
