import { expect } from 'chai'
import { allOperations } from './all-operations.ts'
import { createAdasAccounts, PASSWORD, useHttp } from './http-harness.ts'

const WANTED = 'correct horse battery'

describe('tokens and passwords', function () {
  // What estimates passwords is loaded first.
  this.timeout(20_000)
  const open = useHttp()

  async function listening() {
    const { accounts } = await createAdasAccounts()
    const logged: string[] = []
    const log = { level: 'trace', stream: { write: (line: string) => logged.push(line) } }
    const { app } = await open({ accounts, signUp: 'open', log })
    const { token } = await accounts.signIn('ada', PASSWORD)
    return { app, accounts, token, logged }
  }

  it('are in no line of the log, whatever is asked, answered or refused, at the most talkative level', async () => {
    const { app, token, logged } = await listening()
    const operations = await allOperations(app)
    const secrets = [token, PASSWORD, WANTED, 'not the password']
    const bodies: Readonly<Record<string, readonly object[]>> = {
      signIn: [
        { username: 'ada', password: PASSWORD },
        { username: 'ada', password: 'not the password' },
      ],
      signUp: [
        { username: 'grace', password: WANTED },
        { username: 'ada', password: WANTED },
      ],
      changeAccount: [{ name: 'Countess' }],
      changePassword: [
        { old: 'not the password', wanted: WANTED },
        { old: PASSWORD, wanted: 'password' },
        { old: PASSWORD, wanted: WANTED },
      ],
      deleteAccount: [{ password: 'not the password' }, { password: WANTED }],
    }
    // What ends the session comes last.
    const order = (id: string) => ['changePassword', 'deleteAccount', 'signOut'].indexOf(id)
    for (const { id, method, url } of [...operations].sort((one, other) => order(one.id) - order(other.id))) {
      const headers = { authorization: `Bearer ${token}`, cookie: `token=${token}` }
      for (const payload of [...(bodies[id] ?? []), ...(method === 'GET' ? [undefined] : [{ [PASSWORD]: token }])]) {
        const answer = await app.inject({ method, url: `${url}?token=${token}`, headers, ...(payload && { payload }) })
        const { token: given } = answer.statusCode === 201 ? answer.json<{ token?: string }>() : {}
        if (given !== undefined) secrets.push(given)
      }
    }
    const text = logged.join()
    for (const { url } of operations) expect(text, url).to.include(`"url":"${url}"`)
    expect(secrets.length).to.be.at.least(7)
    for (const secret of secrets) expect(text.includes(secret), `the log has ${secret}`).to.equal(false)
  })

  it('are taken from the header for tokens alone: from no address, cookie or body', async () => {
    const { app, token } = await listening()
    for (const { id, method, url, guarded } of await allOperations(app)) {
      if (!guarded) continue
      for (const name of ['token', 'access_token', 'authorization']) {
        const asked = { method, url: `${url}?${name}=${token}`, headers: { cookie: `${name}=${token}` } }
        const answer = await app.inject({ ...asked, ...(method !== 'GET' && { payload: { [name]: token } }) })
        expect([answer.statusCode, answer.json().error.code], `${id} by ${name}`).to.deep.equal([
          401,
          'UNAUTHENTICATED',
        ])
      }
    }
  })
})
