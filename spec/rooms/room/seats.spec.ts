import { expect } from 'chai'
import { type Core, enter, startCore, type Tab } from '../../support/core.ts'
import { counter } from '../../support/counter.ts'

async function running() {
  const core = startCore(counter)
  const [ann, bob] = [core.connect('ann'), core.connect('bob')]
  await enter(core, ann)
  await enter(core, bob)
  return { core, ann, bob }
}

/** What somebody who enters now finds, without taking a seat of their own. */
const look = async (core: Core, tab: Tab) => (await enter(core, tab)).snapshot.room

describe('seats', () => {
  it('[P12] a member counts once, whatever their tabs', async () => {
    const { core, ann } = await running()
    await enter(core, core.connect('ann', 'ann/2'))
    expect((await look(core, ann)).members.map(({ id }) => id)).to.deep.equal(['ann', 'bob'])
  })

  it('[P12] a lost connection keeps the seat for the grace time, shown as not connected; then it is free', async () => {
    const { core, ann, bob } = await running()
    bob.disconnect()
    await core.clock.pass(14_000)
    expect((await look(core, ann)).members).to.deep.equal([
      { id: 'ann', name: 'ann', connected: true },
      { id: 'bob', name: 'bob', connected: false },
    ])
    await core.clock.pass(2000)
    expect((await look(core, ann)).members.map(({ id }) => id)).to.deep.equal(['ann'])
  })

  it('[P12] a return within the grace time finds the seat, and ends the grace', async () => {
    const { core, ann, bob } = await running()
    bob.disconnect()
    await core.clock.pass(10_000)
    await enter(core, core.connect('bob', 'bob/2'))
    await core.clock.pass(60_000)
    expect((await look(core, ann)).members).to.deep.include({ id: 'bob', name: 'bob', connected: true })
  })

  it('[P12] who comes back under another name has one: for all, in what they do, in every tab', async () => {
    const { core, ann, bob } = await running()
    const renamed = core.connect('bob', 'bob/2', 'bob/2', 'Robert')
    await enter(core, renamed)
    const expected = { id: 'bob', name: 'Robert', connected: true }
    expect((await look(core, ann)).members).to.deep.include(expected)
    await renamed.act('R:1', 'add', { by: 1 })
    await bob.act('R:1', 'add', { by: 1 })
    const users = core.log.batches
      .flatMap((batch) => batch.flatMap(({ entries }) => entries))
      .flatMap(({ commit }) => (commit?.user?.id === 'bob' ? [[commit.kind, commit.user.name]] : []))
    expect(users).to.deep.equal([
      ['join', 'bob'],
      ['rename', 'Robert'],
      ['action', 'Robert'],
      ['action', 'Robert'],
    ])
    renamed.disconnect()
    bob.disconnect()
    await core.clock.pass(1000)
    await enter(core, core.connect('bob', 'bob/3', 'bob/3', 'Bob'))
    expect((await look(core, ann)).members).to.deep.include({ ...expected, name: 'Bob' })
    expect(ann.sent('frame').length).to.be.greaterThan(0)
  })

  it('[P12] who comes in another colour has it, for all, and none where they come without; no rule is told of it', async () => {
    const { core, ann, bob } = await running()
    const seen = async () => (await look(core, ann)).members.find(({ id }) => id === 'bob')
    const blue = core.connect('bob', 'bob/2', 'bob/2', 'bob', '#0000ff')
    await enter(core, blue)
    expect(await seen()).to.deep.equal({ id: 'bob', name: 'bob', connected: true, color: '#0000ff' })
    await blue.act('R:1', 'add', { by: 1 })
    blue.disconnect()
    bob.disconnect()
    await enter(core, core.connect('bob', 'bob/3', 'bob/3', 'bob'))
    expect(await seen()).to.deep.equal({ id: 'bob', name: 'bob', connected: true })
    const cat = core.connect('cat', 'cat/1', 'cat/1', 'cat', '#00ff00')
    await enter(core, cat)
    expect((await look(core, ann)).members.at(-1)).to.deep.include({ id: 'cat', color: '#00ff00' })
    const users = core.log.batches.flatMap((batch) => batch.flatMap(({ entries }) => entries))
    for (const { commit } of users) expect(commit?.user ?? {}).not.to.have.property('color')
  })

  it('[P12] one lost tab of two is no loss; leaving with the last one frees the seat at once', async () => {
    const { core, ann, bob } = await running()
    const second = core.connect('bob', 'bob/2')
    await enter(core, second)
    bob.disconnect()
    await core.clock.pass(60_000)
    expect((await look(core, ann)).members).to.deep.include({ id: 'bob', name: 'bob', connected: true })
    await second.leave('R:1')
    expect((await look(core, ann)).members.map(({ id }) => id)).to.deep.equal(['ann'])
  })

  it('[P12] leaving in one tab leaves the other in the room, and says so', async () => {
    const { core, ann, bob } = await running()
    const second = core.connect('bob', 'bob/2')
    await enter(core, second)
    expect(await second.leave('R:1')).to.deep.equal({ ok: true, elsewhere: true })
    expect((await look(core, ann)).members.map(({ id }) => id)).to.deep.equal(['ann', 'bob'])
    const answer = await bob.act('R:1', 'add', { by: 1 })
    expect(answer.ok).to.equal(true)
  })

  it('[P12] a user who comes back only to leave frees the seat that was kept', async () => {
    const { core, ann, bob } = await running()
    bob.disconnect()
    await core.clock.pass(1000)
    expect(await core.connect('bob', 'bob/2').leave('R:1')).to.deep.equal({ ok: true })
    expect((await look(core, ann)).members.map(({ id }) => id)).to.deep.equal(['ann'])
  })

  it('[P13] pauses below its minimum of seats, refuses actions, and goes on with its state when it is met again', async () => {
    const { core, ann, bob } = await running()
    await ann.act('R:1', 'add', { by: 4 })
    bob.disconnect()
    await core.clock.pass(1000)
    expect((await look(core, ann)).status, 'a kept seat counts').to.equal('running')
    await core.clock.pass(15_000)
    expect((await look(core, ann)).status).to.equal('paused')
    const refused = await ann.act('R:1', 'add', { by: 1 })
    expect(refused).to.have.nested.property('error.code', 'ROOM_PAUSED')

    const { snapshot } = await enter(core, core.connect('cid'))
    expect(snapshot.room.status).to.equal('running')
    expect(snapshot.state).to.deep.include({ total: 4 })
  })

  it('[P13] a seat that is only kept does not start a room', async () => {
    const core = startCore(counter)
    const ann = core.connect('ann')
    await enter(core, ann)
    ann.disconnect()
    expect((await enter(core, core.connect('bob'))).snapshot.room.status).to.equal('waiting')
    expect((await enter(core, core.connect('ann', 'ann/2'))).snapshot.room.status).to.equal('running')
  })

  it('a full room takes nobody else, but its own members again', async () => {
    const { core, ann } = await running()
    await enter(core, core.connect('cid'))
    expect(await enter(core, core.connect('dan'))).to.have.nested.property('error.code', 'ROOM_FULL')
    expect((await enter(core, core.connect('ann', 'ann/2'))).ok).to.equal(true)
    expect((await look(core, ann)).members).to.have.length(3)
  })

  it('somebody who is gone before they are answered has no seat for longer than the grace', async () => {
    const { core, ann } = await running()
    const cid = core.connect('cid')
    const answer = cid.enter('R:1')
    cid.disconnect()
    await core.clock.pass(20)
    expect((await answer).ok).to.equal(false)
    await core.clock.pass(20_000)
    expect((await look(core, ann)).members.map(({ id }) => id)).not.to.include('cid')
    expect(cid.sent('frame')).to.deep.equal([])
  })
})

