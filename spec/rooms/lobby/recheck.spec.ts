import { expect } from 'chai'
import { z } from 'zod/mini'
import type { Removal } from '../../../server/protocol/events.ts'
import type { Access } from '../../../server/rooms/ports.ts'
import { type Core, enter, settled, startCore, type Tab } from '../../support/core.ts'
import { counter } from '../../support/counter.ts'

const application = {
  ...counter,
  players: { min: 1, max: 5 },
  spectators: true,
  presence: z.object({ typing: z.boolean() }),
  history: { add: true as const },
}
const ROOMS = [
  { id: 'R:1', name: 'First' },
  { id: 'R:2', name: 'Second' },
]

/** A server whose host says who may not do what: `ann enter R:1`. */
async function guarded() {
  const denied = new Set<string>()
  const may: Access['may'] = ({ id }, operation, room) => !denied.has(`${id} ${operation} ${room.id}`)
  const deny = (user: string, room = 'R:1'): void => {
    for (const operation of ['enter', 'spectate', 'act']) denied.add(`${user} ${operation} ${room}`)
  }
  const core = startCore(application, ROOMS, { may })
  const [ann, bob] = [core.connect('ann'), core.connect('bob')]
  await enter(core, ann)
  await enter(core, bob)
  return { core, ann, bob, denied, deny }
}

const removals = (tab: Tab): unknown[] => tab.sent('removed').map(({ args }) => args)
const codeOf = (tab: Tab): string | undefined => (tab.sent('removed')[0]?.args[1] as Removal | undefined)?.error.code
const gone = (tab: Tab): unknown[] => tab.sent('gone').flatMap(({ args }) => args)
const membersOf = async (core: Core, tab: Tab) => (await enter(core, tab)).snapshot.room.members.map(({ id }) => id)

