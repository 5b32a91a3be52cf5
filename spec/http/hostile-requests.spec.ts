import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { FastifyInstance } from 'fastify'
import { createAdasAccounts, NOT_FOUND, PASSWORD, refusal, useHttp } from './http-harness.ts'

const MALFORMED = refusal('INVALID_MESSAGE', 'The message is malformed.')

describe('hostile requests', () => {
  const open = useHttp()
  let folder: string
  let app: FastifyInstance
  let logged: string[]

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'soc-draw-'))
    await mkdir(join(folder, 'built', 'assets'), { recursive: true })
    await writeFile(join(folder, 'built', 'index.html'), '<title>page</title>')
    await writeFile(join(folder, 'built', '.secret'), 'secret')
    await writeFile(join(folder, 'secret.txt'), 'secret')
  })
  after(() => rm(folder, { recursive: true }))

  beforeEach(async () => {
    const { accounts } = await createAdasAccounts()
    ;({ app, logged } = await open({ accounts, frontEnd: { mode: 'built', folder: join(folder, 'built') } }))
  })
  afterEach(() => expect(logged, 'nothing unexpected happened').to.deep.equal([]))

  const post = (payload: string | Buffer, type = 'application/json') =>
    app.inject({ method: 'POST', url: '/api/sessions', payload, headers: { 'content-type': type } })

  it('[P9] refuses bodies that are no JSON, or not declared as JSON', async () => {
    for (const body of ['', '{', '{"username":"ada"', 'null{}', '\u0000', '{"__proto__":{"admin":true}}']) {
      const answer = await post(body)
      expect([answer.statusCode, answer.json()], body).to.deep.equal([400, MALFORMED])
    }
    const form = await post(`username=ada&password=${PASSWORD}`, 'application/x-www-form-urlencoded')
    expect([form.statusCode, form.json()]).to.deep.equal([400, MALFORMED])
    const odd = await post(Buffer.from([0xff, 0xfe, 0x00]), 'application/json; charset=utf-16')
    expect([odd.statusCode, odd.json().error.code]).to.deep.equal([400, 'INVALID_MESSAGE'])
  })

  it('[P9] refuses a body of more than 16 KiB', async () => {
    const answer = await post(JSON.stringify({ username: 'ada', password: 'x'.repeat(16 * 1024) }))
    expect([answer.statusCode, answer.json()]).to.deep.equal([413, refusal('TOO_LARGE', 'That is too large to send.')])
  })

  it('refuses bodies of the wrong shape, coercing nothing and repeating nothing of them', async () => {
    const fine = { username: 'ada', password: PASSWORD }
    const bodies = [
      null,
      [],
      'ada',
      5,
      {},
      { username: 'ada' },
      { ...fine, password: 5 },
      { ...fine, username: ['ada'] },
      { ...fine, username: null },
      { ...fine, username: {} },
      { ...fine, username: '' },
      { ...fine, username: 'x'.repeat(201) },
      { ...fine, password: 'secret'.repeat(200) },
      { ...fine, admin: true },
      { ...fine, constructor: 1 },
    ]
    for (const body of bodies) {
      const answer = await post(JSON.stringify(body))
      const shown = JSON.stringify(body)
      expect([answer.statusCode, answer.json().error.code], shown).to.deep.equal([400, 'INVALID_MESSAGE'])
      expect(answer.json().error.message, shown).to.match(/^body/)
      expect(answer.body, shown).not.to.include('secret')
    }
    expect((await post('{"username":"ada","password":"text"}', 'text/plain')).statusCode).to.equal(400)
  })

  it('answers what is the asker’s fault as such, where files are asked for too', async () => {
    await writeFile(join(folder, 'built', 'assets', 'a.js'), '1')
    const { app: other } = await open({ frontEnd: { mode: 'built', folder: join(folder, 'built') } })
    for (const headers of [{ range: 'bytes=99-' }, { 'if-match': '"other"' }])
      expect((await other.inject({ url: '/assets/a.js', headers })).statusCode).to.be.within(400, 499)
    expect((await other.inject(`/api/account/sessions/${'x'.repeat(101)}`)).statusCode).to.equal(404)
  })

  it('answers any method, known or not, with a plain refusal', async () => {
    for (const method of ['PUT', 'PATCH', 'OPTIONS', 'GET'] as const) {
      const answer = await app.inject({ method, url: '/api/sessions' })
      expect([answer.statusCode, answer.json()], method).to.deep.equal([404, NOT_FOUND])
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'] as const) {
      const answer = await app.inject({ method, url: '/chat/R:1', headers: { accept: 'text/html' } })
      expect([answer.statusCode, answer.json()], method).to.deep.equal([404, NOT_FOUND])
    }
    const { hostname, port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))
    for (const [line, status] of [
      ['TRACE /api/sessions', '404'],
      ['PROPFIND /api/sessions', '404'],
      ['BREW /', '400'],
    ] as const) {
      expect(await statusOf(line, hostname, Number(port)), line).to.equal(status)
    }
  })

  it('answers HEAD as GET, without a body', async () => {
    const page = await app.inject({ method: 'HEAD', url: '/' })
    expect([page.statusCode, page.body, page.headers['content-length']]).to.deep.equal([200, '', '19'])
    const site = await app.inject({ method: 'HEAD', url: '/api/site' })
    expect([site.statusCode, site.body]).to.deep.equal([200, ''])
    expect((await app.inject({ method: 'HEAD', url: '/api/nothing' })).statusCode).to.equal(404)
  })

  it('shows no file outside of the page’s folder, nor a hidden one in it', async () => {
    const paths = [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/%2e%2e%2fsecret.txt',
      '/assets/../../secret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/..%5csecret.txt',
      '/..\\secret.txt',
      '//secret.txt',
      `/${join(folder, 'secret.txt')}`,
      '/secret.txt%00.html',
      '/.secret',
      '/%2esecret',
    ]
    for (const url of paths) {
      const answer = await app.inject({ url, headers: { accept: '*/*' } })
      expect(answer.body, url).not.to.equal('secret')
      expect([answer.statusCode, answer.json().error.code], url).to.deep.equal([404, 'NOT_FOUND'])
    }
    // Not through a client that tidies the path first.
    const { hostname, port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))
    for (const path of ['/../secret.txt', '/assets/../../secret.txt']) {
      expect(await statusOf(`GET ${path}`, hostname, Number(port)), path).to.equal('404')
    }
  })

  it('refuses addresses that cannot be decoded', async () => {
    for (const url of ['/%', '/%E0%A4', '/chat/%zz', '/api/%']) {
      const answer = await app.inject({ url, headers: { accept: 'text/html' } })
      expect([answer.statusCode, answer.json()], url).to.deep.equal([400, MALFORMED])
    }
  })
})

/** The status of the answer to a request that is written as it stands. */
function statusOf(line: string, host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host)
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.once('error', reject)
    socket.once('close', () => resolve(answer.split(' ')[1]))
    socket.write(`${line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
  })
}
