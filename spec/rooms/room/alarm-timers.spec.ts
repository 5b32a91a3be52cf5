import { expect } from 'chai'
import fc from 'fast-check'
import { AlarmTimers, changeAlarms, holdAlarms, releaseAlarms } from '../../../server/rooms/room/alarms.ts'
import { FakeClock } from '../../../server/testing/fake-clock.ts'
import { clockwork, commits, running } from '../../support/clockwork.ts'
import { StubbornLog, startCore } from '../../support/core.ts'

const MINUTE = 60_000
const rung = (names: readonly string[]): string[] => names.filter((name) => name.startsWith('alarm '))

/** Goes on when its members have gone: the only kind of room whose alarms go on when nobody has it open. */
const restless = { ...clockwork, quorumLoss: 'continue' as const }

class WrongClock extends FakeClock {
  #off = 0
  override now(): number {
    return super.now() + this.#off
  }
  setBy(ms: number): void {
    this.#off += ms
  }
}

describe('alarm timers', () => {
  it('ring neither early nor never when the clock is set back under a room that goes on', async () => {
    const clock = new WrongClock()
    const { core, ann } = await running(clockwork, { clock, log: new StubbornLog() })
    await ann.act('R:1', 'set', { name: 'bell', in: 10_000 })
    clock.setBy(-60 * MINUTE)
    // What goes on in the room must not set the alarm's time anew.
    for (let second = 0; second < 9; second++) {
      await clock.pass(1000)
      await ann.act('R:1', 'set', { name: 'gong', in: 500 })
    }
    expect(rung(commits(core))).not.to.include('alarm bell')
    await clock.pass(1000)
    expect(rung(commits(core))).to.include('alarm bell')
  })

  it('hold, release and change as a plain list of remaining times would', () => {
    const name = fc.constantFrom('a', 'b', 'c')
    const move = fc.oneof(
      fc.record({ kind: fc.constant('set' as const), name, in: fc.nat(1000) }),
      fc.record({ kind: fc.constant('clear' as const), name }),
      fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const) }),
      fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(500) }),
    )
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
        const clock = new FakeClock(1_000_000)
        let alarms = changeAlarms([], [], 0)
        let paused = false
        const heard: string[] = []
        const timers = new AlarmTimers(clock, (alarm) => {
          heard.push(`${alarm} ${clock.now()}`)
          alarms = changeAlarms(alarms, [{ name: alarm, clear: true }], clock.now())
          timers.set(alarms, clock.now())
        })
        const model = new Map<string, number>()
        const expected: string[] = []
        for (const step of moves) {
          if (step.kind === 'set') {
            alarms = changeAlarms(alarms, [{ name: step.name, in: step.in }], clock.now())
            if (paused) alarms = holdAlarms(alarms, clock.now())
            model.set(step.name, step.in)
          } else if (step.kind === 'clear') {
            alarms = changeAlarms(alarms, [{ name: step.name, clear: true }], clock.now())
            model.delete(step.name)
          } else if (step.kind === 'wait') {
            const from = clock.now()
            clock.advance(step.ms)
            if (!paused) {
              for (const [alarm, left] of model) {
                if (left <= step.ms) expected.push(`${alarm} ${from + left}`)
                if (left <= step.ms) model.delete(alarm)
                else model.set(alarm, left - step.ms)
              }
            }
          } else if (paused !== (step.kind === 'pause')) {
            paused = step.kind === 'pause'
            alarms = paused ? holdAlarms(alarms, clock.now()) : releaseAlarms(alarms, clock.now())
          }
          timers.set(alarms, clock.now())
        }
        expect(heard.toSorted()).to.deep.equal(expected.toSorted())
      }),
    )
  })
})

describe('an alarm of a room that nobody has open, when the clock was set back', () => {
  it('rings after what it had to wait at most, and not when the clock has caught up', async () => {
    const { core, ann, bob } = await running(restless)
    await ann.act('R:1', 'set', { name: 'bell', in: 10_000 })
    for (const tab of [ann, bob]) await tab.leave('R:1')
    await core.registry.stop()
    const clock = new FakeClock(core.clock.now() - 60 * MINUTE)
    const after = startCore(restless, undefined, { log: core.log, clock })
    after.registry.sweep()
    await clock.pass(20_000)
    expect(rung(commits(after))).to.deep.equal(['alarm bell'])
    await after.registry.stop()
  })
})
