import { expect } from 'chai'
import { createAdasAccounts, PASSWORD, useHttp } from './http-harness.ts'

describe('routes of others’ accounts', () => {
  const open = useHttp()

  it('let administrators disable an account, whose user is answered as with a wrong password, and enable it', async () => {
    const { accounts, ada } = await createAdasAccounts()
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
    const user = { id: ada.id, name: 'Ada', username: 'ada', roles: [] }
    expect([disabled.statusCode, disabled.json()]).to.deep.equal([200, { user: { ...user, disabled: true } }])
    const own = await app.inject({ url: '/api/account', headers: { authorization: `Bearer ${adas}` } })
    expect(own.statusCode).to.equal(401)
    const [right, wrong] = [await signIn(PASSWORD), await signIn('a wrong password')]
    expect([right.statusCode, right.body]).to.deep.equal([401, wrong.body])
    expect((await change({ disabled: false }, root)).json()).to.deep.equal({ user: { ...user, disabled: false } })
    expect((await signIn(PASSWORD)).statusCode).to.equal(201)
  })
})
