import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { createPasswordPolicy } from '../../server/accounts/password-policy.ts'
import { createPasswords } from '../../server/accounts/passwords.ts'
import { createUsers } from '../../server/accounts/users.ts'
import { createMemoryAccounts } from '../../server/stores/memory/memory-accounts.ts'
import { RecordingHasher } from './recording-hasher.ts'
import { refusalCode, rejection } from './rejection.ts'

describe('users', () => {
  const password = 'a long enough one'

  function setUp() {
    const hasher = new RecordingHasher()
    const store = createMemoryAccounts()
    const ended: (readonly string[])[] = []
    const onEnded = (sessionIds: readonly string[]) => void ended.push(sessionIds)
    const users = createUsers({
      store,
      passwords: createPasswords(hasher),
      policy: createPasswordPolicy(),
      randomBytes,
      now: () => 17,
      onEnded,
    })
    return { hasher, store, users, ended }
  }

  it('makes a missing user, with a random id unless one is given', async () => {
    const { users } = setUp()
    const ada = await users.ensure({ username: 'Ada', password })
    expect(ada).to.deep.equal({ id: ada.id, name: 'Ada', username: 'ada', roles: [], createdAt: 17 })
    expect(ada.id).to.match(/^u-[A-Za-z0-9_-]{16}$/)
    expect((await users.ensure({ username: 'eve', password })).id).not.to.equal(ada.id)
    const demo = await users.ensure({
      id: 'user:1',
      username: 'user:1',
      name: 'One',
      password,
      roles: ['administrator'],
    })
    expect(demo).to.deep.equal({
      id: 'user:1',
      name: 'One',
      username: 'user:1',
      roles: ['administrator'],
      createdAt: 17,
    })
    expect(await users.find('user:1')).to.deep.equal(demo)
    expect(await users.find('user:2')).to.equal(undefined)
  })

  it('stores the password’s hash, never the password', async () => {
    const { users, store } = setUp()
    await users.ensure({ username: 'ada', password })
    expect((await store.findCredentials('ada'))?.passwordHash).to.equal(`hashed ${password}`)
  })

  it('leaves a user who is there as they are, without hashing anything', async () => {
    const { users, hasher } = setUp()
    const ada = await users.ensure({ username: 'ada', password })
    expect(await users.ensure({ username: ' ADA', name: 'New', password: 'another password' })).to.deep.equal(ada)
    expect(hasher.hashed).to.equal(1)
    expect((await users.verify('ada', password))?.user).to.deep.equal(ada)
    expect(await users.verify('ada', 'another password')).to.equal(undefined)
  })

  it('gives a user who is there another password where it is enforced, and ends their sessions', async () => {
    const { users, ended } = setUp()
    const ada = await users.ensure({ username: 'ada', password })
    const enforced = { username: 'ada', enforcePassword: true }
    await users.ensure({ ...enforced, password })
    expect(ended, 'the same password changes nothing').to.deep.equal([])
    expect(await users.ensure({ ...enforced, password: 'another password' })).to.deep.equal(ada)
    expect(ended).to.deep.equal([[]])
    expect((await users.verify('ada', 'another password'))?.user).to.deep.equal(ada)
    expect(await users.verify('ada', password)).to.equal(undefined)
  })

  it('makes one user of many that are ensured at once', async () => {
    const { users } = setUp()
    const made = await Promise.all([1, 2, 3, 4].map(() => users.ensure({ username: 'ada', password })))
    expect(new Set(made.map(({ id }) => id)).size).to.equal(1)
  })

  it('says so when the id belongs to somebody else', async () => {
    const { users } = setUp()
    await users.ensure({ id: 'user:1', username: 'ada', password })
    const error = await rejection(users.ensure({ id: 'user:1', username: 'eve', password }))
    expect(error.message).to.equal('the id "user:1" belongs to another user than "eve"')
  })

  it('finds a user however the username is typed', async () => {
    const { users } = setUp()
    const ada = await users.ensure({ username: 'Adéle', password })
    for (const typed of ['adéle', 'ADE\u0301LE', ' adéle '])
      expect((await users.verify(typed, password))?.user).to.deep.equal(ada)
  })

  it('signs up whoever wants a name that is free and looks like nobody’s, with a password that is not guessed easily', async () => {
    const { users, store } = setUp()
    await users.ensure({ username: 'ada', password })
    const grace = await users.signUp({ username: ' Grace  Hopper ', password: 'correct horse battery' })
    expect(grace).to.deep.equal({
      id: grace.id,
      name: 'Grace Hopper',
      username: 'grace hopper',
      roles: [],
      createdAt: 17,
    })
    expect((await users.verify('GRACE hopper', 'correct horse battery'))?.user).to.deep.equal(grace)
    for (const taken of ['ada', '\u0430da', 'Grace Hopper', 'Administrator']) {
      expect(await refusalCode(users.signUp({ username: taken, password: 'correct horse battery' })), taken).to.equal(
        'NAME_TAKEN',
      )
    }
    expect(await refusalCode(users.signUp({ username: 'a\u202eb', password: 'correct horse battery' }))).to.equal(
      'INVALID_NAME',
    )
    expect(await refusalCode(users.signUp({ username: 'eve', password: 'password' }))).to.equal('WEAK_PASSWORD')
    expect(await store.findCredentials('eve')).to.equal(undefined)
  }).timeout(10_000)

  it('gives a name to one of those who sign up with it, or what looks like it, at the same time', async () => {
    const { users } = setUp()
    const names = ['user1', 'userl', 'USER1', 'user1']
    const all = await Promise.allSettled(
      names.map((name) => users.signUp({ username: name, password: 'correct horse battery' })),
    )
    expect(all.filter(({ status }) => status === 'fulfilled')).to.have.length(1)
  }).timeout(10_000)

  it('takes no name that could not be shown in a list', async () => {
    const { users } = setUp()
    for (const name of ['', '  ', 'a\nb', 'a\u202eb', '\u200b', '\ud800', 'x'.repeat(101)]) {
      expect(await rejection(users.ensure({ username: name, password }))).to.be.instanceOf(TypeError)
      expect(await rejection(users.ensure({ username: 'ada', name, password }))).to.be.instanceOf(TypeError)
    }
    expect((await users.ensure({ username: '日本 👩‍👩‍👧', password })).name).to.equal('日本 👩‍👩‍👧')
  })
})
