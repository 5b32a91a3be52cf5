import { expect } from 'chai'
import type { LookAnswer } from '../../../server/protocol/listings.ts'
import { stretchOf } from '../../../server/protocol/stretches.ts'
import { enter, startCore, type Tab } from '../../support/core.ts'
import { type CounterState, counter } from '../../support/counter.ts'

/** Longer than anything about a room waits to be told, in milliseconds. */
const LONG = 2000

/** Every tenth is Ann's alone. */
const rooms = Array.from({ length: 250 }, (_, index) => ({
  id: `R:${index + 1}`,
  name: `Room ${index + 1}`,
  ...(index % 10 === 9 && { users: ['ann'] }),
}))

/** Shows its total in the list. */
const showing = {
  ...counter,
  players: { min: 1, max: 3 },
  preview: ({ total }: CounterState) => `total ${total}`,
}

/** Looks at the rooms of these positions, and at the list's end after a position, if that is given. */
const look = async (tab: Tab, positions: readonly number[], end?: number) =>
  (await tab.ask('look', { rooms: positions, ...(end !== undefined && { end }) })) as unknown as LookAnswer

/** What it was told, as `id:members`. */
const told = (tab: Tab): string[] => tab.told().map(({ id, members }) => `${id}:${members}`)

describe('who looks at a part of a lobby’s list', () => {
  it('is told of its stretch, and of no other', async () => {
    const core = startCore(counter, rooms)
    const [near, far, nowhere] = ['near', 'far', 'nowhere'].map((user) => core.connect(user))
    await look(near!, [1, 2])
    await look(far!, [201])
    for (const room of ['R:3', 'R:202', 'R:130']) await enter(core, core.connect('eve', `eve/${room}`), room)
    await core.clock.pass(LONG)
    expect([1, 3].map(stretchOf)).to.deep.equal([0, 0])
    expect([told(near!), told(far!), told(nowhere!)]).to.deep.equal([['R:3:1'], ['R:202:1'], []])
  })

  it('hears of all that comes after the end that it looks at, and is told where that is not the end', async () => {
    const core = startCore(counter, rooms)
    const [last, early] = [core.connect('last'), core.connect('early')]
    expect(await look(last, [1], 249)).to.have.property('next', null)
    expect((await look(early, [1], 1)).next).to.be.a('number')
    await core.registry.settle(
      [...rooms, { id: 'R:new', name: 'New' }].map((room) => ({ ...room, application: counter.name })),
    )
    await enter(core, core.connect('eve'), 'R:new')
    await core.clock.pass(LONG)
    expect(told(last)).to.deep.equal(['R:new:1'])
    expect(told(early)).to.deep.equal([])
  })

  it('hears the newest of an interval only, once', async () => {
    const core = startCore(counter, rooms)
    const ann = core.connect('ann')
    await look(ann, [1])
    // At once in the quiet; what follows within an interval is told together, as it is by then.
    for (const user of ['bob', 'cid', 'dan']) void core.connect(user).request('enter', 'R:2', { client: user })
    await core.clock.pass(LONG)
    const since = told(ann)
    expect(since.length).to.be.within(1, 2)
    expect(since.at(-1)).to.equal('R:2:3')
  })

  it('reads what rooms show of themselves once a second at most, all of a stretch together, and the last of it', async () => {
    const core = startCore(showing, rooms)
    const ann = core.connect('ann')
    const players = ['R:2', 'R:3'].map((roomId) => ({ roomId, tab: core.connect('eve', `eve/${roomId}`) }))
    for (const { roomId, tab } of players) await enter(core, tab, roomId)
    await look(ann, [1])
    await core.clock.pass(LONG)
    const toldAt: number[] = []
    core.wire.heard = (id, { event }) => id === ann.id && event === 'listings' && toldAt.push(core.clock.now())
    for (let adds = 1; adds <= 47; adds++) {
      for (const { roomId, tab } of players) void tab.act(roomId, 'add', { by: 1 })
      await core.clock.pass(100)
    }
    const intervals = toldAt.slice(1).map((at, index) => at - (toldAt[index] ?? 0))
    expect(toldAt.length).to.be.within(4, 5)
    expect(Math.min(...intervals)).to.be.at.least(1000)
    await core.clock.pass(LONG)
    const shown = new Map(ann.told().map(({ id, preview }) => [id, preview]))
    expect([shown.get('R:2'), shown.get('R:3')]).to.deep.equal(['total 47', 'total 47'])
  })

  it('is told soon that a room fills, though what it shows has to wait', async () => {
    const core = startCore(showing, rooms)
    const [ann, eve] = [core.connect('ann'), core.connect('eve')]
    await enter(core, eve, 'R:2')
    await look(ann, [1])
    await core.clock.pass(LONG)
    for (let adds = 1; adds <= 3; adds++) {
      await eve.act('R:2', 'add', { by: 1 })
      await core.clock.pass(50)
    }
    await enter(core, core.connect('bob'), 'R:2')
    await core.clock.pass(250)
    expect(told(ann).at(-1)).to.equal('R:2:2')
    await core.clock.pass(LONG)
    expect(ann.told().at(-1)).to.include({ members: 2, preview: 'total 3' })
  })

  it('[P10] is told of rooms that are not everybody’s only where they may enter them, whoever looks at the same', async () => {
    const core = startCore(counter, rooms)
    const [ann, bob, cid] = ['ann', 'bob', 'cid'].map((user) => core.connect(user))
    for (const tab of [ann!, bob!, cid!]) await look(tab, [1, 10])
    await enter(core, core.connect('ann', 'ann/2'), 'R:10')
    await enter(core, core.connect('eve'), 'R:2')
    await core.clock.pass(LONG)
    expect(told(ann!).sort()).to.deep.equal(['R:10:1', 'R:2:1'])
    expect([told(bob!), told(cid!)]).to.deep.equal([['R:2:1'], ['R:2:1']])
  })

  it('looks at what it asked for last, and at nothing once it says so', async () => {
    const core = startCore(counter, rooms)
    const ann = core.connect('ann')
    await look(ann, [1])
    await look(ann, [201])
    await enter(core, core.connect('eve'), 'R:2')
    await core.clock.pass(LONG)
    expect(told(ann)).to.deep.equal([])
    await ann.ask('look', null)
    await enter(core, core.connect('bob'), 'R:202')
    await core.clock.pass(LONG)
    expect(told(ann)).to.deep.equal([])
  })
})
