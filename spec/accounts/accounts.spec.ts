import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { createAccounts } from '../../server/accounts/accounts.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { memoryParts } from './memory-parts.ts'
import { RecordingHasher } from './recording-hasher.ts'
import { refusalCode, rejection } from './rejection.ts'

describe('accounts', () => {
  const password = 'a long enough one'

  function setUp() {
    const hasher = new RecordingHasher()
    const clock = new FakeClock()
    const onError = (error: unknown) => {
      throw error
    }
    return {
      hasher,
      clock,
      accounts: createAccounts({ ...memoryParts(), clock, randomBytes, onError, hasher }),
    }
  }

  it('signs in, authenticates, signs out', async () => {
    const { accounts } = setUp()
    const ada = await accounts.ensureUser({ id: 'user:1', username: 'user:1', password })
    const { token, user } = await accounts.signIn('user:1', password)
    expect(user).to.deep.equal(ada)
    const identity = await accounts.authenticate(token)
    expect(identity?.user).to.deep.equal(ada)

    const ended: string[] = []
    accounts.onSessionEnded((sessionId) => ended.push(sessionId))
    await accounts.signOut(token)
    expect(ended).to.deep.equal([identity?.sessionId])
    expect(await accounts.authenticate(token)).to.equal(undefined)
    await accounts.signOut(token)
    expect(ended).to.have.length(1)
  })

  it('refuses an unknown user and a wrong password in the same words and after the same work', async () => {
    const { accounts, hasher } = setUp()
    await accounts.ensureUser({ username: 'ada', password })
    const refusals: object[] = []
    for (const username of ['ada', 'nobody']) {
      const before = hasher.verified.length
      const error = await rejection(accounts.signIn(username, 'a wrong password'))
      refusals.push({ error: JSON.stringify(error), verified: hasher.verified.length - before })
    }
    expect(refusals[0]).to.deep.equal(refusals[1])
    expect(refusals[0]).to.include({ verified: 1 })
    expect(hasher.verified.map(({ passwordHash }) => passwordHash)).to.deep.equal([`hashed ${password}`, 'decoy'])
    expect(await refusalCode(accounts.signIn('nobody', password))).to.equal('WRONG_CREDENTIALS')
  })

  it('does the same with real argon2id hashes', async () => {
    const parts = { ...memoryParts(), clock: new FakeClock(), randomBytes, onError: () => {} }
    const accounts = createAccounts(parts)
    const ada = await accounts.ensureUser({ username: 'ada', password })
    expect((await accounts.signIn('ada', password)).user).to.deep.equal(ada)
    expect(await refusalCode(accounts.signIn('ada', 'a wrong password'))).to.equal('WRONG_CREDENTIALS')
    expect(await refusalCode(accounts.signIn('nobody', password))).to.equal('WRONG_CREDENTIALS')
    accounts.stop()
  })

  it('leaves no timer behind when stopped', () => {
    const { accounts, clock } = setUp()
    expect(clock.timers).to.be.greaterThan(0)
    accounts.stop()
    expect(clock.timers).to.equal(0)
  })
})
