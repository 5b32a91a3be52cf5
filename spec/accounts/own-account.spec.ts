import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { createAccounts } from '../../server/accounts/accounts.ts'
import type { Identity } from '../../server/accounts/sessions.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { memoryParts } from './memory-parts.ts'
import { RecordingHasher } from './recording-hasher.ts'
import { refusalCode } from './rejection.ts'

const PASSWORD = 'a long enough one'
const WANTED = 'correct horse battery'
const HERE = { address: '192.0.2.1', browser: 'Any/1.0' }

async function setUp() {
  const [{ store, audit }, clock, hasher] = [memoryParts(), new FakeClock(), new RecordingHasher()]
  const onError = (error: unknown) => {
    throw error
  }
  const accounts = createAccounts({ store, audit, clock, randomBytes, onError, hasher })
  const ada = await accounts.ensureUser({ username: 'ada', name: 'Ada', password: PASSWORD })
  const begin = async (): Promise<{ token: string; by: Identity }> => {
    const { token } = await accounts.signIn('ada', PASSWORD, HERE)
    const by = await accounts.authenticate(token)
    return by ? { token, by } : expect.fail('no session')
  }
  const ended: string[] = []
  accounts.onSessionEnded((id) => ended.push(id))
  return { store, clock, hasher, accounts, own: accounts.own, ada, begin, ended }
}

describe('one’s own account', function () {
  this.timeout(10_000)

  it('changes the name and the colour that others see, and not what one signs in with', async () => {
    const { own, ada, begin, accounts } = await setUp()
    const { by, token } = await begin()
    expect(await own.change(by, { name: ' Ada  L. ' })).to.deep.equal({ ...ada, name: 'Ada L.' })
    expect(await own.change(by, { color: '#123456' })).to.deep.equal({ ...ada, name: 'Ada L.', color: '#123456' })
    expect((await accounts.authenticate(token))?.user.name).to.equal('Ada L.')
    expect((await accounts.signIn('ada', PASSWORD)).user.username).to.equal('ada')
    expect(await refusalCode(own.change(by, { name: 'System', color: '#000000' }))).to.equal('NAME_TAKEN')
    expect((await accounts.authenticate(token))?.user.color, 'nothing of it').to.equal('#123456')
  })

  it('changes the password for whoever knows the old one, and ends every other session', async () => {
    const { own, begin, accounts, ended } = await setUp()
    const [here, elsewhere] = [await begin(), await begin()]
    expect(await refusalCode(own.changePassword(here.by, { old: 'wrong one', wanted: WANTED }, HERE))).to.equal(
      'WRONG_PASSWORD',
    )
    expect(await refusalCode(own.changePassword(here.by, { old: PASSWORD, wanted: 'password' }, HERE))).to.equal(
      'WEAK_PASSWORD',
    )
    expect(ended).to.deep.equal([])
    await own.changePassword(here.by, { old: PASSWORD, wanted: WANTED }, HERE)
    expect(ended).to.deep.equal([elsewhere.by.sessionId])
    expect(await accounts.authenticate(here.token)).not.to.equal(undefined)
    expect(await accounts.authenticate(elsewhere.token)).to.equal(undefined)
    expect(await refusalCode(accounts.signIn('ada', PASSWORD))).to.equal('WRONG_CREDENTIALS')
    expect((await accounts.signIn('ada', WANTED)).user.username).to.equal('ada')
  })

  it('[P9] slows down whoever guesses the old password in a session that was left open', async () => {
    const { own, begin } = await setUp()
    const { by } = await begin()
    const codes: string[] = []
    for (let n = 0; n < 6; n++) codes.push(await refusalCode(own.delete(by, `guess ${n}`, HERE)))
    expect(codes).to.deep.equal([...Array(5).fill('WRONG_PASSWORD'), 'TOO_MANY_ATTEMPTS'])
  })

  it('is deleted with all its sessions, and the name is free', async () => {
    const { own, begin, accounts, ada, store, ended } = await setUp()
    const [here, elsewhere] = [await begin(), await begin()]
    expect(await refusalCode(own.delete(here.by, 'wrong one', HERE))).to.equal('WRONG_PASSWORD')
    await own.delete(here.by, PASSWORD, HERE)
    expect(ended).to.have.members([here.by.sessionId, elsewhere.by.sessionId])
    expect(await accounts.authenticate(here.token)).to.equal(undefined)
    expect(await refusalCode(accounts.signIn('ada', PASSWORD))).to.equal('WRONG_CREDENTIALS')
    expect((await store.findUser(ada.id))?.name).to.equal('deleted user')
    expect(await refusalCode(own.change(here.by, { name: 'Back' }))).to.equal('UNAUTHENTICATED')
    expect((await accounts.ensureUser({ username: 'ada', password: PASSWORD })).id).not.to.equal(ada.id)
  })

  it('stays deleted though the host’s code names it at the next start', async () => {
    const { own, accounts } = await setUp()
    const eve = { id: 'user:eve', username: 'eve', password: PASSWORD }
    await accounts.ensureUser(eve)
    const by = await accounts.authenticate((await accounts.signIn('eve', PASSWORD)).token)
    await own.delete(by ?? expect.fail(), PASSWORD, HERE)
    expect((await accounts.ensureUser(eve)).deleted).to.equal(true)
    expect(await refusalCode(accounts.signIn('eve', PASSWORD))).to.equal('WRONG_CREDENTIALS')
  })

  it('of an administrator is not deleted', async () => {
    const { own, accounts } = await setUp()
    await accounts.ensureUser({ username: 'root', password: PASSWORD, roles: ['administrator'] })
    const by = await accounts.authenticate((await accounts.signIn('root', PASSWORD)).token)
    expect(await refusalCode(own.delete(by ?? expect.fail(), PASSWORD, HERE))).to.equal('FORBIDDEN')
  })

  it('shows its sessions and where each began, and ends one or all others', async () => {
    const { own, begin, accounts, ended } = await setUp()
    const [one, two, three] = [await begin(), await begin(), await begin()]
    const listed = await own.sessions(one.by)
    expect(listed.map(({ address, browser }) => ({ address, browser }))).to.deep.equal([HERE, HERE, HERE])
    await own.endSession(one.by, two.by.sessionId)
    expect(await refusalCode(own.endSession(one.by, two.by.sessionId))).to.equal('NOT_FOUND')
    expect(await own.endOtherSessions(one.by)).to.equal(1)
    expect(ended).to.deep.equal([two.by.sessionId, three.by.sessionId])
    expect(await accounts.authenticate(one.token)).not.to.equal(undefined)
  })

  it('ends nobody else’s session', async () => {
    const { own, begin, accounts } = await setUp()
    await accounts.ensureUser({ username: 'eve', password: PASSWORD })
    const eve = (await accounts.authenticate((await accounts.signIn('eve', PASSWORD)).token)) ?? expect.fail()
    const { by } = await begin()
    expect(await refusalCode(own.endSession(eve, by.sessionId))).to.equal('NOT_FOUND')
    expect(await own.endOtherSessions(eve)).to.equal(0)
    expect(await own.sessions(by)).to.have.length(1)
  })

  it('has its password hashed anew at a sign-in, where hashes cost more by now', async () => {
    const { accounts, hasher, store } = await setUp()
    hasher.current = 'dearer hashed '
    await accounts.signIn('ada', PASSWORD)
    expect((await store.findCredentials('ada'))?.passwordHash).to.equal(`dearer hashed ${PASSWORD}`)
    const hashed = hasher.hashed
    await accounts.signIn('ada', PASSWORD)
    expect(hasher.hashed).to.equal(hashed)
  })
})
