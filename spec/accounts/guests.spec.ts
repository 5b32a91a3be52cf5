import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { createAccounts } from '../../server/accounts/accounts.ts'
import { mayMakeRooms } from '../../server/accounts/room-rights.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { memoryParts } from './memory-parts.ts'
import { RecordingHasher } from './recording-hasher.ts'
import { refusalCode } from './rejection.ts'

const PASSWORD = 'a long enough one'
const WANTED = 'correct horse battery'
const HERE = { address: '192.0.2.1', browser: 'Any/1.0' }
const HOUR = 60 * 60 * 1000

async function setUp({ invitations = false } = {}) {
  const onError = (error: unknown) => {
    throw error
  }
  const clock = new FakeClock()
  const parts = memoryParts()
  const accounts = createAccounts({
    ...parts,
    clock,
    randomBytes,
    onError,
    hasher: new RecordingHasher(),
    delays: false,
    invitations,
  })
  await accounts.ensureUser({ username: 'ada', password: PASSWORD })
  await accounts.ensureUser({ username: 'root', password: PASSWORD, roles: ['administrator'] })
  const { token } = await accounts.signIn('root', PASSWORD)
  const root = (await accounts.authenticate(token)) ?? expect.fail('no session')
  const pass = async (time: number) => {
    for (let passed = 0; passed < time; passed += HOUR / 2) {
      clock.advance(HOUR / 2)
      for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
    }
  }
  return { accounts, root, clock, pass, store: parts.store }
}

