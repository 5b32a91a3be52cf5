import { expect } from 'chai'
import { RoomFollower } from '../../../server/rooms/keeping/room-follower.ts'
import type { Change } from '../../../server/rooms/log/changes.ts'
import type { RoomChange } from '../../../server/rooms/log/room-catalogue.ts'
import { enter } from '../../support/core.ts'
import { application, startKeptCore, user } from './support/kept-core.ts'

const olga = user('olga')

/** Rooms that another server changes: in the catalogue, without the registry's knowledge. */
async function start() {
  const core = startKeptCore()
  const unread = new Set<string>()
  /** The rooms that it has looked at. */
  const reads: string[] = []
  const heldUp: { until?: Promise<void> } = {}
  const find: typeof core.catalogue.find = async (roomId) => {
    reads.push(roomId)
    await heldUp.until
    if (unread.has(roomId)) throw new Error('the database is away')
    return core.catalogue.find(roomId)
  }
  const follower = new RoomFollower({
    ...core,
    catalogue: { find },
    report: (error) => void core.reports.push(error),
    timeInWords: (at) => `${at}`,
  })
  const { id } = (await core.keeper.make(olga, { application: application.name, name: 'Ours' })).record
  /** Changes the room there, and returns what is to be heard of that. */
  const change = async (more: Partial<RoomChange['record']>, archived?: boolean): Promise<Change> => {
    const before = await core.catalogue.find(id)
    if (!before) throw new Error('it is not there')
    const revision = (before.record.revision ?? 0) + 1
    await core.catalogue.change({ record: { ...before.record, ...more, revision }, archived })
    return { kind: 'room', room: id, revision, before }
  }
  const eve = core.connect('eve')
  await enter(core, eve, id)
  const removed = () => eve.sent('removed').map(({ args }) => args)
  return { ...core, follower, id, change, eve, removed, unread, reads, heldUp }
}

describe('what another server does to rooms', () => {
  it('[P10] puts out who is banned, in the words of the ban, and who is removed, though nothing of the room says so', async () => {
    const core = await start()
    const { follower, id, change, removed } = core
    const bob = core.connect('bob')
    await enter(core, bob, id)
    const ban = { user: 'eve', by: 'olga', at: 1, until: null, reason: 'noise' }
    await follower.follow([
      await change({ bans: [ban] }),
      { kind: 'removal', room: id, user: 'eve' },
      await change({}),
      { kind: 'removal', room: id, user: 'bob' },
    ])
    const told = [...removed(), ...bob.sent('removed').map(({ args }) => args)]
    expect(told.map(([, what]) => (what as { error: { message: string } }).error.message)).to.deep.equal([
      'You were banned from this room: noise',
      'You were removed from this room.',
    ])
  })

  it('is not done again to what was done here, nor is anybody put out twice who has come again', async () => {
    const { follower, keeper, id, removed, eve, clock, registry } = await start()
    const done = keeper.remove(olga, id, 'eve')
    await clock.pass(50)
    const { record } = await done
    expect(removed()).to.have.length(1)
    expect(await eve.ask('enter', id, { client: eve.client })).to.deep.include({ ok: true })
    const change: Change = { kind: 'room', room: id, revision: record.revision ?? 0 }
    await follower.follow([change, { kind: 'removal', room: id, user: 'eve' }])
    expect(removed()).to.have.length(1)
    expect(registry.isInForce(id, record.revision ?? 0)).to.equal(true)
  })

  it('[P10] keeps the last change in force, whichever is heard of last', async () => {
    const { follower, registry, catalogue, change, id } = await start()
    const before = await catalogue.find(id)
    const first = await change({ name: 'First' })
    const found = await catalogue.find(id)
    const second = await change({ name: 'Second' })
    await follower.follow([first, second])
    if (!found || !before) throw new Error('it is not there')
    await registry.amend({ found, before })
    expect((await registry.find(id))?.record.name).to.equal('Second')
    expect(registry.opened(id)?.record.name).to.equal('Second')
  })

  it('[P10] takes back what somebody has read in between: of a room that was made, and put away, before that was heard', async () => {
    const { follower, catalogue, connect, clock } = await start()
    const record = { id: 'made-there', name: 'Theirs', application: application.name, revision: 1 }
    await catalogue.make(record, 9)
    const bob = connect('bob')
    const page = await bob.list()
    expect(page.rooms.map(({ id }) => id)).to.include(record.id)
    const before = await catalogue.find(record.id)
    if (!before) throw new Error('it is not there')
    await catalogue.change({ record: { ...record, revision: 2 }, archived: true })
    await follower.follow([
      { kind: 'room', room: record.id, revision: 1 },
      { kind: 'room', room: record.id, revision: 2, before },
    ])
    await clock.pass(1000)
    expect(bob.sent('gone').map(({ args }) => args[0])).to.deep.equal([record.id])
    expect(bob.told().map(({ id }) => id)).not.to.include(record.id)
  })

  it('closes a room that runs here, where that was asked there', async () => {
    const { follower, registry, change, id, clock } = await start()
    const done = follower.follow([await change({}), { kind: 'closing', room: id }])
    await clock.pass(100)
    await done
    expect(registry.listing(id)?.status).to.equal('closed')
  })

  it('[P10] puts out later who could not be put out, since the room was not to be read: nothing of the room says so', async () => {
    const { follower, change, id, removed, unread, registry, clock } = await start()
    unread.add(id)
    const changes: Change[] = [
      await change({}),
      { kind: 'removal', room: id, user: 'eve' },
      { kind: 'closing', room: id },
    ]
    expect(await follower.follow(changes).catch(String)).to.equal('Error: the database is away')
    expect(removed()).to.have.length(0)
    unread.clear()
    const done = follower.anew()
    await clock.pass(100)
    await done
    expect(removed()).to.have.length(1)
    expect(registry.listing(id)?.status).to.equal('closed')
    await follower.anew()
    expect(removed()).to.have.length(1)
  })

  it('[P15] is looked at in no further room once it is stopped, of however many', async () => {
    const core = await start()
    const { follower, keeper, registry, eve, reads } = core
    const made = await keeper.make(olga, { application: application.name, name: 'Another' })
    await enter(core, eve, made.record.id)
    expect(registry.size).to.equal(2)
    let release = (): void => {}
    core.heldUp.until = new Promise((resolve) => {
      release = resolve
    })
    const looked = follower.anew()
    await core.clock.settle()
    follower.stop()
    release()
    await looked
    await follower.follow([{ kind: 'knocks', room: made.record.id }])
    expect(reads).to.have.length(1)
  })

  it('[P10] that was missed, is in force once everything was looked at anew; what is gone is open no more', async () => {
    const { follower, registry, catalogue, change, id, removed } = await start()
    await change({ users: ['olga'] })
    await follower.anew()
    expect(removed()).to.have.length(1)
    expect(registry.opened(id)?.record.users).to.deep.equal(['olga'])
    await change({ deletedAt: 1 })
    while (await catalogue.purge(id));
    await follower.anew()
    expect(registry.opened(id)).to.equal(undefined)
  })
})
