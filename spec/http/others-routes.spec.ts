import { expect } from 'chai'
import { createAdasAccounts, PASSWORD, useHttp } from './http-harness.ts'

describe('routes of others’ accounts', () => {
  const open = useHttp()

  it('let administrators disable an account, whose user is answered as with a wrong password, and enable it', async () => {
    const { accounts, ada, clock } = await createAdasAccounts()
    await accounts.ensureUser({ username: 'root', password: PASSWORD, roles: ['administrator'] })
    const { app } = await open({ accounts })
    const tokenOf = async (username: string) => (await accounts.signIn(username, PASSWORD)).token
    const [root, adas] = [await tokenOf('root'), await tokenOf('ada')]
    const change = (payload: object, token: string | undefined, name = 'ada') =>
      app.inject({
        method: 'PATCH',
        url: `/api/users/${name}`,
        payload,
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      })
    const signIn = (password: string) =>
      app.inject({ method: 'POST', url: '/api/sessions', payload: { username: 'ada', password } })

    const refused = [
      await change({ disabled: true }, adas),
      await change({ disabled: true }, adas, 'nobody'),
      await change({ disabled: true }, undefined),
      await change({ disabled: true }, root, 'nobody'),
      await change({ disabled: true }, root, 'root'),
      await change({ disabled: 'yes' }, root),
      await change({ roles: ['administrator'] }, root),
    ]
    expect(refused.map(({ statusCode }) => statusCode)).to.deep.equal([403, 403, 401, 404, 403, 400, 400])
    expect(refused[0]?.body).to.equal(refused[1]?.body)

    const disabled = await change({ disabled: true }, root, 'ADA')
    const user = { id: ada.id, name: 'Ada', username: 'ada', roles: [], createdAt: clock.now() }
    const shown = disabled.json().user
    expect([disabled.statusCode, shown]).to.deep.equal([200, { ...user, disabled: true, revision: shown.revision }])
    const own = await app.inject({ url: '/api/account', headers: { authorization: `Bearer ${adas}` } })
    expect(own.statusCode).to.equal(401)
    const [right, wrong] = [await signIn(PASSWORD), await signIn('a wrong password')]
    expect([right.statusCode, right.body]).to.deep.equal([401, wrong.body])
    expect((await change({ disabled: false }, root)).json().user).to.deep.include({ ...user, disabled: false })
    expect((await signIn(PASSWORD)).statusCode).to.equal(201)
  })

  async function asked() {
    const { accounts, ada } = await createAdasAccounts()
    await accounts.ensureUser({ username: 'root', password: PASSWORD, roles: ['administrator'] })
    const { app } = await open({ accounts })
    const tokenOf = async (username: string) => (await accounts.signIn(username, PASSWORD)).token
    const ask = (token: string, url: string, method: 'GET' | 'PUT' | 'DELETE' = 'GET', payload?: object) =>
      app.inject({ method, url, headers: { authorization: `Bearer ${token}` }, ...(payload && { payload }) })
    return { accounts, ada, tokenOf, ask }
  }

  it('list users a stretch at a time, and those that are looked for', async () => {
    const { accounts, tokenOf, ask } = await asked()
    for (const username of ['user:1', 'user:2', 'user:3']) await accounts.ensureUser({ username, password: PASSWORD })
    const root = await tokenOf('root')
    const seen: string[] = []
    for (let after = ''; ; ) {
      const { users, next } = (await ask(root, `/api/users?limit=2&after=${encodeURIComponent(after)}`)).json()
      seen.push(...users.map(({ username }: { username: string }) => username))
      if (next === null) break
      expect(users).to.have.length(2)
      after = next
    }
    expect(seen).to.deep.equal(['ada', 'root', 'user:1', 'user:2', 'user:3'])
    const names = async (query: string) => {
      const { users } = (await ask(root, `/api/users?${query}`)).json()
      return users.map(({ username }: { username: string }) => username)
    }
    expect(await names('search=user%203')).to.deep.equal(['user:3'])
    expect(await names('search=%F0%9F%98%80'), 'no word, so nobody').to.deep.equal([])
    expect(await names('limit=0')).to.deep.equal(['ada'])
    for (const wrong of ['limit=-1', 'limit=1e2', 'limit=1000', 'search=a&search=b', `search=${'a'.repeat(201)}`]) {
      expect((await ask(root, `/api/users?${wrong}`)).statusCode, wrong).to.equal(400)
    }
  })

  it('show one user, and where they are signed in, and end that', async () => {
    const { accounts, ada, tokenOf, ask } = await asked()
    const [root, adas] = [await tokenOf('root'), await tokenOf('ada')]
    const shown = (await ask(root, '/api/users/ADA')).json()
    expect(shown.user).to.deep.include({ id: ada.id, name: 'Ada', username: 'ada', roles: [], disabled: false })
    expect(shown.user.createdAt).to.be.a('number')
    const { sessions } = (await ask(root, '/api/users/ada/sessions')).json()
    expect(sessions.map(({ own }: { own: boolean }) => own)).to.deep.equal([false])
    expect(JSON.stringify(sessions)).not.to.match(/hash|token/i)
    expect((await ask(root, '/api/users/ada/sessions', 'DELETE')).statusCode).to.equal(204)
    expect(await accounts.authenticate(adas)).to.equal(undefined)
    // One's own goes on.
    await tokenOf('root')
    expect((await ask(root, '/api/users/root/sessions', 'DELETE')).statusCode).to.equal(204)
    const own = (await ask(root, '/api/users/root/sessions')).json().sessions
    expect(own.map(({ own }: { own: boolean }) => own)).to.deep.equal([true])
    for (const path of ['', '/sessions']) expect((await ask(root, `/api/users/nobody${path}`)).statusCode).to.equal(404)
  })

  it('change a user as they were seen only, where that is said, and tell whoever has seen another one', async () => {
    const { accounts } = await createAdasAccounts()
    await accounts.ensureUser({ username: 'root', password: PASSWORD, roles: ['administrator'] })
    const { app } = await open({ accounts })
    const { token } = await accounts.signIn('root', PASSWORD)
    const headers = { authorization: `Bearer ${token}` }
    const show = async () => String((await app.inject({ url: '/api/users/ada', headers })).headers.etag)
    const change = async (to: object, tag?: string) => {
      const how = 'roles' in to ? ({ method: 'PUT', url: '/roles' } as const) : ({ method: 'PATCH', url: '' } as const)
      const named = { ...headers, ...(tag !== undefined && { 'if-match': tag }) }
      const url = `/api/users/ada${how.url}`
      const answer = await app.inject({ method: how.method, url, headers: named, payload: to })
      return { ...answer.json(), status: answer.statusCode, tag: answer.headers.etag }
    }
    for (const [first, second] of [
      [{ roles: ['moderator'] }, { roles: ['administrator'] }],
      [{ disabled: true }, { roles: [] }],
      [{ roles: ['administrator'] }, { disabled: false }],
      [{ disabled: false }, { disabled: true }],
    ] as const) {
      const seen = await show()
      const { users } = (await app.inject({ url: '/api/users?search=ada', headers })).json()
      expect(`"${users[0].revision}"`, 'lists tell it too').to.equal(seen)
      const done = await change(first, seen)
      expect([done.status, done.tag]).to.deep.equal([200, await show()])
      expect(done.tag).not.to.equal(seen)
      const refused = await change(second, seen)
      expect([refused.status, refused.error.code]).to.deep.equal([412, 'CHANGED_MEANWHILE'])
      expect(await show()).to.equal(done.tag)
    }
    const seen = await show()
    const all = await Promise.all(
      [{ roles: [] }, { disabled: true }, { roles: ['moderator'] }].map((to) => change(to, seen)),
    )
    expect(all.map(({ status }) => status).sort(), 'in the same moment').to.deep.equal([200, 412, 412])
    for (const any of ['*', undefined]) expect((await change({ roles: [] }, any)).status, any).to.equal(200)
  })

  it('give roles, which hold at once, and leave an administrator', async () => {
    const { tokenOf, ask } = await asked()
    const [root, adas] = [await tokenOf('root'), await tokenOf('ada')]
    const give = (token: string, name: string, roles: unknown) =>
      ask(token, `/api/users/${name}/roles`, 'PUT', { roles })
    const last = await give(root, 'root', ['moderator'])
    expect([last.statusCode, last.json().error.code]).to.deep.equal([403, 'FORBIDDEN'])
    expect((await ask(adas, '/api/users')).statusCode).to.equal(403)
    const given = await give(root, 'ada', ['administrator', 'moderator'])
    expect(given.json().user.roles).to.deep.equal(['administrator', 'moderator'])
    expect((await ask(adas, '/api/users')).statusCode).to.equal(200)
    expect((await give(adas, 'root', [])).statusCode).to.equal(200)
    expect((await ask(root, '/api/users')).statusCode).to.equal(403)
    expect((await give(root, 'ada', [])).statusCode).to.equal(403)
    for (const wrong of [['owner'], 'administrator', null, ['moderator', 'moderator', 'moderator']]) {
      expect((await give(adas, 'ada', wrong)).statusCode, JSON.stringify(wrong)).to.equal(400)
    }
    expect((await give(adas, 'nobody', [])).statusCode).to.equal(404)
  })
})
