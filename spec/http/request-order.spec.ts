import { once } from 'node:events'
import { request as ask } from 'node:http'
import { expect } from 'chai'
import type { InjectOptions } from 'fastify'
import type { Accounts } from '../../server/accounts/accounts.ts'
import { allOperations } from './all-operations.ts'
import { createAdasAccounts, PASSWORD, useHttp } from './http-harness.ts'
import { OF_ADMINISTRATORS } from './of-administrators.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
/** Bodies and types that no route takes. */
const MISSHAPEN: readonly Pick<InjectOptions, 'payload' | 'headers'>[] = [
  { payload: '{', headers: JSON_TYPE },
  { payload: '', headers: JSON_TYPE },
  { payload: '{"odd":[]}', headers: JSON_TYPE },
  { payload: 'null', headers: JSON_TYPE },
  { payload: `"${'x'.repeat(17_000)}"`, headers: JSON_TYPE },
  { payload: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
]

describe('the order in which a request is looked at', () => {
  const open = useHttp()

  async function all() {
    const { accounts } = await createAdasAccounts()
    await accounts.ensureUser({ username: 'root', password: PASSWORD, roles: ['administrator'] })
    const { app } = await open({ accounts, signUp: 'open' })
    const operations = await allOperations(app)
    const tokenOf = async (name: string) => (await accounts.signIn(name, PASSWORD)).token
    return { app, accounts, operations, guarded: operations.filter((each) => each.guarded), tokenOf }
  }

  it('who is signed in comes before the shape of anything: on every route, nobody else learns of it', async () => {
    const { app, guarded } = await all()
    expect(guarded.length).to.be.at.least(9)
    for (const { id, method, url } of guarded) {
      // Whatever is no session is signed out already.
      const shown = id === 'signOut' ? [undefined, 'Basic YQ=='] : [undefined, 'Basic YQ==', `Bearer ${'A'.repeat(43)}`]
      for (const authorization of shown)
        for (const { headers, payload } of method === 'GET' ? [{}] : MISSHAPEN) {
          const answer = await app.inject({
            method,
            url,
            headers: { ...headers, ...(authorization !== undefined && { authorization }) },
            ...(payload !== undefined && { payload }),
          })
          const what = `${id} with ${authorization} and ${String(payload).slice(0, 20)}`
          expect([answer.statusCode, answer.json().error.code], what).to.deep.equal([401, 'UNAUTHENTICATED'])
        }
    }
  })

  it('then, for whoever is, what is asked is looked at', async () => {
    const { app, guarded, tokenOf } = await all()
    const [ada, root] = [await tokenOf('ada'), await tokenOf('root')]
    for (const { id, method, url } of guarded.filter(({ method }) => method !== 'GET')) {
      const authorization = `Bearer ${OF_ADMINISTRATORS.includes(id) ? root : ada}`
      const answer = await app.inject({ method, url, headers: { ...JSON_TYPE, authorization }, payload: '{' })
      expect([answer.statusCode, answer.json().error.code], id).to.deep.equal([400, 'INVALID_MESSAGE'])
    }
  })

  it('a right comes before the shape too', async () => {
    const { app, guarded, tokenOf } = await all()
    const [ada, root] = [await tokenOf('ada'), await tokenOf('root')]
    const restricted = guarded.filter(({ id }) => [...OF_ADMINISTRATORS, 'deleteAccount'].includes(id))
    expect(restricted).to.have.length(OF_ADMINISTRATORS.length + 1)
    for (const { id, method, url } of restricted) {
      const authorization = `Bearer ${id === 'deleteAccount' ? root : ada}`
      for (const { headers, payload } of method === 'GET' ? [{}] : MISSHAPEN) {
        const request = { method, url, headers: { ...headers, authorization } }
        const answer = await app.inject({ ...request, ...(payload !== undefined && { payload }) })
        const what = `${id} with ${String(payload).slice(0, 20)}`
        expect([answer.statusCode, answer.json().error.code], what).to.deep.equal([403, 'FORBIDDEN'])
      }
    }
  })

  it('before all of it comes whether there is such a route', async () => {
    const { app, operations } = await all()
    const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
    expect((await app.inject(`/api/account/sessions/${'x'.repeat(101)}`)).statusCode).to.equal(404)
    for (const { url } of operations) {
      const taken = operations.filter((each) => each.url === url).map(({ method }) => String(method))
      for (const method of methods.filter((each) => !taken.includes(each))) {
        const answer = await app.inject({ method, url, headers: JSON_TYPE, ...(method !== 'GET' && { payload: '{' }) })
        expect([answer.statusCode, answer.json().error.code], `${method} ${url}`).to.deep.equal([404, 'NOT_FOUND'])
      }
    }
  })

  it('where nobody signs up without a link, whatever shows none is for nothing', async () => {
    for (const signUp of ['invited', 'closed'] as const) {
      const { app } = await open({ accounts: (await createAdasAccounts()).accounts, signUp })
      const sent = (request: Pick<InjectOptions, 'payload' | 'headers'>) =>
        app.inject({ method: 'POST', url: '/api/users', ...request })
      for (const request of [...MISSHAPEN, {}, { payload: { username: 'grace', password: PASSWORD } }]) {
        const answer = await sent(request)
        const what = `${signUp} with ${JSON.stringify(request.payload)?.slice(0, 20)}`
        expect([answer.statusCode, answer.json().error.code], what).to.deep.equal([404, 'NOT_FOUND'])
      }
      expect((await sent({ payload: { code: 'x' } })).json().error.code).to.equal('INVALID_MESSAGE')
      expect((await sent({ headers: { origin: 'https://other.example' } })).json().error.code).to.equal('FORBIDDEN')
    }
  })

  it('after that comes whether the page’s origin may ask, before all else', async () => {
    const { app, operations } = await all()
    const changing = operations.filter(({ method }) => method !== 'GET')
    expect(changing.length).to.be.at.least(9)
    for (const { id, method, url } of changing) {
      for (const said of [
        { origin: 'https://other.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
      ]) {
        const answer = await app.inject({ method, url, headers: { ...JSON_TYPE, ...said }, payload: '{' })
        const what = `${id} from ${JSON.stringify(said)}`
        expect([answer.statusCode, answer.json().error.code], what).to.deep.equal([403, 'FORBIDDEN'])
      }
    }
    const nowhere = { method: 'POST', url: '/api/nothing', headers: { origin: 'https://other.example' } } as const
    expect((await app.inject(nowhere)).statusCode).to.equal(404)
  })

  it('a session that ends while the body is on its way changes nothing any more', async () => {
    let asked = (): void => undefined
    const first = new Promise<void>((resolve) => {
      asked = resolve
    })
    const { accounts } = await createAdasAccounts()
    const watched: Accounts = {
      ...accounts,
      async authenticate(token) {
        const identity = await accounts.authenticate(token)
        asked()
        return identity
      },
    }
    const { app } = await open({ accounts: watched })
    const { token } = await accounts.signIn('ada', PASSWORD)
    const url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/api/account`
    const headers = { ...JSON_TYPE, authorization: `Bearer ${token}`, 'transfer-encoding': 'chunked' }
    const sent = ask(url, { method: 'PATCH', headers })
    const answered = once(sent, 'response')
    sent.write('{"name":')
    await first
    await accounts.signOut(token)
    sent.end('"Other"}')
    const [answer] = await answered
    answer.resume()
    expect(answer.statusCode).to.equal(401)
    const again = await accounts.signIn('ada', PASSWORD)
    expect(again.user.name).to.equal('Ada')
  })
})