describe('the lobby', () => {
  const rooms = [
    { id: 'R:1', name: 'First Room' },
    { id: 'R:2', name: 'For Ann', users: ['ann'] },
  ]
  const lists = (tab: Tab) => tab.told()

  it('[P10] lists to each user exactly the rooms they may enter', async () => {
    const core = startCore(counter, rooms)
    const listed = async (tab: Tab) => (await tab.list()).rooms.map(({ id }) => id)
    const [ann, bob] = [core.connect('ann'), core.connect('bob')]
    expect(await listed(ann)).to.deep.equal(['R:1', 'R:2'])
    expect(await listed(bob)).to.deep.equal(['R:1'])
  })

  it('[P10] a room that is not for a user answers exactly as one that does not exist', async () => {
    const core = startCore(counter, rooms)
    const bob = core.connect('bob')
    const request = { client: 'bob', seq: 1, name: 'add', payload: { by: 1 } }
    for (const ask of ['enter', 'leave', 'act']) {
      const args = ask === 'enter' ? [{ client: 'bob' }] : ask === 'act' ? [request] : []
      expect(await bob.ask(ask, 'R:2', ...args)).to.deep.equal(await bob.ask(ask, 'R:99', ...args))
    }
  })

  it('[P10] shows changes live, to those who may see them, and paces a crowd', async () => {
    const core = startCore(counter, rooms)
    const [ann, bob] = [core.connect('ann'), core.connect('bob')]
    for (const tab of [ann, bob]) await tab.list()
    await enter(core, ann)
    expect(lists(bob).at(-1)).to.deep.include({ id: 'R:1', members: 1, status: 'waiting', min: 2, max: 3 })
    await enter(core, ann, 'R:2')
    await core.clock.pass(200)
    expect(lists(ann).at(-1)).to.deep.include({ id: 'R:2', members: 1 })
    expect(lists(bob).map(({ id }) => id)).not.to.include('R:2')
    const before = lists(bob).length
    await enter(core, bob)
    await enter(core, core.connect('cid'))
    await core.clock.pass(200)
    expect(lists(bob).length - before).to.be.at.most(2)
    expect(lists(bob).at(-1)).to.deep.include({ members: 3, status: 'running' })
  })

  it('answers malformed, unknown and unruly messages with a code', async () => {
    const core = startCore(counter, rooms)
    const ann = core.connect('ann')
    const code = async (event: string, ...args: unknown[]) => {
      const answer = await ann.ask(event, ...args)
      return !answer.ok && answer.error.code
    }
    expect(await code('dance')).to.equal('UNKNOWN_EVENT')
    expect(await code('__proto__')).to.equal('UNKNOWN_EVENT')
    for (const args of [
      [],
      [1],
      [null, {}],
      ['R:1'],
      ['R:1', {}],
      ['R:1', { client: '' }],
      ['R:1', { client: 'a' }, 3],
    ]) {
      expect(await code('enter', ...args), JSON.stringify(args)).to.equal('INVALID_MESSAGE')
    }
    const act = { client: 'a', seq: 1, name: 'add', payload: {} }
    expect(await code('act', 'R:1', act)).to.equal('NOT_A_MEMBER')
    for (const wrong of [
      { seq: 0 },
      { seq: -1 },
      { seq: 1.5 },
      { seq: '1' },
      { client: 7 },
      { name: '' },
      { confirmed: -1 },
    ]) {
      expect(await code('act', 'R:1', { ...act, ...wrong }), JSON.stringify(wrong)).to.equal('INVALID_MESSAGE')
    }
    expect(core.reports).to.deep.equal([])
  })

  it('[P9] slows down who sends too fast, and nobody else', async () => {
    const core = startCore(counter, rooms, { limits: { rate: 10, burst: 20 } })
    const [ann, bob] = [core.connect('ann'), core.connect('bob')]
    const answers = await Promise.all(Array.from({ length: 25 }, () => ann.ask('dance')))
    const codes = answers.map((answer) => !answer.ok && answer.error.code)
    expect(codes.filter((code) => code === 'RATE_LIMITED')).to.have.length(5)
    expect(await bob.ask('dance')).to.have.nested.property('error.code', 'UNKNOWN_EVENT')
    await core.clock.pass(1000)
    expect(await ann.ask('dance')).to.have.nested.property('error.code', 'UNKNOWN_EVENT')
  })
})
