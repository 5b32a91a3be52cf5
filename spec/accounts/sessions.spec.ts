import { createHash, randomBytes } from 'node:crypto'
import { expect } from 'chai'
import type { AccountStore, Session } from '../../server/accounts/ports.ts'
import { createSessions, LONGEST_SESSION, SESSION_LIFETIME } from '../../server/accounts/sessions.ts'
import { createMemoryAccounts } from '../../server/stores/memory/memory-accounts.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'

const HOUR = 60 * 60 * 1000
const ada = { id: 'ada', name: 'Ada', username: 'ada', roles: [] }

async function setUp(change: (store: AccountStore) => Partial<AccountStore> = () => ({})) {
  const memory = createMemoryAccounts()
  const store = { ...memory, ...change(memory) }
  await store.addUser({ user: ada, passwordHash: 'hash' })
  const clock = new FakeClock()
  const errors: unknown[] = []
  const sessions = createSessions({ store, clock, randomBytes, onError: (error) => errors.push(error) })
  const ended: string[] = []
  const stopListening = sessions.onEnded((id) => ended.push(id))
  return { store, clock, sessions, ended, errors, stopListening }
}

describe('sessions', () => {
  it('gives each session a random token, and stores its SHA-256 only', async () => {
    const stored: Session[] = []
    const { sessions } = await setUp((memory) => ({
      addSession: (session, keep) => {
        stored.push(session)
        return memory.addSession(session, keep)
      },
    }))
    const token = await sessions.start('ada')
    expect(token).to.match(/^[A-Za-z0-9_-]{43}$/)
    expect(await sessions.start('ada')).not.to.equal(token)
    expect(stored[0]?.tokenHash).to.equal(createHash('sha256').update(token).digest('base64url'))
    expect(JSON.stringify(stored)).not.to.include(token)
  })

  it('resolves a token to its user and session, and any other to nobody without asking the store', async () => {
    let asked = 0
    const { sessions } = await setUp((memory) => ({
      findSession: (hash) => {
        asked += 1
        return memory.findSession(hash)
      },
    }))
    const [first, second] = [await sessions.start('ada'), await sessions.start('ada')]
    const identity = await sessions.resolve(first)
    expect(identity?.user).to.deep.equal(ada)
    expect(identity?.sessionId).to.be.a('string')
    expect((await sessions.resolve(second))?.sessionId).not.to.equal(identity?.sessionId)
    expect(await sessions.resolve('A'.repeat(43))).to.equal(undefined)
    expect(asked).to.equal(3)
    for (const nonsense of ['', 'x', `${first}=`, ` ${first}`, 'é'.repeat(43), 'x'.repeat(100_000)]) {
      expect(await sessions.resolve(nonsense)).to.equal(undefined)
    }
    expect(asked).to.equal(3)
  })

  it('ends a session by its token, tells its id, and leaves the user’s other sessions', async () => {
    const { sessions, ended } = await setUp()
    const [token, other] = [await sessions.start('ada'), await sessions.start('ada')]
    const id = (await sessions.resolve(token))?.sessionId
    await Promise.all([sessions.revoke(token), sessions.revoke(token), sessions.revoke('nonsense')])
    expect(ended).to.deep.equal([id])
    expect(await sessions.resolve(token)).to.equal(undefined)
    expect((await sessions.resolve(other))?.user).to.deep.equal(ada)
  })

  it('lasts 30 days from its last use, to within an hour', async () => {
    const { sessions, clock } = await setUp()
    const [used, unused] = [await sessions.start('ada'), await sessions.start('ada')]
    await clock.pass(SESSION_LIFETIME - HOUR)
    expect(await sessions.resolve(used)).not.to.equal(undefined)
    await clock.pass(HOUR)
    expect(await sessions.resolve(unused)).to.equal(undefined)
    await clock.pass(SESSION_LIFETIME - HOUR - 1)
    expect(await sessions.resolve(used)).not.to.equal(undefined)
    await clock.pass(SESSION_LIFETIME)
    expect(await sessions.resolve(used)).to.equal(undefined)
  })

  it('lasts 90 days in all, however much it is used', async () => {
    const { sessions, clock, ended } = await setUp()
    const token = await sessions.start('ada')
    for (let day = 1; day < 90; day++) {
      await clock.pass(24 * HOUR)
      expect(await sessions.resolve(token), `day ${day}`).not.to.equal(undefined)
    }
    clock.advance(LONGEST_SESSION - 89 * 24 * HOUR - 1)
    expect(await sessions.resolve(token)).not.to.equal(undefined)
    clock.advance(1)
    expect(await sessions.resolve(token)).to.equal(undefined)
    await clock.pass(HOUR)
    expect(ended).to.have.length(1)
  })

  it('tells of a user’s sessions when and from where they were begun, and never what is shown for them', async () => {
    const { sessions, clock } = await setUp()
    const begunAt = clock.now()
    const token = await sessions.start('ada', { address: '192.0.2.1', browser: 'B'.repeat(5000) })
    await clock.pass(2 * HOUR)
    await sessions.resolve(token)
    await sessions.start('ada')
    const listed = await sessions.list('ada')
    expect(listed.map(({ id: _, ...session }) => session)).to.deep.equal([
      {
        begunAt: begunAt + 2 * HOUR,
        usedAt: begunAt + 2 * HOUR,
        expiresAt: begunAt + 2 * HOUR + SESSION_LIFETIME,
        endsAt: begunAt + 2 * HOUR + LONGEST_SESSION,
        address: '',
        browser: '',
      },
      {
        begunAt,
        usedAt: begunAt + 2 * HOUR,
        expiresAt: begunAt + 2 * HOUR + SESSION_LIFETIME,
        endsAt: begunAt + LONGEST_SESSION,
        address: '192.0.2.1',
        browser: 'B'.repeat(200),
      },
    ])
    sessions.stop()
    clock.advance(SESSION_LIFETIME)
    expect(await sessions.list('ada')).to.deep.equal([])
  })

  it('ends one of a user’s sessions or all others, and tells of each that was there', async () => {
    const { store, sessions, ended } = await setUp()
    await store.addUser({ user: { ...ada, id: 'eve', username: 'eve' }, passwordHash: 'hash' })
    const tokens = [await sessions.start('ada'), await sessions.start('ada'), await sessions.start('ada')] as const
    const eves = await sessions.start('eve')
    const idOf = async (token: string) => (await sessions.resolve(token))?.sessionId ?? ''
    const [first, second, third] = await Promise.all(tokens.map(idOf))
    expect(await sessions.end('ada', { only: await idOf(eves) })).to.equal(0)
    expect(await sessions.end('ada', { only: first ?? '' })).to.equal(1)
    expect(await sessions.end('ada', { only: first ?? '' })).to.equal(0)
    expect(await sessions.end('ada', { but: second ?? '' })).to.equal(1)
    expect(ended).to.deep.equal([first, third])
    expect(await sessions.resolve(tokens[1])).not.to.equal(undefined)
    expect(await sessions.resolve(eves)).not.to.equal(undefined)
  })

  it('expires to the millisecond, swept or not', async () => {
    const { sessions, clock } = await setUp()
    const token = await sessions.start('ada')
    sessions.stop()
    const later = await sessions.start('ada')
    clock.advance(SESSION_LIFETIME - 1)
    expect(await sessions.resolve(later)).not.to.equal(undefined)
    clock.advance(1)
    expect(await sessions.resolve(token)).to.equal(undefined)
  })

  it('is renewed at most once an hour, however often it is used', async () => {
    let renewals = 0
    const { sessions, clock } = await setUp((memory) => ({
      renewSession: (hash, times) => {
        renewals += 1
        return memory.renewSession(hash, times)
      },
    }))
    const token = await sessions.start('ada')
    const use = async (count: number) => {
      for (let i = 0; i < count; i++) await sessions.resolve(token)
      return renewals
    }
    clock.advance(HOUR - 1)
    expect(await use(3)).to.equal(0)
    clock.advance(1)
    expect(await use(3)).to.equal(1)
    clock.advance(HOUR)
    expect(await use(3)).to.equal(2)
  })

  it('[P9] keeps a hundred sessions a user: the one unused for longest goes, and is told of', async () => {
    const { sessions, clock, ended } = await setUp()
    const first = await sessions.start('ada')
    const second = await sessions.start('ada')
    const secondId = (await sessions.resolve(second))?.sessionId
    for (let i = 2; i < 100; i++) await sessions.start('ada')
    clock.advance(2 * HOUR)
    await sessions.resolve(first)
    expect(ended).to.deep.equal([])
    await sessions.start('ada')
    expect(ended).to.deep.equal([secondId])
    expect(await sessions.resolve(second)).to.equal(undefined)
    expect(await sessions.resolve(first)).not.to.equal(undefined)
  })

  it('removes expired sessions within the hour, telling their ids', async () => {
    const { sessions, clock, ended } = await setUp()
    clock.advance(1)
    const token = await sessions.start('ada')
    const id = (await sessions.resolve(token))?.sessionId
    await clock.pass(SESSION_LIFETIME - 1)
    expect(ended).to.deep.equal([])
    await clock.pass(HOUR)
    expect(ended).to.deep.equal([id])
  })

  it('goes on sweeping after the store failed, and says that it did', async () => {
    const failure = new Error('disk full')
    let failing = true
    const { sessions, clock, ended, errors } = await setUp((memory) => ({
      removeExpiredSessions: async (now) => {
        if (failing) throw failure
        return memory.removeExpiredSessions(now)
      },
    }))
    await sessions.start('ada')
    await clock.pass(SESSION_LIFETIME)
    expect(new Set(errors)).to.deep.equal(new Set([failure]))
    failing = false
    await clock.pass(HOUR)
    expect(ended).to.have.length(1)
  })

  it('clears its timer when stopped, also in the middle of a sweep', async () => {
    let finish = () => {}
    const { sessions, clock } = await setUp(() => ({
      removeExpiredSessions: () =>
        new Promise((resolve) => {
          finish = () => resolve([])
        }),
    }))
    expect(clock.timers).to.equal(1)
    await clock.pass(HOUR)
    sessions.stop()
    finish()
    await clock.settle()
    expect(clock.timers).to.equal(0)

    const other = await setUp()
    other.sessions.stop()
    expect(other.clock.timers).to.equal(0)
  })

  it('does not resolve a session that ends while it is looked up', async () => {
    let found = () => {}
    const { sessions } = await setUp((memory) => ({
      findSession: async (hash) => {
        const result = await memory.findSession(hash)
        await new Promise<void>((resolve) => {
          found = resolve
        })
        return result
      },
    }))
    const token = await sessions.start('ada')
    const resolving = sessions.resolve(token)
    await new FakeClock().settle()
    await sessions.revoke(token)
    found()
    expect(await resolving).to.equal(undefined)
  })

  it('tells every listener, though one throws, and none that has stopped', async () => {
    const { sessions, ended, errors, stopListening } = await setUp()
    const failure = new Error('listener')
    const stopFailing = sessions.onEnded(() => {
      throw failure
    })
    const heard: string[] = []
    sessions.onEnded((id) => heard.push(id))
    await sessions.revoke(await sessions.start('ada'))
    expect([ended.length, heard.length]).to.deep.equal([1, 1])
    expect(errors).to.deep.equal([failure])

    stopListening()
    stopFailing()
    await sessions.revoke(await sessions.start('ada'))
    expect([ended.length, heard.length, errors.length]).to.deep.equal([1, 2, 1])
  })
})