describe('rights that have changed', () => {
  it('[P10] whoever may no longer be in a room is out in that very step: no frame, no presence, no seat', async () => {
    const { core, ann, bob, deny } = await guarded()
    const second = core.connect('bob', 'bob/2')
    await enter(core, second)
    await ann.act('R:1', 'add', { by: 1 })
    await core.clock.pass(100)
    // On its way, and not sent: it must not be sent to bob any more.
    const added = ann.act('R:1', 'add', { by: 41 })
    await settled()
    deny('bob')
    const before = [bob, second].map((tab) => tab.sent('frame').length)
    void core.lobby.recheck({ room: 'R:1' })
    ann.tell('present', 'R:1', { typing: true })
    expect(await added).to.include({ ok: true })
    await core.clock.pass(1000)
    expect([bob, second].map((tab) => tab.sent('frame').length)).to.deep.equal(before)
    for (const tab of [bob, second]) {
      expect([codeOf(tab), gone(tab), tab.sent('presence')]).to.deep.equal(['ROOM_NOT_FOUND', ['R:1'], []])
      for (const asked of [tab.act('R:1', 'add', { by: 1 }), tab.enter('R:1'), tab.ask('history', 'R:1', {})]) {
        expect(await asked).to.nested.include({ 'error.code': 'ROOM_NOT_FOUND', 'error.retryable': false })
      }
    }
    expect(await membersOf(core, ann)).to.deep.equal(['ann'])
    expect([removals(ann), gone(ann)]).to.deep.equal([[], []])
    expect(core.reports).to.deep.equal([])
  })

  it('[P10] of a user: their rooms everywhere, and nobody else’s', async () => {
    const { core, ann, bob, deny } = await guarded()
    await enter(core, bob, 'R:2')
    for (const user of ['ann', 'bob']) for (const { id } of ROOMS) deny(user, id)
    await core.lobby.recheck({ user: 'bob' })
    expect(removals(bob).map((args) => (args as unknown[])[0])).to.have.members(['R:1', 'R:2'])
    expect(removals(ann)).to.deep.equal([])
    expect(bob.sent('lobby'), 'told to ask for the list anew').to.have.length(2)
    expect(await bob.list()).to.deep.include({ rooms: [] })
    await core.clock.pass(100)
    await core.lobby.recheck({})
    expect(codeOf(ann)).to.equal('ROOM_NOT_FOUND')
  })

  it('[P10] who may still watch is told FORBIDDEN, keeps the room in the list, and may watch it', async () => {
    const { core, bob, denied } = await guarded()
    denied.add('bob enter R:1')
    await core.lobby.recheck({ room: 'R:1' })
    expect([codeOf(bob), gone(bob)]).to.deep.equal(['FORBIDDEN', []])
    const watching = await enter(core, bob, 'R:1', { spectate: true })
    expect(watching.snapshot.room.members.map(({ id }) => id)).to.deep.equal(['ann'])
    denied.add('bob spectate R:1')
    await core.lobby.recheck({})
    expect(removals(bob)).to.have.length(2)
  })

  it('[P10] lists follow both ways, and nobody hears of a room that they never knew of', async () => {
    const { core, deny, denied } = await guarded()
    deny('cid')
    const [cid, dan] = [core.connect('cid'), core.connect('dan')]
    for (const tab of [cid, dan]) await tab.list()
    await core.lobby.recheck({ room: 'R:1' })
    expect([gone(cid), cid.told()], 'never knew').to.deep.equal([[], []])
    deny('dan')
    await core.lobby.recheck({ room: 'R:1' })
    await core.lobby.recheck({ room: 'R:1' })
    expect(gone(dan), 'knew, and is told once').to.deep.equal(['R:1'])
    denied.clear()
    await core.lobby.recheck({ room: 'R:1' })
    for (const tab of [cid, dan]) expect(tab.told().at(-1)).to.include({ id: 'R:1', members: 2 })
    await core.lobby.recheck({ room: 'R:none' })
  })

  it('[P10] lists follow though nothing of them is looked at, as in a hidden page; who keeps none any more hears nothing', async () => {
    const { core, deny, denied } = await guarded()
    for (const user of ['cid', 'dan']) deny(user)
    const [cid, dan] = [core.connect('cid'), core.connect('dan')]
    for (const tab of [cid, dan]) await tab.list()
    await cid.ask('look', { rooms: [] })
    await dan.ask('look', null)
    denied.clear()
    await core.lobby.recheck({ room: 'R:1' })
    expect(cid.told().at(-1)).to.include({ id: 'R:1', members: 2 })
    expect(dan.told()).to.deep.equal([])
  })

  it('[P4] says what became of the actions before, once the log holds them', async () => {
    const { core, bob, deny } = await guarded()
    await bob.act('R:1', 'add', { by: 1 })
    core.log.hold()
    const second = bob.act('R:1', 'add', { by: 2 })
    await settled()
    deny('bob')
    const rechecked = core.lobby.recheck({ room: 'R:1' })
    await core.clock.pass(100)
    expect(removals(bob), '[P3] not before').to.deep.equal([])
    await core.log.release()
    await rechecked
    expect(await second).to.include({ ok: true })
    const [, { client }] = removals(bob)[0] as [string, Removal]
    expect(client?.last).to.equal(2)
    expect(client?.answers.map(({ seq, answer }) => [seq, answer.ok])).to.deep.equal([
      [1, true],
      [2, true],
    ])
  })

  it('[P4] where the log failed nobody can say, and the seat is free when the room is open again', async () => {
    const { core, ann, bob, deny } = await guarded()
    core.log.failNext = 'before'
    const lost = bob.act('R:1', 'add', { by: 2 })
    expect(await lost).to.nested.include({ 'error.code': 'NOT_STORED' })
    deny('bob')
    // The room is being opened from the log just now.
    await core.lobby.recheck({ room: 'R:1' })
    expect(removals(bob)).to.have.length(1)
    expect(removals(bob)[0]).not.to.have.nested.property('1.client')
    await core.clock.pass(2000)
    expect(await membersOf(core, ann)).to.deep.equal(['ann'])
  })

  it('[P4] where the log fails at the very leaving, the seat is free all the same when the room is open again', async () => {
    const { core, ann, bob, deny } = await guarded()
    deny('bob')
    core.log.failNext = 'before'
    await core.lobby.recheck({ room: 'R:1' })
    expect(removals(bob)).to.have.length(1)
    // Long before the grace of a lost connection would be over.
    await core.clock.pass(2000)
    expect(await membersOf(core, ann)).to.deep.equal(['ann'])
  })

  it('[P7] who asked to watch, and was refused, is judged as the player that they still are', async () => {
    const { core, ann, bob, denied } = await guarded()
    const asked = bob.enter('R:1', { spectate: true, rules: 0 })
    expect(await asked).to.nested.include({ 'error.code': 'CLIENT_OUTDATED' })
    denied.add('bob enter R:1')
    await core.lobby.recheck({ room: 'R:1' })
    expect(codeOf(bob)).to.equal('FORBIDDEN')
    expect(await membersOf(core, ann)).to.deep.equal(['ann'])
  })

  /** Cid is put out while entering; `before` is called before the log answers. */
  async function putOutWhileEntering({ core, deny }: Awaited<ReturnType<typeof guarded>>, before = (): void => {}) {
    const cid = core.connect('cid')
    core.log.hold()
    const entering = cid.enter('R:1')
    await core.clock.pass(20)
    deny('cid')
    const rechecked = core.lobby.recheck({ user: 'cid' })
    before()
    await core.log.release()
    await rechecked
    return { cid, answer: await entering }
  }

  it('[P10] who was still entering is not let in', async () => {
    const scene = await guarded()
    const { core, ann } = scene
    const { cid, answer } = await putOutWhileEntering(scene)
    expect(answer).to.nested.include({ 'error.code': 'ROOM_NOT_FOUND' })
    await ann.act('R:1', 'add', { by: 1 })
    await core.clock.pass(100)
    expect(cid.sent('frame')).to.deep.equal([])
    expect(await membersOf(core, ann)).to.deep.equal(['ann', 'bob'])
  })

  it('[P10] who was put out while entering, and may enter again, is told to try again', async () => {
    const scene = await guarded()
    const { cid, answer } = await putOutWhileEntering(scene, () => scene.denied.clear())
    expect(answer).to.nested.include({ 'error.code': 'ROOM_BUSY', 'error.retryable': true })
    expect((await enter(scene.core, cid)).snapshot.room.members).to.have.length(3)
  })

  it('[P7] a page of the past that is being read is not handed to who was put out meanwhile', async () => {
    const { core, ann, bob, deny } = await guarded()
    await ann.act('R:1', 'add', { by: 1 })
    const read = core.log.history.bind(core.log)
    let pass = (): void => expect.fail('nobody reads')
    core.log.history = async (...args) => {
      await new Promise<void>((resolve) => {
        pass = resolve
      })
      return read(...args)
    }
    const reading = bob.ask('history', 'R:1', {})
    await settled()
    deny('bob')
    await core.lobby.recheck({ room: 'R:1' })
    pass()
    expect(await reading).to.nested.include({ 'error.code': 'NOT_A_MEMBER' })
  })
})
