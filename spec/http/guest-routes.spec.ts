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
})
