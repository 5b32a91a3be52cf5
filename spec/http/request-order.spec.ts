import { once } from 'node:events'
import { request as ask } from 'node:http'
import { expect } from 'chai'
import type { InjectOptions } from 'fastify'
import type { Accounts } from '../../server/accounts/accounts.ts'
import { allOperations } from './all-operations.ts'
import { everyPart } from './every-part.ts'
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
    await accounts.ensureUser({ username: 'mary', password: PASSWORD })
    const { parts, core, makeRoom } = everyPart(accounts)
    const { app } = await open(parts)
    const room = await makeRoom('ada')
    const operations = await allOperations(app, room)
    const tokenOf = async (name: string) => (await accounts.signIn(name, PASSWORD)).token
    return {
      app,
      accounts,
      core,
      makeRoom,
      room,
      operations,
      guarded: operations.filter((each) => each.guarded),
      tokenOf,
    }
  }

  it('who is signed in comes before the shape of anything: on every route, nobody else learns of it', async () => {
    const { app, guarded } = await all()
    expect(guarded.map(({ id }) => id)).to.include.members(['changeAccount', 'editRoom', 'useRoomLink', 'knock'])
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
    const { app, core, makeRoom, room, guarded, tokenOf } = await all()
    const [ada, root] = [await tokenOf('ada'), await tokenOf('root')]
    const gone = await makeRoom('ada')
    await core.keeper.delete(null, gone)
    for (const { id, method, url: found } of guarded.filter(({ method }) => method !== 'GET')) {
      const authorization = `Bearer ${[...OF_ADMINISTRATORS, 'closeRoom'].includes(id) ? root : ada}`
      // What is there is not recovered.
      const url = id === 'recoverRoom' ? found.replace(room, gone) : found
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

  it('a right in a room comes before the shape as well; and before that, whether there is such a room for whoever asks', async () => {
    const { app, makeRoom, room, guarded, tokenOf } = await all()
    const headers = { authorization: `Bearer ${await tokenOf('mary')}` }
    const hidden = await makeRoom('ada', { hidden: true })
    const inRooms = guarded.filter(({ id, url }) => url.startsWith('/api/rooms/') && id !== 'knock')
    expect(inRooms.length).to.be.at.least(19)
    for (const { id, method, url } of inRooms)
      for (const { payload, headers: more } of method === 'GET' ? [{}] : MISSHAPEN) {
        const shape = { method, headers: { ...headers, ...more }, ...(payload !== undefined && { payload }) }
        const codeOf = async (asked: string) => (await app.inject({ ...shape, url: asked })).json().error?.code
        const what = `${id} with ${String(payload).slice(0, 20)}`
        const sees = id === 'showRoom' || id === 'listPeople'
        expect(await codeOf(url), what).to.equal(sees ? undefined : 'FORBIDDEN')
        expect(await codeOf(url.replace(room, hidden)), what).to.equal('ROOM_NOT_FOUND')
        expect(await codeOf(url.replace(room, 'none')), what).to.equal('ROOM_NOT_FOUND')
      }
  })

  it('what one user asks of a room at once is done in the order in which it was sent', async () => {
    const { app, core, room, tokenOf } = await all()
    const headers = { authorization: `Bearer ${await tokenOf('ada')}` }
    const names = Array.from({ length: 20 }, (_, at) => `Name ${at}`)
    const url = `/api/rooms/${room}`
    const answers = await Promise.all(
      names.map((name) => app.inject({ method: 'PATCH', url, headers, payload: { name } })),
    )
    expect(answers.map((answer) => answer.json().room.name)).to.deep.equal(names)
    const revisions = answers.map((answer) => answer.json().room.revision)
    expect(revisions).to.deep.equal(names.map((_, at) => (revisions[0] ?? 0) + at))
    expect((await core.keeper.find(null, room)).record.name).to.equal('Name 19')
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

  it('a session that ends while the body is on its way changes nothing any more: of an account, nor of a room', async () => {
    for (const what of ['account', 'room'] as const) {
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
      const { parts, core, makeRoom } = everyPart(watched)
      const { app } = await open(parts)
      const room = await makeRoom('ada')
      const { token } = await accounts.signIn('ada', PASSWORD)
      const path = what === 'account' ? 'account' : `rooms/${room}`
      const url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/api/${path}`
      const headers = { ...JSON_TYPE, authorization: `Bearer ${token}`, 'transfer-encoding': 'chunked' }
      const sent = ask(url, { method: 'PATCH', headers })
      const answered = once(sent, 'response')
      sent.write('{"name":')
      await first
      await accounts.signOut(token)
      sent.end('"Other"}')
      const [answer] = await answered
      answer.resume()
      expect(answer.statusCode, what).to.equal(401)
      expect((await accounts.signIn('ada', PASSWORD)).user.name).to.equal('Ada')
      expect((await core.keeper.find(null, room)).record.name).to.equal('Room')
    }
  })
})