describe('guests', () => {
  it('come in with a name that is free and looks like nobody’s', async () => {
    const { accounts } = await setUp()
    const { token, user } = await accounts.guest(' Grace  Hopper ', HERE)
    expect(user).to.deep.include({ name: 'Grace Hopper', roles: ['guest'] })
    expect((await accounts.authenticate(token))?.user).to.deep.equal(user)
    for (const taken of ['ada', '\u0430da', 'GRACE hopper', 'Administrator']) {
      expect(await refusalCode(accounts.guest(taken)), taken).to.equal('NAME_TAKEN')
    }
    expect(await refusalCode(accounts.guest('a\u202eb'))).to.equal('INVALID_NAME')
    const many = await Promise.allSettled([1, 2, 3].map(() => accounts.guest('Eve')))
    expect(many.filter(({ status }) => status === 'fulfilled')).to.have.length(1)
  })

  it('are gone after a day unused, and their names are free; what they left names a deleted user', async () => {
    const { accounts, pass, store } = await setUp()
    const [idle, busy] = [await accounts.guest('Idle'), await accounts.guest('Busy')]
    for (let day = 0; day < 3; day++) {
      await pass(20 * HOUR)
      expect((await accounts.authenticate(busy.token))?.user.name, `day ${day}`).to.equal('Busy')
    }
    expect(await accounts.authenticate(idle.token)).to.equal(undefined)
    expect((await accounts.namesOf([idle.user.id])).get(idle.user.id)).to.equal('deleted user')
    expect((await store.findUser(busy.user.id))?.deleted).to.equal(undefined)
    expect((await accounts.guest('Idle')).user.id).not.to.equal(idle.user.id)
  })

  it('[P9] all go within the hour, however many they are, some at a time; none any more once the server stops', async () => {
    const { accounts, pass, store, clock } = await setUp()
    const asked: number[] = []
    const removeGuests = store.removeGuests.bind(store)
    let cameBack = false
    Object.assign(store, {
      async removeGuests(which: Parameters<typeof removeGuests>[0]) {
        const gone = await removeGuests('limit' in which && !cameBack ? { ...which, limit: which.limit - 1 } : which)
        cameBack ||= gone > 0
        asked.push(gone)
        return gone
      },
    })
    const name = (n: number): string => `Passer ${String.fromCharCode(97 + (n % 26), 97 + Math.floor(n / 26))}`
    const enterAll = async () => Promise.all(Array.from({ length: 250 }, (_, n) => accounts.guest(name(n))))
    const all = await enterAll()
    await pass(23 * HOUR)
    expect(asked.filter((gone) => gone > 0)).to.deep.equal([])
    await pass(3 * HOUR)
    const called = await store.namesOf(all.map(({ user }) => user.id))
    expect(new Set(called.values())).to.deep.equal(new Set(['deleted user']))
    expect(
      asked.filter((gone) => gone > 0),
      'also where one of the first came back',
    ).to.deep.equal([99, 100, 51])
    await enterAll()
    await pass(24.5 * HOUR)
    asked.length = 0
    Object.assign(store, {
      async removeGuests(which: Parameters<typeof removeGuests>[0]) {
        accounts.stop()
        asked.push(await removeGuests(which))
        return asked[0]
      },
    })
    await pass(3 * HOUR)
    expect([asked, clock.timers]).to.deep.equal([[100], 0])
  })

  it('are gone with their last session, and their names are free at once', async () => {
    const { accounts } = await setUp()
    const { token, user } = await accounts.guest('Grace')
    const another = await accounts.another(token)
    await accounts.signOut(token)
    expect((await accounts.authenticate(another.token))?.user.name).to.equal('Grace')
    await accounts.signOut(another.token)
    expect((await accounts.namesOf([user.id])).get(user.id)).to.equal('deleted user')
    await accounts.guest('Grace')
    const { token: adas } = await accounts.signIn('ada', PASSWORD)
    await accounts.signOut(adas)
    expect((await accounts.signIn('ada', PASSWORD)).user.username, 'nobody else is').to.equal('ada')
  })

  it('sign in by nothing else, get no password and no roles, and make no rooms unless they may', async () => {
    const { accounts, root } = await setUp()
    const { token, user } = await accounts.guest('Grace')
    for (const password of ['', ' ', 'password']) {
      expect(await refusalCode(accounts.signIn('grace', password))).to.equal('WRONG_CREDENTIALS')
    }
    const by = (await accounts.authenticate(token)) ?? expect.fail('no session')
    const change = { old: '', wanted: 'correct horse battery' }
    expect(await refusalCode(accounts.own.changePassword(by, change, HERE))).to.equal('FORBIDDEN')
    expect(await refusalCode(accounts.own.delete(by, '', HERE))).to.equal('FORBIDDEN')
    expect(await refusalCode(accounts.links.makeReset(root, 'grace'))).to.equal('FORBIDDEN')
    expect(await refusalCode(accounts.others.setRoles(root, 'grace', ['moderator']))).to.equal('FORBIDDEN')
    expect(await refusalCode(accounts.others.list(by, { search: '', limit: 1 }))).to.equal('FORBIDDEN')
    for (const makers of ['everyone', 'moderators', 'administrators'] as const) {
      expect(mayMakeRooms(user, makers)).to.equal(false)
    }
    for (const each of [user, root.user, { id: 'ada' }]) expect(mayMakeRooms(each, 'guests')).to.equal(true)
    expect((await accounts.others.disable(root, 'grace', true)).disabled).to.equal(true)
    expect(await accounts.authenticate(token)).to.equal(undefined)
  })

  describe('that become accounts', function () {
    // What estimates passwords is loaded first.
    this.timeout(20_000)

    const identity = async (accounts: Awaited<ReturnType<typeof setUp>>['accounts'], token: string) =>
      (await accounts.authenticate(token)) ?? expect.fail('no session')

    it('keep id and session, and have the rights of an account at once; asked again, it is answered again', async () => {
      const { accounts, pass } = await setUp()
      const { token, user } = await accounts.guest('Grace')
      const by = await identity(accounts, token)
      const told: unknown[] = []
      accounts.onUserChanged(({ id, roles }) => told.push([id, roles]))
      const wanted = { username: 'Grace Hopper', password: WANTED }
      const settled = await accounts.settle(by, wanted, HERE)
      expect(settled).to.deep.include({ id: user.id, name: 'Grace Hopper', username: 'grace hopper', roles: [] })
      expect(told).to.deep.equal([[user.id, []]])
      // As it was authenticated before, and as it is by now: an answer that was lost.
      for (const again of [by, await identity(accounts, token)])
        expect(await accounts.settle(again, wanted, HERE)).to.deep.equal(settled)
      expect(told).to.have.length(1)
      expect((await accounts.signIn('grace hopper', WANTED)).user.id).to.equal(user.id)
      expect((await accounts.guest('Grace')).user.id, 'the name is free').not.to.equal(user.id)
      await pass(48 * HOUR)
      expect((await identity(accounts, token)).user.username, 'not gone after a day').to.equal('grace hopper')
    })

    it('are refused in words: a name that is another’s, a weak password, a spent invitation', async () => {
      const { accounts, root } = await setUp({ invitations: true })
      const by = await identity(accounts, (await accounts.guest('Grace')).token)
      const settle = (change: object) => accounts.settle(by, { username: 'Grace', password: WANTED, ...change }, HERE)
      expect(await refusalCode(settle({ username: 'ADA' }))).to.equal('NAME_TAKEN')
      expect(await refusalCode(settle({ username: 'root' }))).to.equal('NAME_TAKEN')
      expect(await refusalCode(settle({ username: 'a\u202eb' }))).to.equal('INVALID_NAME')
      expect(await refusalCode(settle({ password: 'Grace123' }))).to.equal('WEAK_PASSWORD')
      expect(await refusalCode(settle({ code: 'nobody’s' }))).to.equal('INVALID_LINK')
      const { code } = await accounts.links.invite(root, { uses: 1, lifetime: HOUR })
      expect((await settle({ code })).username).to.equal('grace')
      expect(await refusalCode(accounts.links.look(code))).to.equal('INVALID_LINK')
      expect((await settle({ code })).username, 'again').to.equal('grace')
    })

    it('[P10] are guests: whoever has an account keeps it as it is, and learns nothing of others’', async () => {
      const { accounts, root } = await setUp()
      const { token } = await accounts.signIn('ada', PASSWORD)
      const by = await identity(accounts, token)
      for (const wanted of [
        { username: 'ada', password: WANTED },
        { username: 'other', password: WANTED },
        { username: 'root', password: PASSWORD },
      ])
        expect(await refusalCode(accounts.settle(by, wanted, HERE)), wanted.username).to.equal('FORBIDDEN')
      const guest = await accounts.guest('Grace')
      const was = await identity(accounts, guest.token)
      await accounts.others.disable(root, 'grace', true)
      const wanted = { username: 'Grace', password: WANTED }
      expect(await refusalCode(accounts.settle(was, wanted, HERE))).to.equal('UNAUTHENTICATED')
      expect((await accounts.signIn('ada', PASSWORD)).user.roles).to.deep.equal([])
    })
  })
})
