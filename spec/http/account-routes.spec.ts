import { expect } from 'chai'
import { createAdasAccounts, PASSWORD, refusal, useHttp } from './http-harness.ts'

describe('account routes', () => {
  const open = useHttp()
  const post = (payload: object, headers: Record<string, string> = {}) =>
    ({ method: 'POST', url: '/api/sessions', payload, headers }) as const
  const wrongCredentials = refusal('WRONG_CREDENTIALS', 'That name and password do not match.')

  it('signs in: 201 with a token that authenticates, and of the user what others may see', async () => {
    const { accounts, ada } = await createAdasAccounts()
    const { app } = await open({ accounts })
    const answer = await app.inject(post({ username: 'Ada', password: PASSWORD }))
    expect(answer.statusCode).to.equal(201)
    expect(answer.headers['cache-control']).to.equal('no-store')
    const { token, ...rest } = answer.json()
    expect(rest).to.deep.equal({ user: { id: ada.id, name: 'Ada' } })
    expect((await accounts.authenticate(token))?.user).to.deep.equal(ada)
  })

  it('answers the same to a wrong password and to an unknown user, after the same work', async () => {
    const { accounts, hasher } = await createAdasAccounts()
    const { app } = await open({ accounts })
    const seen: object[] = []
    for (const username of ['ada', 'nobody']) {
      const before = hasher.verified.length
      const { statusCode, body, headers } = await app.inject(post({ username, password: 'a wrong password' }))
      const { date, ...others } = headers
      expect(date).to.be.a('string')
      seen.push({ statusCode, body: JSON.parse(body), headers: others, verified: hasher.verified.length - before })
    }
    expect(seen[0]).to.deep.equal(seen[1])
    expect(seen[0]).to.deep.include({ statusCode: 401, body: wrongCredentials, verified: 1 })
  })

  it('signs out: 204, the session is over, and again 204 for a token that stands for nobody', async () => {
    const { accounts } = await createAdasAccounts()
    const { app } = await open({ accounts })
    const { token } = await accounts.signIn('ada', PASSWORD)
    const ended: string[] = []
    accounts.onSessionEnded((id) => ended.push(id))
    for (const authorization of [`Bearer ${token}`, `bearer ${token}`, 'Bearer nonsense']) {
      const answer = await app.inject({ method: 'DELETE', url: '/api/sessions', headers: { authorization } })
      expect([answer.statusCode, answer.body]).to.deep.equal([204, ''])
    }
    expect(ended).to.have.length(1)
    expect(await accounts.authenticate(token)).to.equal(undefined)
  })

  it('goes on in another session beside the first: either can end without the other', async () => {
    const { accounts, ada } = await createAdasAccounts()
    const { app } = await open({ accounts })
    const { token } = await accounts.signIn('ada', PASSWORD)
    const another = (of: string) =>
      app.inject({ method: 'POST', url: '/api/sessions/another', headers: { authorization: `Bearer ${of}` } })
    const answer = await another(token)
    expect(answer.statusCode).to.equal(201)
    expect(answer.json().user).to.deep.equal({ id: ada.id, name: 'Ada' })
    expect(answer.json().token).not.to.equal(token)
    await accounts.signOut(answer.json().token)
    expect((await accounts.authenticate(token))?.user).to.deep.equal(ada)
    expect((await another(answer.json().token)).statusCode).to.equal(401)
    expect((await another('nonsense')).statusCode).to.equal(401)
  })

  it('asks for the token to sign out', async () => {
    const { app } = await open({ accounts: (await createAdasAccounts()).accounts })
    for (const authorization of [undefined, '', 'Bearer', 'Bearer ', 'Basic YWRhOmFkYQ==', 'Bearer a b']) {
      const headers = authorization === undefined ? {} : { authorization }
      const answer = await app.inject({ method: 'DELETE', url: '/api/sessions', headers })
      expect(answer.statusCode, authorization).to.equal(401)
      expect(answer.json()).to.deep.equal(refusal('UNAUTHENTICATED', 'Please sign in.'))
    }
  })

  it('[P9] takes so many attempts from an address for a username, right ones too, then says when to come back', async () => {
    const { accounts, hasher } = await createAdasAccounts()
    const { app } = await open({ accounts, signInLimit: 3 })
    const attempt = (username: string, remoteAddress = '10.0.0.1') =>
      app.inject({ ...post({ username, password: PASSWORD }), remoteAddress })
    for (const typed of ['ada', 'ADA', ' ada']) expect((await attempt(typed)).statusCode).to.equal(201)

    const refused = await attempt('ada')
    expect(refused.statusCode).to.equal(429)
    expect(refused.json()).to.deep.equal(refusal('TOO_MANY_ATTEMPTS', 'Too many attempts. Please wait a moment.', true))
    expect(Number(refused.headers['retry-after'])).to.be.within(1, 60)
    expect(hasher.verified).to.have.length(3)

    expect((await attempt('eve')).statusCode).to.equal(401)
    expect((await attempt('ada', '10.0.0.2')).statusCode).to.equal(201)
  })

  it('[P9] takes ten times as many attempts from an address in all', async () => {
    const { accounts, hasher } = await createAdasAccounts()
    const { app } = await open({ accounts, signInLimit: 2 })
    const attempt = (username: string, remoteAddress: string) =>
      app.inject({ ...post({ username, password: 'a wrong password' }), remoteAddress })
    for (let n = 0; n < 20; n++) {
      expect((await attempt(`user ${n}`, `2001:db8:0:1::${n + 1}`)).statusCode).to.equal(401)
    }
    expect((await attempt('user 20', '2001:db8:0:1::ffff')).statusCode).to.equal(429)
    expect((await attempt('user 20', '2001:db8:0:2::1')).statusCode).to.equal(401)
    expect(hasher.verified).to.have.length(21)
  })

  it('[P9] counts by the address that a trusted proxy names, and believes nobody else', async () => {
    const { accounts } = await createAdasAccounts()
    const attempts = async (trustProxy: string | false) => {
      const { app } = await open({ accounts, trustProxy, signInLimit: 1 })
      const statuses: number[] = []
      for (const client of ['192.0.2.1', '192.0.2.2']) {
        const request = post({ username: 'ada', password: PASSWORD }, { 'x-forwarded-for': client })
        statuses.push((await app.inject({ ...request, remoteAddress: '127.0.0.1' })).statusCode)
      }
      return statuses
    }
    expect(await attempts('loopback')).to.deep.equal([201, 201])
    expect(await attempts('10.0.0.0/8')).to.deep.equal([201, 429])
    expect(await attempts(false)).to.deep.equal([201, 429])
  })

  it('says when to come back, too, while too many passwords are being checked', async () => {
    const { accounts, hasher } = await createAdasAccounts()
    const { app } = await open({ accounts })
    hasher.held = true
    const waiting = Array.from({ length: 103 }, () => accounts.signIn('ada', PASSWORD))
    const answer = await app.inject(post({ username: 'ada', password: PASSWORD }))
    expect([answer.statusCode, answer.headers['retry-after']]).to.deep.equal([429, '1'])
    hasher.release()
    await Promise.all(waiting)
  })

  it('signs up where that is open: 201 with a token; elsewhere there is no such route', async () => {
    const { accounts } = await createAdasAccounts()
    const payload = { username: 'Grace', password: 'correct horse battery' }
    const request = { method: 'POST', url: '/api/users', payload } as const
    const { app } = await open({ accounts, signUp: 'open' })
    const made = await app.inject(request)
    expect(made.statusCode).to.equal(201)
    const { token, user } = made.json()
    expect(Object.keys(user).sort()).to.deep.equal(['id', 'name'])
    expect((await accounts.authenticate(token))?.user).to.include({ username: 'grace', name: 'Grace' })
    const again = await app.inject(request)
    expect([again.statusCode, again.json().error.code]).to.deep.equal([409, 'NAME_TAKEN'])
    const closed = await open({ accounts })
    expect((await closed.app.inject(request)).statusCode).to.equal(404)
  }).timeout(10_000)

  it('[P9] takes so many sign-ups an hour from one address', async () => {
    const { accounts } = await createAdasAccounts()
    const { app } = await open({ accounts, signUp: 'open', signInLimit: 1 })
    const attempt = async () => {
      const payload = { username: 'Grace', password: 'password' }
      return (await app.inject({ method: 'POST', url: '/api/users', payload })).statusCode
    }
    const statuses = [await attempt(), await attempt(), await attempt(), await attempt()]
    expect(statuses).to.deep.equal([400, 400, 400, 429])
  }).timeout(10_000)

  it('has nothing to sign in to when the host signs its users in by itself', async () => {
    const { app } = await open()
    expect((await app.inject(post({ username: 'ada', password: PASSWORD }))).statusCode).to.equal(404)
    expect((await app.inject({ method: 'DELETE', url: '/api/sessions' })).statusCode).to.equal(404)
  })
})
