import { expect } from 'chai'
import { chat } from '../../../server/applications/chat.ts'
import { Renaming } from '../../../server/rooms/keeping/renaming.ts'
import { createMemoryAccounts } from '../../../server/stores/memory/memory-accounts.ts'
import { enter, settled } from '../../support/core.ts'
import { startKeptCore, user } from './support/kept-core.ts'

const [olga, mo, eve] = [user('olga'), user('mo'), user('eve')] as const
const CHAT = { ...chat, spectators: true }
const newRoom = (more: object = {}) => ({ application: 'chat', name: 'Our room', ...more })

/** Rooms of a chat, and accounts of who is in them: both stay where the server that tells the rooms is another one. */
async function scene() {
  const core = startKeptCore([{ id: 'H', name: 'Host’s', owner: 'olga' }], { rules: CHAT, roomsPerUser: 3 })
  const accounts = createMemoryAccounts()
  for (const id of ['olga', 'mo', 'eve', 'bob'])
    await accounts.addUser({ user: { id, username: id, name: id, roles: [] }, passwordHash: '' })
  const able = async (id: string) => {
    const found = await accounts.findUser(id)
    return found !== undefined && !found.deleted && !found.disabled
  }
  const start = (more: Partial<ConstructorParameters<typeof Renaming>[0]> = {}) => {
    const users = {
      untold: accounts.untold.bind(accounts),
      told: accounts.told.bind(accounts),
      heirsAmong: async (ids: readonly string[]) => {
        const fit: string[] = []
        for (const id of ids) if (await able(id)) fit.push(id)
        return fit
      },
    }
    const report = (error: unknown) => void core.reports.push(error)
    return new Renaming({ ...core, users, report, ...more })
  }
  const renaming = start()
  /** Until all is told that can be, and looked at again. */
  const tell = async (by = renaming) => {
    by.begin()
    for (let turn = 0; turn < 8; turn++) {
      await settled()
      await core.clock.pass(20_000)
    }
  }
  const stateOf = async (id: string) => {
    const found = await core.registry.find(id)
    const { room } = found ? { room: await core.registry.open(found) } : expect.fail()
    const asked = room.host.read()
    await core.clock.pass(100)
    return asked
  }
  const namesIn = async (id: string) => {
    const { state } = await stateOf(id)
    const messages = (state?.messages ?? []) as unknown as readonly { readonly name: string }[]
    return messages.slice(1).map(({ name }) => name)
  }
  const audited = async () => {
    const entries = await core.audit.entries({ limit: 99 })
    const after = entries.filter(({ what }) => /inherit|orphan|forget/.test(what)).reverse()
    return after.map(({ by, what, room, user }) => [by, what, room, user])
  }
  return { ...core, accounts, start, renaming, tell, stateOf, namesIn, audited }
}

type Scene = Awaited<ReturnType<typeof scene>>

/** Somebody comes, says something and goes again, unless they stay. */
async function speak({ connect, clock, ...core }: Scene, who: string, room: string, stays = false) {
  const tab = connect(who, `${who} in ${room}`)
  await enter({ ...core, connect, clock } as Scene, tab, room)
  await tab.act(room, 'say', { text: 'hello' })
  if (!stays) await tab.leave(room)
  return tab
}

