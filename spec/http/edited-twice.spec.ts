import { expect } from 'chai'
import { account } from '../../web/client/account.ts'
import { rejection } from '../support/rejection.ts'
import { createAdasAccounts, PASSWORD, useHttp } from './http-harness.ts'

describe('an account that two edit at once', () => {
  const open = useHttp()

  async function editors() {
    const { accounts, ada } = await createAdasAccounts()
    const { app } = await open({ accounts, cors: { origin: 'https://example.org' } })
    const { token } = await accounts.signIn('ada', PASSWORD)
    const headers = { authorization: `Bearer ${token}` }
    const show = async () => String((await app.inject({ url: '/api/account', headers })).headers.etag)
    const change = (payload: object, ifMatch?: string) =>
      app.inject({
        method: 'PATCH',
        url: '/api/account',
        headers: { ...headers, ...(ifMatch !== undefined && { 'if-match': ifMatch }) },
        payload,
      })
    return { app, accounts, ada, token, show, change }
  }

  it('is known by another ETag after each change, and by the same one without', async () => {
    const { show, change } = await editors()
    const first = await show()
    expect(first).to.match(/^"[\w-]{43}"$/)
    expect(await show()).to.equal(first)
    const changed = await change({ color: '#123456' }, first)
    expect(changed.statusCode).to.equal(200)
    expect(changed.headers.etag)
      .to.equal(await show())
      .and.not.equal(first)
  })

  it('is not changed by who has seen another one, who is told so', async () => {
    const { show, change, accounts, ada } = await editors()
    const seen = await show()
    expect((await change({ name: 'Countess' }, seen)).statusCode).to.equal(200)
    for (const stale of [seen, `W/${seen}`, '"other"', '', `${seen}, "other"`]) {
      const answer = await change({ name: 'Other' }, stale)
      expect([answer.statusCode, answer.json().error.code], stale).to.deep.equal([412, 'CHANGED_MEANWHILE'])
    }
    const { user } = await accounts.signIn('ada', PASSWORD)
    expect([user.id, user.name]).to.deep.equal([ada.id, 'Countess'])
    for (const fresh of [`"other", ${await show()}`, `W/${await show()}`, '*', undefined])
      expect((await change({ name: 'Countess' }, fresh)).statusCode, fresh).to.equal(200)
  })

  it('is changed by one of those who change it in the same moment', async () => {
    const { show, change } = await editors()
    const seen = await show()
    const answers = await Promise.all(['One', 'Two', 'Three'].map((name) => change({ name }, seen)))
    expect(answers.map(({ statusCode }) => statusCode).sort()).to.deep.equal([200, 412, 412])
  })

  it('lets pages of allowed origins read what it is known by', async () => {
    const { app, token } = await editors()
    const headers = { authorization: `Bearer ${token}`, origin: 'https://example.org' }
    const { headers: answered } = await app.inject({ url: '/api/account', headers })
    expect(String(answered['access-control-expose-headers']).toLowerCase().split(',')).to.include.members([
      'etag',
      'retry-after',
    ])
  })

  it('is changed by the client library only as it was seen there last', async () => {
    const { app, token } = await editors()
    const url = await app.listen({ port: 0, host: '127.0.0.1' })
    const [one, two] = [account(url, { token }), account(url, { token })]
    await one.get()
    await two.get()
    await one.change({ name: 'Countess' })
    expect((await rejection(two.change({ name: 'Other' }))).code).to.equal('CHANGED_MEANWHILE')
    expect((await two.get()).name).to.equal('Countess')
    expect((await two.change({ name: 'Other' })).name).to.equal('Other')
    expect((await rejection(one.change({ color: '#123456' }))).code).to.equal('CHANGED_MEANWHILE')
    // Whoever has looked at nothing has seen nothing that could have changed.
    expect((await account(url, { token }).change({ color: '#123456' })).name).to.equal('Other')
  })
})
