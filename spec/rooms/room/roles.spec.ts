import { expect } from 'chai'
import type { Answer, EnterAnswer, Frame } from '../../../server/protocol/events.ts'
import type { Access } from '../../../server/rooms/ports.ts'
import { MAX_GIVEN_ROLES } from '../../../server/rooms/room/roles.ts'
import { applyPatches } from '../../../server/state/apply.ts'
import { commits, restart } from '../../support/clockwork.ts'
import { type Core, enter, settled, startCore, type Tab } from '../../support/core.ts'
import { council } from '../../support/council.ts'

const ROOMS = [{ id: 'R:1', name: 'Room', owner: 'ann', moderators: ['bob'] }]

async function meeting(options: Parameters<typeof startCore>[2] = {}, rooms: Parameters<typeof startCore>[1] = ROOMS) {
  const core = startCore(council, rooms, options)
  const [ann, bob, cid] = [core.connect('ann'), core.connect('bob'), core.connect('cid')]
  for (const tab of [ann, bob, cid]) await enter(core, tab)
  await core.clock.pass(100)
  return { core, ann, bob, cid }
}

async function hostOf({ registry }: Core, roomId = 'R:1') {
  const found = await registry.find(roomId)
  if (!found) throw new Error(`there is no room ${roomId}`)
  return (await registry.open(found)).host
}

/** Gives a role, and lets a beat of the log's pass. */
async function give(core: Core, user: string, role: 'member' | 'moderator' | 'owner'): Promise<unknown> {
  const giving = (await hostOf(core)).setRole(user, role).then(
    () => 'given',
    ({ code }: { code: string }) => code,
  )
  await core.clock.pass(50)
  return giving
}

async function logOf(core: Core): Promise<readonly string[]> {
  const reading = (await hostOf(core)).read()
  await core.clock.pass(50)
  return (await reading).state?.log as readonly string[]
}

const membersSeen = async (core: Core, user = 'watcher') => {
  const tab = core.connect(user, `${user}/${core.clock.now()}`)
  const { snapshot } = await enter(core, tab, 'R:1', { spectate: true })
  tab.disconnect()
  return snapshot.room.members
}
const roleAt = (answer: Answer): string => ((answer as { result?: { role: string } }).result ?? { role: 'none' }).role
const speak = async (tab: Tab): Promise<string> => roleAt(await tab.act('R:1', 'speak', {}))

/** Everything that a tab was ever sent, as text. */
const received = (tab: Tab, ...answers: unknown[]): string => JSON.stringify([tab.sent(), ...answers])

