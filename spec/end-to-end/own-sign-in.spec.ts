import { expect } from 'chai'
import { createServer, type SocDrawServer } from '../../server/host/server.ts'
import type { ServerOptions } from '../../server/host/server-options.ts'
import { allOperations } from '../http/all-operations.ts'
import { council } from '../support/council.ts'

const authenticate = async () => ({ id: 'u:root', name: 'Root', roles: ['administrator'] })
/** What the API's document says of accounts, beside rooms, the audit log, health and itself. */
const OF_ACCOUNTS = ['signIn', 'signUp', 'enterAsGuest', 'showAccount', 'lookAtLink', 'listUsers', 'invite']

describe('a server with a sign-in of its host’s own', () => {
  let servers: SocDrawServer[] = []

  afterEach(async () => {
    for (const server of servers) await server.stop()
    servers = []
  })

  async function open(options: Partial<ServerOptions>): Promise<SocDrawServer> {
    const quiet = { port: 0, logLevel: 'silent', data: 'memory', signInLimit: 'none' } as const
    const server = await createServer({ ...quiet, applications: [council], ...options })
    servers.push(server)
    return server
  }

  it('has no route of accounts, and no page of theirs', async () => {
    const withAccounts = await open({ signUp: 'open', guests: true })
    const own = await open({ authenticate })
    const there = new Set((await allOperations(own.http)).map(({ id }) => id))
    const missing = (await allOperations(withAccounts.http)).filter(({ id }) => !there.has(id))
    expect(missing.map(({ id }) => id)).to.include.members(OF_ACCOUNTS)
    const headers = { authorization: 'Bearer any', accept: 'text/html, application/json' }
    for (const { id, method, url } of missing) {
      expect((await own.http.inject({ method, url, headers })).statusCode, id).to.equal(404)
      expect((await withAccounts.http.inject({ method, url, headers })).statusCode, id).not.to.equal(200)
    }
    for (const url of ['/', '/index.html', '/account', '/administration', '/link', '/assets/'])
      expect((await own.http.inject({ url, headers })).statusCode, url).to.equal(404)
  })
})
