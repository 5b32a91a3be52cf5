import { expect } from 'chai'
import { may } from '../../../server/accounts/access.ts'
import { isForEveryone } from '../../../server/accounts/room-rights.ts'
import type { Access, RoomRecord } from '../../../server/rooms/ports.ts'
import { FakeClock } from '../../../server/testing/fake-clock.ts'
import { clockwork, restart, running } from '../../support/clockwork.ts'
import { type Core, enter, settled, startCore, type Tab } from '../../support/core.ts'

const WATCH = { spectate: true }
/** The counts that a tab was told of live. */
const told = (tab: Tab): unknown[] => tab.sent('watchers').map(({ args }) => args[1])
const listed = (core: Core) => core.registry.listing('R:1')?.watchers

async function watching(core: Core, user: string, id?: string): Promise<Tab> {
  const tab = core.connect(user, id)
  await enter(core, tab, 'R:1', WATCH)
  return tab
}

describe('how many watch', () => {
  it('[P12] is how many users do who have no seat, whatever their tabs; told live, to who enters, and in the list', async () => {
    const { core, ann, bob } = await running()
    const cid = core.connect('cid')
    expect(await enter(core, cid, 'R:1', WATCH), 'counted before it was let in').to.include({ watchers: 1 })
    await watching(core, 'cid', 'cid/2')
    await watching(core, 'ann', 'ann/2')
    await core.clock.pass(3000)
    expect([told(ann), told(cid), listed(core)], 'cid by the answer').to.deep.equal([[1], [], 1])
    const dan = core.connect('dan')
    expect(await enter(core, dan, 'R:1', WATCH)).to.include({ watchers: 2 })
    await core.clock.pass(3000)
    expect([told(ann), told(cid), told(dan)]).to.deep.equal([[1, 2], [2], []])
    expect(core.registry.listing('R:1')).to.include({ members: 2, watchers: 2 })
    await enter(core, dan)
    await bob.leave('R:1')
    await enter(core, bob, 'R:1', WATCH)
    await cid.leave('R:1')
    await core.clock.pass(3000)
    expect([told(ann).at(-1), listed(core)], 'bob, and cid by a tab').to.deep.equal([2, 2])
    expect(told(cid), 'who has left hears nothing more').to.deep.equal([2, 1])
  })

  it('counts whoever gives their seat up in one tab and watches on in another, and whoever is gone no more', async () => {
    const { core, ann, bob } = await running()
    const second = await watching(core, 'bob', 'bob/2')
    await core.clock.pass(3000)
    expect([told(ann), listed(core)]).to.deep.equal([[], undefined])
    await bob.leave('R:1')
    await core.clock.pass(3000)
    second.disconnect()
    await core.clock.pass(3000)
    expect([told(ann), listed(core)]).to.deep.equal([[1, 0], undefined])
    expect('watchers' in (core.registry.listing('R:1') ?? {}), 'nothing is said of none').to.equal(false)
  })

  it('counts nobody any more who takes a seat in another tab, while they watch on in the first', async () => {
    const { core, ann } = await running()
    await watching(core, 'cid')
    await core.clock.pass(3000)
    await enter(core, core.connect('cid', 'cid/2'))
    await core.clock.pass(3000)
    expect([told(ann), listed(core)]).to.deep.equal([[1, 0], undefined])
  })

  it('overtakes no answer to who enters, in which the count of before may stand', async () => {
    const { core, ann } = await running()
    const cid = core.connect('cid')
    core.log.hold()
    // Both wait for the log, and so come in and are told in one step.
    const seat = cid.request('enter', 'R:1', { client: cid.client })
    const watch = core.connect('dan').request('enter', 'R:1', { client: 'dan/1', ...WATCH })
    let answeredAfter = -1
    void seat.then(() => {
      answeredAfter = told(cid).length
    })
    await core.clock.pass(100)
    await core.log.release()
    await core.clock.pass(3000)
    await Promise.all([seat, watch])
    expect([answeredAfter, told(cid).at(-1), told(ann).at(-1)]).to.deep.equal([0, 1, 1])
  })

  it('[P9] costs who is there one message a second, however many come and go, and fewer the more there are', async () => {
    const { core, ann } = await running()
    const before = ann.sent().length
    for (let second = 0; second < 10; second++) {
      for (let each = 0; each < 20; each++) {
        const tab = await watching(core, `w${second}-${each}`)
        if (each % 2 === 0) tab.disconnect()
        await core.clock.pass(25)
      }
    }
    await core.clock.pass(3000)
    expect(told(ann).length).to.be.within(5, 13)
    expect([told(ann).at(-1), listed(core)]).to.deep.equal([100, 100])
    const other = ann.sent().length - before - told(ann).length
    expect(other, 'and nothing else but the room’s heartbeats').to.be.at.most(4)
  })

  it('[P3] tells of no seat that was given up before the log holds it, and counts anew where it did not take it', async () => {
    const { core, ann, bob } = await running()
    core.log.hold()
    const entering = bob.enter('R:1', WATCH)
    await core.clock.pass(2000)
    expect([told(ann), listed(core)]).to.deep.equal([[], undefined])
    await core.log.release()
    await core.clock.pass(2000)
    await entering
    expect([told(ann), listed(core)]).to.deep.equal([[1], 1])
    core.log.failNext = 'before'
    const cid = core.connect('cid')
    const refused = cid.enter('R:1', WATCH)
    await core.clock.pass(2000)
    await refused
    await core.clock.pass(2000)
    expect([told(ann).at(-1), listed(core)]).to.deep.equal([2, 2])
  })

  it('is none in the archive, nor after a restart: it is in no log', async () => {
    const { core, ann } = await running()
    await watching(core, 'cid')
    await core.clock.pass(3000)
    const version = (await enter(core, core.connect('dan'), 'R:1', WATCH)).version
    await core.clock.pass(3000)
    const found = await core.registry.find('R:1')
    if (!found) throw new Error('there is no room')
    const archived = { ...found, archived: true }
    await core.registry.amend({ found: archived, before: found })
    await core.clock.pass(3000)
    expect([told(ann).at(-1), listed(core)]).to.deep.equal([0, undefined])
    await core.registry.amend({ found, before: archived })
    await core.clock.pass(3000)
    expect(listed(core)).to.equal(2)
    expect((await enter(core, core.connect('eve'), 'R:1', WATCH)).version, 'nothing moved the room').to.equal(version)
    await core.registry.stop()
    const again = await restart(core)
    expect(await enter(again, again.connect('ann', 'ann/3'))).not.to.have.property('watchers')
    expect(again.registry.listing('R:1')).not.to.have.property('watchers')
  })
})