describe('roles in a room', () => {
  it('are said of those who are more than members, and of nobody else', async () => {
    const { core, ann, cid } = await meeting()
    expect(await membersSeen(core)).to.deep.equal([
      { id: 'ann', name: 'ann', connected: true, role: 'owner' },
      { id: 'bob', name: 'bob', connected: true, role: 'moderator' },
      { id: 'cid', name: 'cid', connected: true },
    ])
    const told = (await ann.act('R:1', 'speak', {})) as unknown as { result: { role: string; members: unknown } }
    expect(told.result.members).to.deep.equal([
      { id: 'ann', name: 'ann', role: 'owner' },
      { id: 'bob', name: 'bob', role: 'moderator' },
      { id: 'cid', name: 'cid' },
    ])
    expect([told.result.role, await speak(cid)]).to.deep.equal(['owner', 'member'])
  })

  it('are told to all rules: who begins, joins, leaves; what happens by itself has every right', async () => {
    const { core, bob, ann } = await meeting()
    await ann.act('R:1', 'ring', {})
    await core.clock.pass(2000)
    await bob.leave('R:1')
    expect(await logOf(core)).to.deep.equal([
      'began ann:owner',
      'joined bob moderator of 2',
      'joined cid member of 3',
      'bell owner',
      'left bob moderator',
    ])
  })

  it('[P2] change in order with the actions around them, one of which is judged by what its sender was at its turn', async () => {
    const { core, cid } = await meeting()
    const host = await hostOf(core)
    core.log.hold()
    const act = (seq: number) => cid.request('act', 'R:1', { client: 'cid/1', seq, name: 'speak', payload: {} })
    const [first, promoted] = [act(1), host.setRole('cid', 'moderator')]
    const [second, demoted, third] = [act(2), host.setRole('cid', 'member'), act(3)]
    await settled()
    await core.log.release()
    await core.clock.pass(100)
    await Promise.all([promoted, demoted])
    const roles = [await first, await second, await third].map(roleAt)
    expect(roles).to.deep.equal(['member', 'moderator', 'member'])
    expect(commits(core).slice(-5)).to.deep.equal(['action speak', 'role', 'action speak', 'role', 'action speak'])
  })

  it('[P3] are shown to nobody, and said to be given, before the log holds it; then to all', async () => {
    const { core, ann, bob } = await meeting()
    const before = received(ann) + received(bob)
    core.log.hold()
    let given = false
    const giving = (await hostOf(core)).setRole('cid', 'owner').then(() => {
      given = true
    })
    await core.clock.pass(1000)
    expect([given, received(ann) + received(bob)]).to.deep.equal([false, before])
    await core.log.release()
    await core.clock.pass(100)
    await giving
    const frames = [ann, bob].map((tab) => (tab.sent('frame').at(-1)?.args[1] as Frame | undefined)?.patches)
    expect(frames).to.deep.equal(Array(2).fill([['set', ['$room', 'members', 2, 'role'], 'owner']]))
  })

  it('[P3] that the log did not take were never there', async () => {
    const { core, cid } = await meeting()
    core.log.failNext = 'before'
    expect(await give(core, 'cid', 'owner')).to.equal('NOT_STORED')
    await core.clock.pass(2000)
    expect(await speak(cid)).to.equal('member')
    expect(await give(core, 'cid', 'owner')).to.equal('given')
    expect(await speak(cid)).to.equal('owner')
  })

  it('[P3] that were given outlive leaving and a restart, and hold over what the host’s code names', async () => {
    const { core, bob, cid } = await meeting()
    await give(core, 'cid', 'moderator')
    await give(core, 'bob', 'member')
    for (const tab of [bob, cid]) await tab.leave('R:1')
    await give(core, 'dan', 'owner')
    for (const tab of [bob, cid]) await enter(core, tab)
    expect([await speak(bob), await speak(cid)]).to.deep.equal(['member', 'moderator'])
    await core.registry.stop()
    const again = startCore(council, ROOMS, { clock: core.clock, log: core.log })
    const back = ['bob', 'cid', 'dan', 'ann'].map((user) => again.connect(user, `${user}/2`))
    for (const tab of back) await enter(again, tab)
    const roles: string[] = []
    for (const tab of back) roles.push(await speak(tab))
    expect(roles).to.deep.equal(['member', 'moderator', 'owner', 'owner'])
  })

  it('follow what the host’s code names where none was given, at the next start too', async () => {
    const { core } = await meeting()
    await core.registry.stop()
    const rooms = [{ id: 'R:1', name: 'Room', owner: 'bob', moderators: ['cid'] }]
    const again = startCore(council, rooms, { clock: core.clock, log: core.log })
    const back = ['ann', 'bob', 'cid'].map((user) => again.connect(user, `${user}/2`))
    for (const tab of back) await enter(again, tab)
    expect((await membersSeen(again)).map(({ role }) => role)).to.deep.equal([undefined, 'owner', 'moderator'])
  })

  it('[P7] that were given to somebody who is not there are told to nobody: in no frame, snapshot, nor to who returns', async () => {
    const { core, ann, cid } = await meeting()
    const { version, epoch } = (await enter(core, core.connect('eve'))) as EnterAnswer
    const seen: unknown[] = []
    const host = await hostOf(core)
    host.observe((view) => seen.push(view))
    await give(core, 'absentee', 'moderator')
    await give(core, 'cid', 'owner')
    const back = core.connect('eve', 'eve/2')
    const returned = await enter(core, back, 'R:1', { version, epoch })
    const fresh = await enter(core, core.connect('fay'))
    const told = [received(ann), received(cid), received(back, returned), JSON.stringify(fresh)]
    for (const text of told) expect(text).not.to.include('absentee').and.not.to.include('roles')
    expect(returned).to.have.property('patches')
    expect(received(ann)).to.include('"role"],"owner"')
    expect(seen.at(-1), 'to the host').to.deep.include({ roles: { absentee: 'moderator', cid: 'owner' } })
  })

  it('[P8] frames lead to what a fresh snapshot says of everybody, through promotion, demotion, coming and going', async () => {
    const core = startCore(council, ROOMS)
    const ann = core.connect('ann')
    const { snapshot } = await enter(core, ann)
    let head: object = { $room: snapshot.room, ...snapshot.state }
    const cid = core.connect('cid')
    await enter(core, cid)
    for (const role of ['moderator', 'owner', 'member', 'moderator'] as const) await give(core, 'cid', role)
    await cid.leave('R:1')
    await enter(core, cid)
    cid.disconnect()
    await core.clock.pass(100)
    for (const { args } of ann.sent('frame')) head = applyPatches(head, (args[1] as Frame).patches)
    const { snapshot: last } = await enter(core, core.connect('ann', 'ann/2'))
    expect(JSON.stringify(head)).to.equal(JSON.stringify({ $room: last.room, ...last.state }))
    expect(last.room.members.map(({ role }) => role)).to.deep.equal(['owner', 'moderator'])
  })

  it('make no commit where nothing changes', async () => {
    const { core } = await meeting()
    const before = commits(core).length
    await give(core, 'ann', 'owner')
    await give(core, 'cid', 'member')
    await give(core, 'cid', 'moderator')
    await give(core, 'cid', 'moderator')
    expect(commits(core).slice(before)).to.deep.equal(['role'])
  })

  it('[P9] are kept of so many users, and taken back they need no place', async () => {
    const { core } = await meeting()
    const host = await hostOf(core)
    const giving: Promise<unknown>[] = []
    for (let user = 0; user < MAX_GIVEN_ROLES; user++) {
      giving.push(host.setRole(`user:${user}`, 'moderator'))
      if (user % 100 === 99) await core.clock.pass(50)
    }
    await Promise.all(giving)
    expect(await give(core, 'one more', 'moderator')).to.equal('TOO_LARGE')
    expect(await give(core, 'user:1', 'owner'), 'no more than there were').to.equal('given')
    expect(await give(core, 'user:0', 'member')).to.equal('given')
    expect(await give(core, 'one more', 'moderator')).to.equal('given')
  })

  it('[P6] of a connection that was lost stay, and are anew what they are by now when it is back', async () => {
    const { core, cid } = await meeting()
    await give(core, 'cid', 'moderator')
    cid.disconnect()
    expect((await membersSeen(core)).at(-1)).to.include({ connected: false, role: 'moderator' })
    await give(core, 'cid', 'owner')
    expect((await membersSeen(core)).at(-1)).to.include({ connected: false, role: 'owner' })
    const back = core.connect('cid', 'cid/2')
    await enter(core, back)
    expect(await speak(back)).to.equal('owner')
  })
})

