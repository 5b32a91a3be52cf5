import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { createAccounts } from '../../server/accounts/accounts.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { memoryParts } from './memory-parts.ts'
import { RecordingHasher } from './recording-hasher.ts'
import { refusalCode, rejection } from './rejection.ts'

const PASSWORD = 'a long enough one'
const HERE = { address: '192.0.2.1', browser: 'Any/1.0' }

async function setUp() {
  const hasher = new RecordingHasher()
  const onError = (error: unknown) => {
    throw error
  }
  const { store, audit } = memoryParts()
  const accounts = createAccounts({
    store,
    audit,
    clock: new FakeClock(),
    randomBytes,
    onError,
    hasher,
    invitations: true,
  })
  for (const username of ['root', 'boss']) {
    await accounts.ensureUser({ id: username, username, password: PASSWORD, roles: ['administrator'] })
  }
  await accounts.ensureUser({ id: 'ada', username: 'ada', password: PASSWORD })
  const begin = async (username: string) => {
    const { token } = await accounts.signIn(username, PASSWORD, HERE)
    return { token, by: (await accounts.authenticate(token)) ?? expect.fail('no session') }
  }
  const ended: string[] = []
  accounts.onSessionEnded((id) => ended.push(id))
  return { accounts, audit, hasher, begin, ended, others: accounts.others }
}

describe('others’ accounts', () => {
  it('are disabled by administrators: every session ends, and signing in is answered as for a wrong password', async () => {
    const { accounts, begin, ended, others, hasher } = await setUp()
    const [root, one, two] = [await begin('root'), await begin('ada'), await begin('ada')]
    expect((await others.disable(root.by, ' Ada ', true)).disabled).to.equal(true)
    expect(ended).to.have.members([one.by.sessionId, two.by.sessionId])
    for (const { token } of [one, two]) {
      expect(await accounts.authenticate(token)).to.equal(undefined)
      expect(await refusalCode(accounts.another(token))).to.equal('UNAUTHENTICATED')
    }
    const before = hasher.verified.length
    const right = await rejection(accounts.signIn('ada', PASSWORD, HERE))
    const wrong = await rejection(accounts.signIn('ada', 'a wrong password', HERE))
    expect(hasher.verified.length - before, 'as much is hashed').to.equal(2)
    expect({ ...right, message: right.message }).to.deep.equal({ ...wrong, message: wrong.message })
    expect((await others.disable(root.by, 'ada', false)).disabled).to.equal(undefined)
    expect((await accounts.signIn('ada', PASSWORD, HERE)).user.id).to.equal('ada')
  })

  it('are slowed as for wrong passwords, though the password is right', async () => {
    const { accounts, begin, others } = await setUp()
    await others.disable((await begin('root')).by, 'ada', true)
    const codes: string[] = []
    for (let n = 0; n < 6; n++) codes.push(await refusalCode(accounts.signIn('ada', PASSWORD, HERE)))
    expect(codes).to.deep.equal([...Array(5).fill('WRONG_CREDENTIALS'), 'TOO_MANY_ATTEMPTS'])
  })

  it('are not signed in to by whose password was looked at before', async () => {
    const { accounts, begin, others, hasher } = await setUp()
    const root = await begin('root')
    hasher.held = true
    const late = refusalCode(accounts.signIn('ada', PASSWORD, HERE))
    while (hasher.running === 0) await new Promise(setImmediate)
    await others.disable(root.by, 'ada', true)
    hasher.release()
    expect(await late).to.equal('WRONG_CREDENTIALS')
  })

  it('are nobody else’s business, nor one’s own', async () => {
    const { begin, others } = await setUp()
    const [root, ada] = [await begin('root'), await begin('ada')]
    for (const name of ['root', 'ada', 'nobody']) {
      expect(await refusalCode(others.disable(ada.by, name, true)), name).to.equal('FORBIDDEN')
    }
    expect(await refusalCode(others.disable(root.by, 'root', true))).to.equal('FORBIDDEN')
    expect(await refusalCode(others.disable(root.by, 'nobody', true))).to.equal('NOT_FOUND')
  })

  it('of two administrators who disable each other, one stays', async () => {
    const { begin, others } = await setUp()
    const [root, boss] = [await begin('root'), await begin('boss')]
    const done = await Promise.allSettled([
      others.disable(root.by, 'boss', true),
      others.disable(boss.by, 'root', true),
    ])
    expect(done.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected'])
  })

  it('get no link to a new password while they are disabled, and lose the one that they have', async () => {
    const { accounts, begin, others } = await setUp()
    const { by } = await begin('root')
    const { code } = await accounts.links.makeReset(by, 'ada')
    await others.disable(by, 'ada', true)
    expect(await refusalCode(accounts.links.reset(code, 'correct horse battery', HERE))).to.equal('INVALID_LINK')
    expect(await refusalCode(accounts.links.makeReset(by, 'ada'))).to.equal('FORBIDDEN')
  }).timeout(10_000)
})

describe('a password', () => {
  it('that was changed while a sign-in looked at the old one begins no session', async () => {
    const { accounts, begin, hasher } = await setUp()
    const ada = await begin('ada')
    hasher.held = true
    const late = refusalCode(accounts.signIn('ada', PASSWORD, HERE))
    while (hasher.running === 0) await new Promise(setImmediate)
    const verified = hasher.verified.length
    const change = accounts.own.changePassword(ada.by, { old: PASSWORD, wanted: 'correct horse battery' }, HERE)
    while (hasher.verified.length === verified) await new Promise(setImmediate)
    // The change is done first, though the sign-in came before it.
    const [first] = hasher.takeHeld(1)
    hasher.release()
    await change
    first?.()
    expect(await late).to.equal('WRONG_CREDENTIALS')
  }).timeout(10_000)
})
