import { expect } from 'chai'
import { createAdasAccounts, NOT_FOUND, PASSWORD, useHttp } from './http-harness.ts'

const WANTED = 'correct horse battery'
const DAY = 24 * 60 * 60 * 1000

describe('routes of invitations', function () {
  this.timeout(10_000)
  const open = useHttp()

  async function served(signUp: 'open' | 'invited' | 'closed') {
    const { accounts, clock } = await createAdasAccounts({}, { invitations: signUp !== 'closed' })
    await accounts.ensureUser({ id: 'root', username: 'root', password: PASSWORD, roles: ['administrator'] })
    const { app } = await open({ accounts, signUp })
    const tokenOf = async (username: string) => (await accounts.signIn(username, PASSWORD)).token
    const ask = (method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object, token?: string) =>
      app.inject({
        method,
        url: `/api/${path}`,
        ...(payload && { payload }),
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      })
    return { ask, clock, root: await tokenOf('root'), ada: await tokenOf('ada') }
  }

  it('let an administrator invite, and whoever has the link make an account', async () => {
    const { ask, root, clock } = await served('invited')
    const made = await ask('POST', 'invitations', { uses: 2, lifetime: DAY }, root)
    expect(made.statusCode).to.equal(201)
    const { id, code, ...told } = made.json()
    expect(told).to.deep.equal({ path: `/#link=${code}`, expiresAt: clock.now() + DAY, usesLeft: 2 })
    const uninvited = await ask('POST', 'users', { username: 'eve', password: WANTED })
    expect([uninvited.statusCode, uninvited.json()]).to.deep.equal([404, NOT_FOUND])
    const eve = await ask('POST', 'users', { username: 'eve', password: WANTED, code })
    expect([eve.statusCode, eve.json().user.name]).to.deep.equal([201, 'eve'])
    const listed = await ask('GET', 'invitations', undefined, root)
    const left = { id, madeBy: 'root', madeAt: clock.now(), expiresAt: told.expiresAt, usesLeft: 1 }
    expect([listed.statusCode, listed.json()]).to.deep.equal([200, { invitations: [left] }])
    expect((await ask('DELETE', `invitations/${id}`, undefined, root)).statusCode).to.equal(204)
    expect((await ask('DELETE', `invitations/${id}`, undefined, root)).statusCode).to.equal(404)
    expect((await ask('POST', 'users', { username: 'mary', password: WANTED, code })).statusCode).to.equal(410)
  })

  it('refuse everybody else, and what cannot be one', async () => {
    const { ask, root, ada } = await served('invited')
    const answers = [
      await ask('POST', 'invitations', {}, ada),
      await ask('GET', 'invitations', undefined, ada),
      await ask('DELETE', 'invitations/any', undefined, ada),
      await ask('POST', 'invitations', {}),
      await ask('GET', 'invitations'),
      await ask('DELETE', 'invitations/any'),
      await ask('POST', 'invitations', { uses: 0 }, root),
      await ask('POST', 'invitations', { uses: 1001 }, root),
      await ask('POST', 'invitations', { uses: 1.5 }, root),
      await ask('POST', 'invitations', { lifetime: 31 * DAY }, root),
    ]
    expect(answers.map(({ statusCode }) => statusCode)).to.deep.equal([
      403, 403, 403, 401, 401, 401, 400, 400, 400, 400,
    ])
    const standard = (await ask('POST', 'invitations', {}, root)).json()
    expect(standard.usesLeft).to.equal(1)
  })

  it('are not there where nobody may make an account', async () => {
    const { ask, root } = await served('closed')
    expect((await ask('POST', 'invitations', {}, root)).statusCode).to.equal(404)
    expect((await ask('GET', 'invitations', undefined, root)).statusCode).to.equal(404)
  })
})
