import { expect } from 'chai'
import { createAdasAccounts, PASSWORD, refusal, useHttp } from './http-harness.ts'

const WANTED = 'correct horse battery'

describe('routes of one’s own account', function () {
  // What estimates passwords is loaded first.
  this.timeout(10_000)
  const open = useHttp()

  async function signedIn() {
    const { accounts, ada, clock } = await createAdasAccounts()
    const { app, logged } = await open({ accounts })
    const { token } = await accounts.signIn('ada', PASSWORD)
    const ask = (
      method: 'GET' | 'PATCH' | 'PUT' | 'POST' | 'DELETE',
      path: string,
      payload?: object,
      shown = token,
    ) => {
      const headers = { authorization: `Bearer ${shown}`, 'user-agent': 'Any/1.0' }
      return app.inject({ method, url: `/api/${path}`, headers, ...(payload && { payload }) })
    }
    return { accounts, app, ada, clock, token, ask, logged }
  }

  it('show it, and change its name and colour', async () => {
    const { ask, ada } = await signedIn()
    const { id, createdAt } = ada
    const user = { id, name: 'Ada', username: 'ada', roles: [], color: null, createdAt }
    const shown = await ask('GET', 'account')
    expect([shown.statusCode, shown.json()]).to.deep.equal([200, { user }])
    expect(shown.headers['cache-control']).to.equal('no-store')
    const changed = await ask('PATCH', 'account', { name: 'Countess', color: '#12ab34' })
    const after = { user: { ...user, name: 'Countess', color: '#12ab34' } }
    expect([changed.statusCode, changed.json()]).to.deep.equal([200, after])
    expect((await ask('GET', 'account')).json()).to.deep.equal(after)
  })

  it('say in words what cannot be a name, a colour or a password', async () => {
    const { ask } = await signedIn()
    const reserved = await ask('PATCH', 'account', { name: 'Administrator' })
    expect([reserved.statusCode, reserved.json()]).to.deep.equal([
      409,
      refusal('NAME_TAKEN', 'That name is reserved. Please choose another.'),
    ])
    for (const change of [
      { color: 'red' },
      { color: '#12AB3' },
      { name: 'x'.repeat(201) },
      { roles: ['administrator'] },
    ]) {
      const refused = await ask('PATCH', 'account', change)
      expect(refused.statusCode, JSON.stringify(change)).to.equal(400)
    }
    expect((await ask('GET', 'account')).json().user.roles).to.deep.equal([])
    const weak = await ask('PUT', 'account/password', { old: PASSWORD, wanted: 'password' })
    expect([weak.statusCode, weak.json().error.code]).to.deep.equal([400, 'WEAK_PASSWORD'])
  })

  it('change the password, which the session outlives that did it', async () => {
    const { ask, accounts } = await signedIn()
    const other = (await accounts.signIn('ada', PASSWORD)).token
    const wrong = await ask('PUT', 'account/password', { old: 'another one', wanted: WANTED })
    expect([wrong.statusCode, wrong.json()]).to.deep.equal([
      403,
      refusal('WRONG_PASSWORD', 'That is not your password.'),
    ])
    expect((await ask('PUT', 'account/password', { old: PASSWORD, wanted: WANTED })).statusCode).to.equal(204)
    expect((await ask('GET', 'account')).statusCode).to.equal(200)
    expect((await ask('GET', 'account', undefined, other)).statusCode).to.equal(401)
  })

  it('list the sessions, without what is shown for them, and end one or all others', async () => {
    const { ask, app } = await signedIn()
    const headers = { 'user-agent': 'Firefox/1.0' }
    const payload = { username: 'ada', password: PASSWORD }
    const begin = () =>
      app.inject({ method: 'POST', url: '/api/sessions', payload, headers, remoteAddress: '2001:db8:1:2:3::9' })
    const theirs: string = (await begin()).json().token
    await begin()
    const listed = await ask('GET', 'account/sessions')
    expect(listed.body).not.to.include(theirs)
    const { sessions } = listed.json()
    expect(sessions.map(({ own }: { own: boolean }) => own).sort()).to.deep.equal([false, false, true])
    const other = sessions.find(({ own }: { own: boolean }) => !own)
    expect(other).to.include({ browser: 'Firefox/1.0' })
    expect(other.address).to.match(/^2001:db8:1:2:/)
    const end = () => ask('DELETE', `account/sessions/${other.id}`)
    expect((await end()).statusCode).to.equal(204)
    expect((await end()).statusCode).to.equal(404)
    expect((await ask('DELETE', 'account/sessions')).statusCode).to.equal(204)
    expect((await ask('GET', 'account/sessions')).json().sessions).to.have.length(1)
    expect((await ask('GET', 'account', undefined, theirs)).statusCode).to.equal(401)
  })

  it('delete it, for whoever knows the password', async () => {
    const { ask } = await signedIn()
    expect((await ask('POST', 'account/deletion', { password: 'another one' })).statusCode).to.equal(403)
    expect((await ask('POST', 'account/deletion', { password: PASSWORD })).statusCode).to.equal(204)
    expect((await ask('GET', 'account')).statusCode).to.equal(401)
  })

  it('answer nobody who shows no token, a cookie for one', async () => {
    const { app, token } = await signedIn()
    for (const [method, path, payload] of [
      ['GET', 'account', undefined],
      ['PATCH', 'account', { name: 'Other' }],
      ['PUT', 'account/password', { old: PASSWORD, wanted: WANTED }],
      ['POST', 'account/deletion', { password: PASSWORD }],
      ['GET', 'account/sessions', undefined],
      ['DELETE', 'account/sessions', undefined],
      ['DELETE', 'account/sessions/any', undefined],
    ] as const) {
      const request = { method, url: `/api/${path}`, ...(payload && { payload }) }
      for (const headers of [{}, { cookie: `token=${token}` }, { authorization: `Bearer ${'A'.repeat(43)}` }]) {
        const answer = await app.inject({ ...request, headers })
        expect([answer.statusCode, answer.json().error.code], `${method} ${path}`).to.deep.equal([
          401,
          'UNAUTHENTICATED',
        ])
      }
    }
  })

  it('are not there when the host signs its users in by itself', async () => {
    const { app } = await open()
    for (const url of ['/api/account', '/api/account/sessions']) {
      expect((await app.inject({ url, headers: { authorization: 'Bearer any' } })).statusCode).to.equal(404)
    }
  })

  it('say until when whoever tries too often is to wait, and log neither names nor passwords', async () => {
    const { ask, logged } = await signedIn()
    expect((await ask('PUT', 'account/password', { old: 'secret guess', wanted: WANTED })).statusCode).to.equal(403)
    expect(logged.join()).not.to.include('secret guess')
  })
})