describe('roles that the accounts’ side gives', () => {
  /** What a host says of users, over what the room says. */
  async function governed() {
    const above = new Map<string, 'member' | 'moderator' | 'owner'>()
    const roleOf: Access['roleOf'] = ({ id }, _room, own) => above.get(id) ?? own
    return { ...(await meeting({ roleOf })), above }
  }

  it('[P10] are asked when somebody takes a seat, and change by a recheck in that very step', async () => {
    const { core, bob, cid, above } = await governed()
    above.set('cid', 'owner')
    expect(await speak(cid), 'until it is asked').to.equal('member')
    const act = (tab: Tab, seq: number) =>
      tab.request('act', 'R:1', { client: tab.client, seq, name: 'speak', payload: {} })
    const rechecked = core.lobby.recheck({ user: 'cid' })
    const acted = act(cid, 2)
    await core.clock.pass(100)
    await rechecked
    expect([roleAt(await acted), await speak(bob)]).to.deep.equal(['owner', 'moderator'])
    above.set('bob', 'member')
    above.delete('cid')
    await Promise.all([core.lobby.recheck({ room: 'R:none' }), core.lobby.recheck({ user: 'ann' })])
    expect((await membersSeen(core)).map(({ role }) => role)).to.deep.equal(['owner', 'moderator', 'owner'])
    const again = core.lobby.recheck({ room: 'R:1' })
    await core.clock.pass(100)
    await again
    expect((await membersSeen(core)).map(({ role }) => role)).to.deep.equal(['owner', undefined, undefined])
  })

  it('hold over what was given in the room, which holds again without them', async () => {
    const { core, cid, above } = await governed()
    above.set('cid', 'owner')
    await give(core, 'cid', 'moderator')
    expect(await speak(cid)).to.equal('owner')
    above.delete('cid')
    const rechecked = core.lobby.recheck({})
    await core.clock.pass(100)
    await rechecked
    expect(await speak(cid)).to.equal('moderator')
  })

  it('are asked anew where the log failed just then', async () => {
    const { core, cid, above } = await governed()
    core.log.failNext = 'before'
    above.set('cid', 'owner')
    const rechecked = core.lobby.recheck({})
    await core.clock.pass(2000)
    await rechecked
    expect(await speak(cid)).to.equal('owner')
  })

  it('are as the connection says that entered last', async () => {
    const roleOf: Access['roleOf'] = ({ name }, _room, own) => (name === 'Chief' ? 'owner' : own)
    const { core, cid } = await meeting({ roleOf })
    const chief = core.connect('cid', 'cid/2', 'cid/2', 'Chief')
    await enter(core, chief)
    expect([await speak(cid), await speak(chief)]).to.deep.equal(['owner', 'owner'])
    const rechecked = core.lobby.recheck({})
    await core.clock.pass(100)
    await rechecked
    expect(await speak(cid)).to.equal('owner')
    await enter(core, cid)
    expect(await speak(chief)).to.equal('member')
  })
})

describe('roles in data of before', () => {
  it('are nobody’s: a room without any opens as it was', async () => {
    const { core, ann } = await meeting({}, [{ id: 'R:1', name: 'Room' }])
    const before = JSON.stringify(await membersSeen(core))
    expect(before).not.to.include('role')
    await ann.act('R:1', 'speak', {})
    await core.registry.stop()
    const again = await restart(core, council)
    const back = again.connect('ann', 'ann/2')
    await enter(again, back)
    expect(await speak(back)).to.equal('member')
  })
})
