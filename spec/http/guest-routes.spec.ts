import { expect } from 'chai'
import { createAdasAccounts, NOT_FOUND, useHttp } from './http-harness.ts'

describe('the route of guests', () => {
  const open = useHttp()

  it('lets somebody in by a name, where the server does', async () => {
    const { accounts } = await createAdasAccounts()
    const { app } = await open({ accounts, guests: true })
    const enter = (payload: object) => app.inject({ method: 'POST', url: '/api/guests', payload })
    const entered = await enter({ name: 'Grace' })
    expect(entered.statusCode).to.equal(201)
    const { token, user } = entered.json()
    const own = await app.inject({ url: '/api/account', headers: { authorization: `Bearer ${token}` } })
    expect(own.json().user).to.deep.include({ id: user.id, name: 'Grace', roles: ['guest'] })
    expect((await enter({ name: 'ADA' })).json().error.code).to.equal('NAME_TAKEN')
    expect((await enter({ name: '\u200b' })).json().error.code).to.equal('INVALID_NAME')
    expect((await enter({ name: '' })).statusCode).to.equal(400)
  })

  it('is none where it does not, and lets in only so many an hour from one address', async () => {
    const { accounts } = await createAdasAccounts()
    const { app: closed } = await open({ accounts })
    const refused = await closed.inject({ method: 'POST', url: '/api/guests', payload: { name: 'Grace' } })
    expect([refused.statusCode, refused.json()]).to.deep.equal([404, NOT_FOUND])
    const { app } = await open({ accounts, guests: true, signInLimit: 1 })
    const codes: number[] = []
    for (let n = 0; n < 4; n++) {
      const payload = { name: `Guest of ${'abcd'[n]}` }
      codes.push((await app.inject({ method: 'POST', url: '/api/guests', payload })).statusCode)
    }
    expect(codes).to.deep.equal([201, 201, 201, 429])
  })

  it('makes an account of a guest’s where anybody signs up, by an invitation where only the invited do, and else of nobody’s', async function () {
    // What estimates passwords is loaded first.
    this.timeout(20_000)
    const { accounts } = await createAdasAccounts({}, { invitations: true })
    const payload = { username: 'Grace', password: 'correct horse battery' }
    const { token, user } = await accounts.guest('Grace')
    const settle = async (signUp: 'open' | 'invited' | 'closed', change: object = {}) => {
      const { app } = await open({ accounts, guests: true, signUp })
      const headers = { authorization: `Bearer ${token}` }
      return app.inject({ method: 'PUT', url: '/api/account/credentials', headers, payload: { ...payload, ...change } })
    }
    for (const signUp of ['closed', 'invited'] as const) {
      const refused = await settle(signUp)
      expect([refused.statusCode, refused.json()], signUp).to.deep.equal([404, NOT_FOUND])
    }
    expect((await settle('invited', { code: 'none' })).json().error.code).to.equal('INVALID_LINK')
    expect((await settle('open', { username: 'ada' })).json().error.code).to.equal('NAME_TAKEN')
    for (const time of ['first', 'again']) {
      const settled = await settle('open')
      expect(settled.statusCode, time).to.equal(200)
      expect(settled.json().user).to.deep.include({ id: user.id, username: 'grace', roles: [] })
      expect(settled.headers.etag).to.be.a('string')
    }
    expect((await settle('open', { username: 'Other' })).json().error.code).to.equal('FORBIDDEN')
  })
})
