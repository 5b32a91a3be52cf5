import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import { createServer, type SocDrawServer } from '../../server/host/server.ts'
import { signIn } from '../../server/players/sign-in.ts'
import { SocDrawError } from '../../server/protocol/errors.ts'
import { account, enterAsGuest, signUp } from '../../web/client/index.ts'
import { rejection } from '../support/rejection.ts'

const PASSWORD = 'a good password'
const WANTED = 'correct horse battery'

describe('one’s own account by the client library', () => {
  let server: SocDrawServer

  beforeEach(async () => {
    server = await createServer({
      data: 'memory',
      applications: [chat],
      users: [{ id: 'ann', username: 'ann', password: PASSWORD }],
      maxLag: Number.POSITIVE_INFINITY,
      port: 0,
      logLevel: 'silent',
      signInLimit: 'none',
      signUp: 'open',
      guests: true,
    })
  })

  afterEach(() => server.stop())

  const codeOf = async (promise: Promise<unknown>): Promise<string> => {
    const error = await rejection(promise)
    if (!(error instanceof SocDrawError)) throw error
    return error.code
  }

  it('shows and changes it, ends sessions, and deletes it', async () => {
    const token = await signIn(server.url, 'ann', PASSWORD)
    const own = account(server.url, { token })
    expect(await own.get()).to.include({ id: 'ann', username: 'ann', color: null })
    expect(await own.change({ name: 'Ann B.', color: '#0a1b2c' })).to.include({ name: 'Ann B.', color: '#0a1b2c' })
    const other = account(`${server.url}/`, { token: await signIn(server.url, 'ann', PASSWORD) })
    const [theirs] = (await own.sessions()).filter((session) => !session.own)
    await own.endSession(theirs?.id ?? '')
    expect(await codeOf(other.get())).to.equal('UNAUTHENTICATED')
    expect(await codeOf(own.changePassword({ old: 'not that one', wanted: WANTED }))).to.equal('WRONG_PASSWORD')
    await own.changePassword({ old: PASSWORD, wanted: WANTED })
    await signIn(server.url, 'ann', WANTED)
    await own.endOtherSessions()
    expect(await own.sessions()).to.have.length(1)
    await own.delete(WANTED)
    expect(await codeOf(own.get())).to.equal('UNAUTHENTICATED')
  })

  it('is made, by somebody new or by a guest, who stays who they are', async function () {
    // What estimates passwords is loaded first.
    this.timeout(20_000)
    const { token, user } = await enterAsGuest(server.url, 'Grace')
    const own = account(server.url, { token })
    expect(await own.get()).to.deep.include({ id: user.id, roles: ['guest'] })
    expect(await codeOf(own.signUp({ username: 'ann', password: WANTED }))).to.equal('NAME_TAKEN')
    expect(await own.signUp({ username: 'Grace', password: WANTED })).to.deep.include({ id: user.id, roles: [] })
    await signIn(server.url, 'grace', WANTED)
    const made = await signUp(`${server.url}/`, { username: 'Eve', password: WANTED })
    expect(await account(server.url, made).get()).to.include({ id: made.user.id, username: 'eve' })
    expect(await codeOf(signUp(server.url, { username: 'GRACE', password: WANTED }))).to.equal('NAME_TAKEN')
  })

  it('asks for the token at each call, and says that nobody answers', async () => {
    let asked = 0
    const token = await signIn(server.url, 'ann', PASSWORD)
    const own = account(server.url, {
      token: async () => {
        asked += 1
        return token
      },
    })
    await own.get()
    await own.sessions()
    expect(asked).to.equal(2)
    expect(await codeOf(account('http://127.0.0.1:1', { token }).get())).to.equal('CONNECTION_FAILED')
  })
})