/** A core by the built-in rights, in a room with such a `watch`. */
function rightsOf(watch: RoomRecord['watch'], room: Partial<RoomRecord> = {}) {
  const clock = new FakeClock()
  const access: Access = {
    may: (user, operation, record, being) => may(user, operation, record, clock.now(), being),
    forEveryone: (record) => isForEveryone(record, clock.now()),
    seesOthers: () => false,
    roleOf: (_user, _room, own) => own,
  }
  const record = { id: 'R:1', name: 'Room', ...(watch && { watch }), ...room }
  return startCore({ ...clockwork, players: { min: 1, max: 9 } }, [record], { clock, access })
}

const codeOf = (answer: unknown): string => (answer as { error?: { code: string } }).error?.code ?? 'in'

describe('who may watch', () => {
  it('is in the list: a room that lets nobody watch is listed as none that can be watched, and says so', async () => {
    for (const [watch, spectators] of [
      ['nobody', undefined],
      ['members', true],
      [undefined, true],
    ] as const) {
      const core = rightsOf(watch)
      const [room] = (await core.connect('ann').list()).rooms
      expect(room?.spectators, watch).to.equal(spectators)
    }
    const core = rightsOf('nobody')
    expect(codeOf(await enter(core, core.connect('cid'), 'R:1', WATCH))).to.equal('NO_SPECTATORS')
  })

  it('counts as a member whoever has a seat, or gave one up to watch, until they are gone; nobody else', async () => {
    const core = rightsOf('members')
    const [ann, bob, cid] = [core.connect('ann'), core.connect('bob'), core.connect('cid')]
    await enter(core, ann)
    await enter(core, bob)
    expect(codeOf(await enter(core, cid, 'R:1', WATCH))).to.equal('FORBIDDEN')
    expect(codeOf(await enter(core, core.connect('bob', 'bob/2'), 'R:1', WATCH)), 'beside the seat').to.equal('in')
    expect(codeOf(await enter(core, ann, 'R:1', WATCH)), 'in place of it').to.equal('in')
    const back = async (id: string): Promise<string> => codeOf(await enter(core, core.connect('ann', id), 'R:1', WATCH))
    await core.lobby.recheck({})
    expect(ann.sent('removed')).to.deep.equal([])
    ann.disconnect()
    await core.clock.pass(10_000)
    expect(await back('ann/2'), 'within the grace').to.equal('in')
    await core.clock.pass(60_000)
    core.lobby.disconnected({ id: 'ann/2', user: { id: 'ann', name: 'ann', roles: [] } })
    await core.clock.pass(16_000)
    expect(await back('ann/3'), 'after it').to.equal('FORBIDDEN')
  })

  it('[P10] puts out of a room that is private now also who watches beside a seat: neither lets the other in', async () => {
    const core = rightsOf('members')
    const [bob, second] = [core.connect('bob'), core.connect('bob', 'bob/2')]
    await enter(core, bob)
    await enter(core, second, 'R:1', WATCH)
    const found = await core.registry.find('R:1')
    if (!found) throw new Error('there is no room')
    const closed = { ...found, record: { ...found.record, users: ['ann'] } }
    const amended = core.registry.amend({ found: closed, before: found })
    await core.clock.pass(100)
    await amended
    await settled()
    for (const tab of [bob, second]) expect(tab.sent('removed').length, tab.id).to.equal(1)
  })

  it('lets whoever watches act as far as the application hears them, for as long as they may watch', async () => {
    const core = rightsOf('everybody', { users: ['ann'] })
    const cid = core.connect('cid')
    expect(codeOf(await enter(core, cid, 'R:1', WATCH))).to.equal('in')
    expect(codeOf(await cid.act('R:1', 'note', { text: 'x' })), 'of this application nothing is').to.equal('SPECTATING')
  })
})
