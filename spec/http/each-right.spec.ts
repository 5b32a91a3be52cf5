import { expect } from 'chai'
import { rowOf } from '../support/rights-page.ts'
import { allOperations } from './all-operations.ts'
import { everyPart } from './every-part.ts'
import { createAdasAccounts, PASSWORD, useHttp } from './http-harness.ts'
import { OF_ADMINISTRATORS } from './of-administrators.ts'

describe('each right on the server, over HTTP', () => {
  const open = useHttp()

  it('[P10] is refused to whoever is not signed in, and what is administrators’ to users, moderators and guests', async () => {
    const { accounts } = await createAdasAccounts()
    await accounts.ensureUser({ username: 'mo', password: PASSWORD, roles: ['moderator'] })
    await accounts.ensureUser({ username: 'root', password: PASSWORD, roles: ['administrator'] })
    const { app } = await open(everyPart(accounts).parts)
    const guarded = (await allOperations(app)).filter((each) => each.guarded)
    expect(guarded.map(({ id }) => id)).to.include.members([...OF_ADMINISTRATORS])
    const refusedOwn: Readonly<Record<string, readonly string[]>> = {
      root: ['deleteAccount'],
      guest: ['deleteAccount', 'changePassword'],
    }
    for (const who of [undefined, 'ada', 'mo', 'guest', 'root']) {
      for (const { id, method, url } of guarded) {
        // By a session of its own: some end it.
        const token =
          who && (await (who === 'guest' ? accounts.guest(`Guest ${id}`) : accounts.signIn(who, PASSWORD))).token
        const headers = token ? { authorization: `Bearer ${token}` } : {}
        const answer = await app.inject({ method, url, headers })
        const own = who !== 'root' && OF_ADMINISTRATORS.includes(id)
        const refused = (own || refusedOwn[who ?? '']?.includes(id)) && 403
        const otherwise =
          refused || (answer.statusCode === 401 || answer.statusCode === 403 ? 'let in' : answer.statusCode)
        expect(answer.statusCode, `${id} by ${who}`).to.equal(who === undefined ? 401 : otherwise)
      }
    }
  })
  it('[P10] is as the page on rights says of whoever signs in, of one’s own account, and of playing now', async () => {
    const { accounts } = await createAdasAccounts()
    await accounts.ensureUser({ username: 'mo', password: PASSWORD, roles: ['moderator'] })
    await accounts.ensureUser({ username: 'root', password: PASSWORD, roles: ['administrator'] })
    const { app } = await open({ ...everyPart(accounts).parts, signInLimit: 'none' })
    const ask = async (token: string | undefined, method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object) => {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
      return app.inject({ method, url: `/api/${url}`, headers, ...(payload && { payload }) })
    }
    const roots = (await accounts.signIn('root', PASSWORD)).token
    const tokens = [undefined, (await accounts.guest('Passer-by')).token]
    for (const username of ['ada', 'mo', 'root']) tokens.push((await accounts.signIn(username, PASSWORD)).token)
    const said: Record<string, string[]> = { 'sign in,': [], one: [], 'play now': [] }
    for (const [index, token] of tokens.entries()) {
      await accounts.ensureUser({ username: `lost-${index}`, password: PASSWORD })
      const { code } = (await ask(roots, 'POST', `users/lost-${index}/reset-link`)).json()
      const rows = {
        'sign in,': [
          await ask(token, 'POST', 'sessions', { username: 'ada', password: PASSWORD }),
          await ask(token, 'POST', 'links/look', { code }),
          await ask(token, 'POST', 'links/reset', { code, password: `${PASSWORD} by a link` }),
          await ask(token, 'POST', 'users', { username: `Open ${index}`, password: `${PASSWORD} ${index}` }),
        ],
        one: [
          await ask(token, 'GET', 'account'),
          await ask(token, 'PATCH', 'account', { color: '#123456' }),
          await ask(token, 'GET', 'account/sessions'),
        ],
        'play now': [await ask(token, 'POST', 'play', { application: 'counter' })],
      }
      for (const [row, answers] of Object.entries(rows)) {
        const done = new Set(answers.map(({ statusCode }) => (statusCode < 300 ? 'yes' : '–')))
        said[row]?.push([...done].join(' and '))
        if (token !== undefined) continue
        const refused = answers.filter(({ statusCode }) => statusCode >= 300).map(({ statusCode }) => statusCode)
        expect(new Set(refused), row).to.deep.equal(new Set(row === 'sign in,' ? [] : [401]))
      }
    }
    for (const [row, cells] of Object.entries(said))
      expect(cells, row).to.deep.equal(rowOf(row === 'one' ? "one's own" : row))
  })
})
