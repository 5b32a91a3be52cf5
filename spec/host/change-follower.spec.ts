import { expect } from 'chai'
import { channelsOf } from '../../server/cluster/bus-channels.ts'
import { MemoryBuses } from '../../server/cluster/memory-bus.ts'
import { ChangeFollower } from '../../server/host/change-follower.ts'
import type { Change, ChangeHints, Looked } from '../../server/rooms/log/changes.ts'
import { MemoryChanges } from '../../server/stores/memory/memory-changes.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'

const knocks = (room: string): Change => ({ kind: 'knocks', room })

describe('following what other servers change', () => {
  let clock: FakeClock
  let changes: MemoryChanges
  let reports: unknown[]
  const following: ChangeFollower[] = []
  beforeEach(() => {
    clock = new FakeClock()
    changes = new MemoryChanges()
    reports = []
  })
  afterEach(async () => {
    for (const follower of following.splice(0)) await follower.stop()
    expect(clock.timers, 'timers that were left').to.equal(0)
  })

  /** A server, and what it has heard of: rooms, and `all` for everything anew. */
  async function follow({
    look = (found: () => Promise<Looked>) => found(),
    told = () => {},
    hints,
  }: {
    look?: (found: () => Promise<Looked>) => Promise<Looked>
    told?: () => void
    hints?: ChangeHints
  } = {}) {
    const heard: string[] = []
    let looks = 0
    const watched = {
      watch: async () => {
        const watch = await changes.watch()
        const counted = () => {
          looks++
          return look(() => watch.look())
        }
        return { look: counted }
      },
      lasting: (sessions: readonly string[]) => changes.lasting(sessions),
    }
    const follower = new ChangeFollower({
      ...{ changes: watched, clock, hints, report: (error) => void reports.push(error) },
      followers: [
        {
          follow: async (seen) => {
            told()
            heard.push(...seen.map((change) => ('room' in change ? change.room : change.kind)))
          },
          anew: async () => void heard.push('all'),
        },
      ],
    })
    following.push(follower)
    await follower.prepare()
    return { follower, heard, looks: () => looks }
  }

  it('[P10] hears within two seconds of what nobody tells of, and looks no oftener than that where nothing is changed', async () => {
    const { follower, heard, looks } = await follow()
    changes.note(knocks('before it began'))
    follower.begin()
    await clock.pass(0)
    expect(heard).to.deep.equal(['before it began'])
    changes.note(knocks('later'))
    await clock.pass(2000)
    expect(heard).to.deep.equal(['before it began', 'later'])
    await clock.pass(60_000)
    expect(looks()).to.be.within(30, 33)
  })

  it('hears at once where a hint comes; many changes make few hints, and few looks', async () => {
    const buses = new MemoryBuses()
    const [one, two] = ['one', 'two'].map((name) => channelsOf(buses.join(name, clock)))
    if (!one || !two) throw new Error('there are two')
    for (const { lines } of [one, two]) await lines.listen(() => expect.fail('a hint is for nobody else'))
    const here = await follow({ hints: one.hints })
    const there = await follow({ hints: two.hints })
    for (const { follower } of [here, there]) follower.begin()
    await clock.pass(500)
    const before = there.looks()
    for (let count = 0; count < 1000; count++) {
      changes.note(knocks('busy'))
      here.follower.changed()
      if (count % 100 === 99) await clock.pass(10)
    }
    await clock.pass(40)
    expect(there.heard).to.have.length(1000)
    expect(there.looks() - before).to.be.within(1, 10)
    expect(here.looks(), 'hints are for others').to.equal(1)
  })

  it('[P10] loses nothing to a store that fails: it says so once, and looks at everything anew when it is there again', async () => {
    let fails = false
    const { follower, heard } = await follow({
      look: async (found) => {
        if (fails) throw new Error('the store is away')
        return found()
      },
    })
    follower.begin()
    await clock.pass(100)
    fails = true
    changes.note(knocks('meanwhile'))
    await clock.pass(20_000)
    expect([reports.length, heard]).to.deep.equal([1, []])
    fails = false
    await clock.pass(2000)
    expect(heard).to.deep.equal(['meanwhile', 'all'])
    await clock.pass(10_000)
    expect(heard).to.deep.equal(['meanwhile', 'all'])
  })

  it('[P10] looks at everything anew where what it heard of could not be put in force, and where it missed some', async () => {
    let fails = true
    const { follower, heard } = await follow({
      told: () => {
        if (fails) throw new Error('it could not be read')
      },
    })
    follower.begin()
    await clock.pass(0)
    changes.note(knocks('one'))
    await clock.pass(2000)
    expect([reports.length, heard]).to.deep.equal([1, []])
    fails = false
    await clock.pass(2000)
    expect(heard).to.deep.equal(['all'])
    for (let count = 0; count < 10_000; count++) changes.note(knocks('many'))
    await clock.pass(2000)
    expect(heard.at(-1)).to.equal('all')
  })

  it('[P10] lets each of those who follow hear of a change, also where another one can’t', async () => {
    const heard: string[] = []
    let fails = true
    const follower = new ChangeFollower({
      ...{ changes, clock, report: (error) => void reports.push(error) },
      followers: [
        { follow: async () => (fails ? Promise.reject(new Error('who is that?')) : undefined), anew: async () => {} },
        {
          follow: async (seen) => void heard.push(...seen.map(({ kind }) => kind)),
          anew: async () => void heard.push('all'),
        },
      ],
    })
    following.push(follower)
    await follower.prepare()
    changes.note({ kind: 'removal', room: 'one', user: 'eve' })
    follower.begin()
    await clock.pass(0)
    expect([heard, reports.map(String)]).to.deep.equal([['removal'], ['Error: who is that?']])
    fails = false
    await clock.pass(2000)
    expect(heard).to.deep.equal(['removal', 'all'])
  })

  it('[P15] has those who follow give up when it is stopped, and has no further one begin', async () => {
    let end = (): void => {}
    const begun: string[] = []
    const slow = {
      follow: async () => {},
      anew: () => {
        begun.push('slow')
        return new Promise<void>((resolve) => {
          end = resolve
        })
      },
      stop: () => end(),
    }
    const next = { follow: async () => {}, anew: async () => void begun.push('next') }
    const watch = async () => ({ look: async () => ({ changes: [], missed: true }) })
    const follower = new ChangeFollower({
      ...{ clock, report: (error) => void reports.push(error), followers: [slow, next] },
      changes: { watch, lasting: async () => new Set() },
    })
    await follower.prepare()
    follower.begin()
    await clock.pass(0)
    await follower.stop()
    expect([begun, reports]).to.deep.equal([['slow'], []])
  })

  it('looks one at a time, and ends with what is under way', async () => {
    let underWay = 0
    let release = (): void => {}
    const { follower, looks } = await follow({
      look: async (found) => {
        expect(++underWay).to.equal(1)
        await new Promise<void>((resolve) => {
          release = resolve
        })
        underWay--
        return found()
      },
    })
    follower.begin()
    await clock.pass(20_000)
    expect(looks()).to.equal(1)
    release()
    await clock.pass(2000)
    expect(looks()).to.equal(2)
    const stopped = follower.stop()
    release()
    await stopped
    await clock.pass(20_000)
    expect(looks()).to.equal(2)
  })
})
