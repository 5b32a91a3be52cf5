import { expect } from 'chai'
import { createAdasAccounts, NOT_FOUND, PASSWORD, refusal, useHttp } from './http-harness.ts'

const WANTED = 'correct horse battery'
const INVALID = refusal('INVALID_LINK', 'This link was used, or has expired.')

describe('routes of links', function () {
  // What estimates passwords is loaded first.
  this.timeout(10_000)
  const open = useHttp()

  async function served(parts: Parameters<typeof open>[0] = {}) {
    const { accounts, ada, clock } = await createAdasAccounts()
    const { app, logged } = await open({ accounts, log: logOf(), ...parts })
    const post = (path: string, payload?: object, token?: string) =>
      app.inject({
        method: 'POST',
        url: `/api/${path}`,
        ...(payload && { payload }),
        ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
      })
    return { accounts, ada, app, clock, logged, post }
  }

  const lines: string[] = []
  const logOf = () => {
    lines.length = 0
    return { level: 'trace', stream: { write: (line: string) => void lines.push(line) } }
  }

  async function withRoot(parts: Parameters<typeof open>[0] = {}) {
    const all = await served(parts)
    await all.accounts.ensureUser({ username: 'root', password: PASSWORD, roles: ['administrator'] })
    return { ...all, root: (await all.accounts.signIn('root', PASSWORD)).token }
  }

  it('let an administrator make one for whoever lost their password, who sets it and is signed in', async () => {
    const { post, root, app, ada, clock } = await withRoot()
    const made = await post('users/Ada/reset-link', undefined, root)
    expect(made.statusCode).to.equal(201)
    expect(made.headers['cache-control']).to.equal('no-store')
    const { code, path, expiresAt } = made.json()
    expect({ path, expiresAt }).to.deep.equal({ path: `/#link=${code}`, expiresAt: clock.now() + 60 * 60 * 1000 })
    const looked = await post('links/look', { code })
    expect([looked.statusCode, looked.json()]).to.deep.equal([200, { kind: 'reset', username: 'ada', expiresAt }])
    const reset = await post('links/reset', { code, password: WANTED })
    expect(reset.statusCode).to.equal(201)
    const { token, user } = reset.json()
    expect(user).to.deep.equal({ id: ada.id, name: 'Ada' })
    const own = await app.inject({ url: '/api/account', headers: { authorization: `Bearer ${token}` } })
    expect(own.json().user.username).to.equal('ada')
    for (const again of [await post('links/reset', { code, password: WANTED }), await post('links/look', { code })]) {
      expect([again.statusCode, again.json()]).to.deep.equal([410, INVALID])
    }
    expect(lines.join(), 'who made it is logged').to.include('a link to set a new password was made')
    for (const secret of [code.slice(16), WANTED, token]) expect(lines.join()).not.to.include(secret)
  })

  it('make none for anybody else, a cookie for one, and say what cannot be a request', async () => {
    const { post, root, app, accounts } = await withRoot()
    const { token } = await accounts.signIn('ada', PASSWORD)
    const answers = [
      await post('users/ada/reset-link', undefined, token),
      await post('users/nobody/reset-link', undefined, token),
      await post('users/ada/reset-link'),
      await app.inject({ method: 'POST', url: '/api/users/ada/reset-link', headers: { cookie: `token=${root}` } }),
      await post('users/nobody/reset-link', undefined, root),
      await post('links/look', {}),
      await post('links/look', { code: 'x'.repeat(201) }),
      await post('links/reset', { code: 'x' }),
      await post('links/reset', { code: 'x', password: WANTED }),
    ]
    expect(answers.map(({ statusCode }) => statusCode)).to.deep.equal([403, 403, 401, 401, 404, 400, 400, 400, 410])
    expect(answers[0]?.body, 'whoever it would be for').to.equal(answers[1]?.body)
  })

  it('make the first administrator by the link that the start told, though nobody may sign up', async () => {
    const { accounts, post } = await served({ basePath: '/draw/' }).then(({ accounts, app }) => ({
      accounts,
      post: (path: string, payload: object) => app.inject({ method: 'POST', url: `/draw/api/${path}`, payload }),
    }))
    const { code } = (await accounts.links.makeSetUp()) ?? expect.fail('no link')
    const root = { username: 'Root', password: WANTED }
    const closed = await post('users', root)
    expect([closed.statusCode, closed.json()]).to.deep.equal([404, NOT_FOUND])
    expect((await post('users', { ...root, code: `${code}x` })).json()).to.deep.equal(INVALID)
    const made = await post('users', { ...root, code })
    expect([made.statusCode, made.json().user.name]).to.deep.equal([201, 'Root'])
    const again = await post('users', { ...root, username: 'eve', code })
    expect([again.statusCode, again.json()]).to.deep.equal([410, INVALID])
  })

  it('say below a path where it stands', async () => {
    const { accounts } = await withRoot()
    const { app } = await open({ accounts, basePath: '/draw/' })
    const { token } = await accounts.signIn('root', PASSWORD)
    const headers = { authorization: `Bearer ${token}` }
    const made = await app.inject({ method: 'POST', url: '/draw/api/users/ada/reset-link', headers })
    expect(made.json().path).to.equal(`/draw/#link=${made.json().code}`)
  })

  it('[P9] refuse whoever tries many', async () => {
    const { post } = await withRoot({ signInLimit: 1 })
    const codes: number[] = []
    for (let n = 0; n < 11; n++) codes.push((await post('links/look', { code: `guess ${n}` })).statusCode)
    expect(codes).to.deep.equal([...Array(10).fill(410), 429])
  })

  it('are not there when the host signs its users in by itself', async () => {
    const { app } = await open()
    for (const path of ['links/look', 'links/reset', 'users/ada/reset-link', 'users']) {
      const answer = await app.inject({ method: 'POST', url: `/api/${path}`, payload: { code: 'x', password: WANTED } })
      expect(answer.statusCode, path).to.equal(404)
    }
  })
})
