import { connect } from 'node:net'
import { expect } from 'chai'
import { createHttp } from '../../server/http/create-http.ts'
import { createAdasAccounts, NOT_FOUND, PASSWORD, refusal, useHttp } from './http-harness.ts'

describe('http', () => {
  const open = useHttp()
  const signIn = { method: 'POST', url: '/api/sessions', payload: { username: 'ada', password: PASSWORD } } as const

  it('tells what the site offers, and of demo users only what the host passed', async () => {
    const applications = [{ name: 'chat', title: 'Chat' }]
    const production = await open({ site: { applications, demo: null } })
    const answer = await production.app.inject('/api/site')
    expect([answer.statusCode, answer.json()]).to.deep.equal([200, { applications, demo: null }])

    const demo = { users: [{ username: 'user:1' }, { username: 'user:2' }], password: 'soc-draw' }
    const development = await open({ site: { applications, demo } })
    expect((await development.app.inject('/api/site')).json()).to.deep.equal({ applications, demo })
  })

  it('says that it is up, and whether it is ready and why not', async () => {
    let reason: string | undefined = 'the store is opening'
    const { app } = await open({ ready: () => reason })
    expect((await app.inject('/healthz')).json()).to.deep.equal({ up: true })
    const waiting = await app.inject('/readyz')
    expect([waiting.statusCode, waiting.json()]).to.deep.equal([503, { ready: false, reason: 'the store is opening' }])
    expect(waiting.headers['cache-control']).to.equal('no-store')
    reason = undefined
    const ready = await app.inject('/readyz')
    expect([ready.statusCode, ready.json()]).to.deep.equal([200, { ready: true }])
  })

  it('answers an unexpected error with INTERNAL, and tells what it was to the log only', async () => {
    const { accounts } = await createAdasAccounts({
      signIn: async () => {
        throw Object.assign(new Error('secret detail'), { statusCode: 502 })
      },
    })
    const { app, logged } = await open({ accounts })
    const answer = await app.inject(signIn)
    expect(answer.statusCode).to.equal(500)
    expect(answer.json()).to.deep.equal(refusal('INTERNAL', 'Something went wrong on the server.'))
    expect(logged.join()).to.include('secret detail')
    expect(logged.join()).not.to.include(PASSWORD)
  })

  it('answers whatever else is thrown with INTERNAL', async () => {
    const { accounts } = await createAdasAccounts({ signIn: () => Promise.reject('not an error') })
    const { app } = await open({ accounts })
    expect((await app.inject(signIn)).json()).to.deep.equal(refusal('INTERNAL', 'Something went wrong on the server.'))
  })

  it('logs who was refused for a wrong password, from where, and when more will be refused: each once', async () => {
    const { accounts } = await createAdasAccounts()
    const { app, logged } = await open({ accounts, signInLimit: 3 })
    const statuses: number[] = []
    for (let attempt = 0; attempt < 6; attempt++) {
      const payload = { username: 'ada', password: 'a wrong password' }
      statuses.push((await app.inject({ ...signIn, payload })).statusCode)
    }
    expect(statuses).to.deep.equal([401, 401, 401, 429, 429, 429])
    const lines = logged.map((line) => JSON.parse(line) as { username?: string; address: string; msg: string })
    expect(lines.filter(({ username }) => username === 'ada').map(({ msg }) => msg)).to.deep.equal(
      Array(3).fill('a sign-in was refused: wrong name or password'),
    )
    expect(lines.filter(({ msg }) => msg === 'further sign-ins will be refused')).to.have.length(1)
    expect(new Set(lines.map(({ address }) => address))).to.deep.equal(new Set(['127.0.0.1']))
    expect(logged.join()).not.to.include('a wrong password')
  })

  it('logs no other expected refusal, and no request unless asked to', async () => {
    const { accounts } = await createAdasAccounts()
    const lines: string[] = []
    const log = (level: string) => ({ level, stream: { write: (line: string) => lines.push(line) } })
    const quiet = await open({ accounts, log: log('info') })
    await quiet.app.inject({ ...signIn, payload: { username: 'ada' } })
    await quiet.app.inject('/api/nothing')
    expect(lines).to.deep.equal([])

    const loud = await open({ accounts, log: log('debug') })
    await loud.app.inject({ ...signIn, headers: { authorization: 'Bearer secret-token' } })
    expect(lines.join()).to.include('/api/sessions')
    expect(lines.join()).not.to.include(PASSWORD)
    expect(lines.join()).not.to.include('secret-token')
  })

  it('sends security headers with every answer', async () => {
    const { app } = await open()
    for (const url of ['/healthz', '/api/site', '/api/nothing', '/nothing']) {
      const { headers } = await app.inject(url)
      expect(headers, url).to.include({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
      const policy = String(headers['content-security-policy'])
      expect(policy.split(';'), url).to.have.members([
        "default-src 'self'",
        "connect-src 'self' ws: wss:",
        "img-src 'self' data: blob:",
        "script-src-attr 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
      ])
      expect(headers, url).not.to.have.any.keys('strict-transport-security', 'x-powered-by')
    }
  })

  it('answers NOT_FOUND where there is nothing, under /api and elsewhere', async () => {
    const { app } = await open()
    for (const url of ['/', '/api', '/api/', '/api/nothing', '/apinothing', '/chat/R:1', '/socket.io/?EIO=4']) {
      const answer = await app.inject({ url, headers: { accept: 'text/html' } })
      expect([answer.statusCode, answer.json()], url).to.deep.equal([404, NOT_FOUND])
    }
  })

  it('ends every connection when it closes, one in the middle of a request too', async () => {
    const { app } = await open()
    const address = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))
    const socket = connect(Number(address.port), address.hostname)
    const closed = new Promise((resolve) => socket.once('close', resolve))
    const answered = new Promise((resolve) => socket.once('data', resolve))
    socket.on('error', () => {}) // A reset is an end, too.
    // The answer to `Expect` shows that the server has begun with the request.
    const headers = ['Host: localhost', 'Content-Length: 100', 'Content-Type: application/json', 'Expect: 100-continue']
    socket.write(`POST /nothing HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`)
    await answered
    await app.close()
    await closed
  })

  it('rejects when the page is not there, and says what to do', async () => {
    const parts = {
      basePath: '/',
      signInLimit: 'none',
      site: { applications: [], demo: null },
      ready: () => undefined,
    } as const
    const http = createHttp({
      ...parts,
      trustProxy: false,
      log: { level: 'silent' },
      frontEnd: { mode: 'built', folder: '/nowhere/at/all' },
    })
    const error = await http.then(
      () => expect.fail('resolved'),
      (reason: unknown) => reason,
    )
    expect(String(error)).to.equal('Error: there is no built page in /nowhere/at/all: run "npm run build" first')
  })
})