describe('rooms hear what users are called', () => {
  it('[P3] who are called otherwise, once, also where nobody is, and are told it in all that the application keeps', async () => {
    const all = await scene()
    const { record } = await all.keeper.make(olga, newRoom())
    for (const who of ['eve', 'mo']) await speak(all, who, record.id)
    await speak(all, 'eve', 'H')
    await all.clock.pass(200_000)
    expect(all.registry.size, 'nobody is there').to.equal(0)
    await all.accounts.changeUser('eve', { name: 'Eve II' })
    await all.tell()
    expect(await all.namesIn(record.id)).to.deep.equal(['Eve II', 'mo'])
    expect(await all.namesIn('H')).to.deep.equal(['Eve II'])
    const { version } = await all.stateOf(record.id)
    await all.accounts.changeUser('eve', { name: 'Eve III' })
    await all.accounts.changeUser('eve', { name: 'Eve II' })
    await all.tell()
    expect((await all.stateOf(record.id)).version, 'they know').to.equal(version)
    expect(await all.accounts.untold('', 9)).to.deep.equal([])
  })

  it('shows whoever is there under the new name to the others, and their messages in the list', async () => {
    const all = await scene()
    const { record } = await all.keeper.make(olga, newRoom())
    await speak(all, 'eve', record.id, true)
    await all.accounts.changeUser('eve', { name: 'Eve II' })
    await all.tell()
    expect((await all.stateOf(record.id)).members.map(({ name, connected }) => [name, connected])).to.deep.equal([
      ['Eve II', true],
    ])
    expect(all.registry.listing(record.id)?.preview).to.include('Eve II')
  })
})

