import { expect } from 'chai'
import { FakeClock } from '../../server/testing/fake-clock.ts'

describe('FakeClock', () => {
  it('runs due timers in order of time, then of setting, those set meanwhile too', () => {
    const clock = new FakeClock(1000)
    const ran: string[] = []
    clock.setTimer(20, () => ran.push(`b@${clock.now()}`))
    clock.setTimer(10, () => {
      ran.push(`a@${clock.now()}`)
      clock.setTimer(5, () => ran.push(`nested@${clock.now()}`))
    })
    clock.setTimer(20, () => ran.push(`c@${clock.now()}`))
    clock.setTimer(31, () => ran.push('too late'))
    clock.advance(30)
    expect(ran).to.deep.equal(['a@1010', 'nested@1015', 'b@1020', 'c@1020'])
    expect(clock.now()).to.equal(1030)
    expect(clock.timers).to.equal(1)
  })

  it('forgets a cancelled timer, and cancelling twice is harmless', () => {
    const clock = new FakeClock()
    const cancel = clock.setTimer(1, () => expect.fail('was cancelled'))
    cancel()
    cancel()
    clock.advance(10)
    expect(clock.timers).to.equal(0)
  })

  it('pass lets promises run between timers', async () => {
    const clock = new FakeClock(0)
    const ran: string[] = []
    clock.setTimer(
      10,
      () => void Promise.resolve().then(() => clock.setTimer(5, () => ran.push(`then@${clock.now()}`))),
    )
    await clock.pass(20)
    expect(ran).to.deep.equal(['then@15'])
  })

  it('run goes on at each turn of the event loop, until it is told to stand still', async () => {
    const clock = new FakeClock(0)
    const standStill = clock.run(10)
    await new Promise<void>((done) => clock.setTimer(100, done))
    expect(clock.now()).to.equal(100)
    await clock.settle()
    expect(clock.now()).to.be.above(100)
    standStill()
    const now = clock.now()
    await clock.settle()
    await clock.settle()
    expect(clock.now()).to.equal(now)
  })

  it('says when timers set each other without end', () => {
    const clock = new FakeClock()
    const again = (): void => void clock.setTimer(0, again)
    again()
    expect(() => clock.advance(0)).to.throw('without end')
  })
})