describe('of a deleted user', () => {
  it('everything stays in open, archived and closed rooms, as “deleted user”’s; their seat is left and their role is gone', async () => {
    const all = await scene()
    const { record: open } = await all.keeper.make(mo, newRoom())
    const { record: archived } = await all.keeper.make(mo, newRoom())
    const tabs = [await speak(all, 'eve', open.id, true), await speak(all, 'eve', archived.id, true)]
    await speak(all, 'eve', 'H')
    const host = await all.registry.open((await all.registry.find('H')) ?? expect.fail())
    const given = host.host.setRole('eve', 'moderator')
    await all.clock.pass(100)
    await given
    await all.keeper.archive(mo, archived.id)
    for (const tab of tabs) tab.disconnect()
    await all.accounts.deleteUser('eve')
    all.registry.dismiss('eve')
    await all.tell()
    for (const id of [open.id, archived.id, 'H']) expect(await all.namesIn(id), id).to.deep.equal(['deleted user'])
    expect((await all.stateOf(open.id)).members).to.deep.equal([])
    expect((await all.stateOf(archived.id)).members.map(({ name }) => name)).to.deep.equal(['deleted user'])
    expect((await all.stateOf('H')).roles).to.deep.equal({})
    for (const id of [open.id, 'H']) expect((await all.registry.find(id))?.standing.preview).to.include('deleted user')
    expect(all.reports).to.deep.equal([])
  })

  it('rooms go to who has been their moderator for longest and is still there, over any limit; else to the archive', async () => {
    const all = await scene()
    const make = async (more?: object) => (await all.keeper.make(olga, newRoom(more))).record.id
    const [inherited, orphaned, deleted] = [await make({ private: true }), await make(), await make()]
    for (const id of ['bob', 'mo', 'eve']) await all.keeper.setRole(olga, inherited, id, 'moderator')
    await all.keeper.setRole(olga, deleted, 'mo', 'moderator')
    await all.keeper.delete(olga, deleted)
    for (let n = 0; n < 3; n++) await all.keeper.make(mo, newRoom())
    await all.accounts.disableUser('bob', true)
    await all.accounts.deleteUser('olga')
    await all.tell()
    const rooms = await Promise.all([inherited, orphaned, deleted].map((id) => all.catalogue.find(id)))
    expect(rooms[0]).to.deep.include({ archived: false })
    expect(rooms[0]?.record).to.deep.include({ owner: 'mo', moderators: ['bob', 'eve'], users: ['bob', 'mo', 'eve'] })
    expect(rooms[1]).to.include({ archived: true }).and.not.to.have.nested.property('record.owner')
    expect(await all.keeper.restore(user('root', 'administrator'), orphaned)).to.include({ archived: false })
    expect(rooms[2]?.record).to.include({ owner: 'mo' }).and.to.have.property('deletedAt')
    expect(await all.audited()).to.have.deep.members([
      ['$system', 'room.inherit', inherited, 'mo'],
      ['$system', 'room.orphan', orphaned, 'olga'],
      ['$system', 'room.inherit', deleted, 'mo'],
    ])
    expect((await all.catalogue.find('H'))?.record.owner, 'which the host’s code says').to.equal('olga')
  })

  it('nothing names them among a room’s people, nor in its links and knocks', async () => {
    const all = await scene()
    const { id } = (await all.keeper.make(olga, newRoom({ private: true }))).record
    await all.keeper.setRole(olga, id, 'eve', 'moderator')
    await all.keeper.ban(olga, id, 'bob', { until: null, reason: '' })
    await all.doors.knock(id, { user: eve, at: 0 }, { most: 5, since: 0 })
    await all.accounts.deleteUser('eve')
    await all.accounts.deleteUser('bob')
    await all.tell()
    const { record } = (await all.catalogue.find(id)) ?? {}
    expect(record).to.deep.include({ owner: 'olga', moderators: [], users: ['olga'], bans: [] })
    expect(await all.doors.knocksOf(id, 0)).to.deep.equal([])
    expect((await all.audited()).map(([, what, , who]) => [what, who])).to.have.deep.members([
      ['room.forget', 'eve'],
      ['room.forget', 'bob'],
    ])
  })

  it('what an ended server has begun, the next one goes on with, and nothing is done twice', async () => {
    const all = await scene()
    const ids: string[] = []
    for (let n = 0; n < 3; n++) ids.push((await all.keeper.make(olga, newRoom())).record.id)
    for (const id of ids) await all.keeper.setRole(olga, id, 'mo', 'moderator')
    for (const id of ids) await speak(all, 'olga', id)
    await all.accounts.deleteUser('olga')
    // It ends when it has told one of them: nothing more is stored by it.
    let left = 2
    const ended =
      <Args extends unknown[], Result>(does: (...args: Args) => Promise<Result>) =>
      (...args: Args) =>
        left-- > 0 ? does(...args) : new Promise<Result>(() => {})
    const first = all.start({
      keeper: { depart: ended(all.keeper.depart.bind(all.keeper)) },
    })
    first.begin()
    await settled()
    await all.clock.pass(100)
    expect((await all.audited()).length, 'in the middle').to.equal(2)
    await all.tell(all.start())
    for (const id of ids) {
      expect((await all.catalogue.find(id))?.record).to.deep.include({ owner: 'mo', moderators: [] })
      expect(await all.namesIn(id)).to.deep.equal(['deleted user'])
    }
    expect((await all.audited()).map(([, , room]) => room)).to.have.members(ids)
    const versions = async () => Promise.all(ids.map(async (id) => (await all.stateOf(id)).version))
    const before = await versions()
    await all.tell(all.start())
    expect(await versions()).to.deep.equal(before)
    expect(await all.accounts.untold('', 9)).to.deep.equal([])
  })

  it('what could not be stored is tried again', async () => {
    const all = await scene()
    const { id } = (await all.keeper.make(mo, newRoom())).record
    await speak(all, 'eve', id)
    await all.accounts.deleteUser('eve')
    all.log.failNext = 'before'
    await all.tell()
    await all.tell()
    expect(await all.namesIn(id)).to.deep.equal(['deleted user'])
    expect(all.reports).not.to.deep.equal([])
  })

  it('a socket that came in after all leaves nothing either', async () => {
    const all = await scene()
    const { id } = (await all.keeper.make(mo, newRoom())).record
    await all.accounts.deleteUser('eve')
    all.renaming.begin()
    await settled()
    const tab = await speak(all, 'eve', id, true)
    tab.disconnect()
    await all.tell()
    await all.tell()
    expect(await all.namesIn(id)).to.deep.equal(['deleted user'])
    expect((await all.stateOf(id)).members).to.deep.equal([])
    expect(await all.accounts.untold('', 9)).to.deep.equal([])
  })
})
