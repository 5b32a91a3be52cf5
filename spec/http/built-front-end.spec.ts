import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { FastifyInstance } from 'fastify'
import { NOT_FOUND, useHttp } from './http-harness.ts'

const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8'

describe('built front end', () => {
  const open = useHttp()
  let folder: string
  let app: FastifyInstance

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'soc-draw-'))
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), '<title>page</title>')
    await writeFile(join(folder, 'icon.svg'), '<svg/>')
    await writeFile(join(folder, 'assets', 'main-d41d8cd9.js'), 'export {}')
  })
  after(() => rm(folder, { recursive: true }))

  beforeEach(async () => {
    ;({ app } = await open({ frontEnd: { mode: 'built', folder } }))
  })

  it('serves the page, to be asked for again each time', async () => {
    for (const url of ['/', '/index.html']) {
      const page = await app.inject(url)
      expect([page.statusCode, page.body], url).to.deep.equal([200, '<title>page</title>'])
      expect(page.headers['content-type']).to.match(/^text\/html; charset=utf-8/i)
      expect(page.headers['cache-control']).to.equal('no-cache')
      const again = await app.inject({ url, headers: { 'if-none-match': String(page.headers.etag) } })
      expect([again.statusCode, again.body], url).to.deep.equal([304, ''])
    }
    expect((await app.inject('/icon.svg')).headers['cache-control']).to.equal('no-cache')
  })

  it('serves what has a hash in its name to be kept for ever', async () => {
    const script = await app.inject('/assets/main-d41d8cd9.js')
    expect([script.statusCode, script.body]).to.deep.equal([200, 'export {}'])
    expect(script.headers['content-type']).to.match(/javascript; charset=utf-8$/)
    expect(script.headers['cache-control']).to.equal('public, max-age=31536000, immutable')
  })

  it('serves the page at every address that a browser opens', async () => {
    for (const url of ['/chat/R:1', '/chat/R%3A1?from=link', '/a/b.c/d', '/apinothing', '/chat/']) {
      const page = await app.inject({ url, headers: { accept: HTML } })
      expect([page.statusCode, page.body], url).to.deep.equal([200, '<title>page</title>'])
      expect(page.headers['cache-control'], url).to.equal('no-cache')
      expect(page.headers.vary, url).to.include('accept')
      expect(page.headers, url).to.include.keys('content-security-policy', 'x-content-type-options')
    }
  })

  it('serves no page in place of a file, an API’s answer or a socket', async () => {
    const requests = [
      { url: '/assets/main-00000000.js', accept: HTML },
      { url: '/icon.png', accept: 'image/*' },
      { url: '/chat/R:1', accept: '*/*' },
      { url: '/chat/R:1', accept: 'application/json' },
      { url: '/api', accept: HTML },
      { url: '/api/nothing', accept: HTML },
      { url: '/socket.io', accept: HTML },
      { url: '/socket.io/?EIO=4&transport=polling', accept: HTML },
    ]
    for (const { url, accept } of requests) {
      const answer = await app.inject({ url, headers: { accept } })
      expect([answer.statusCode, answer.json()], `${url} as ${accept}`).to.deep.equal([404, NOT_FOUND])
    }
  })

  it('serves what is compressed beside a file in its place, to whoever takes it', async () => {
    const url = '/assets/main-d41d8cd9.js'
    const script = async (encoding?: string) => {
      const { headers, body } = await app.inject({ url, headers: encoding ? { 'accept-encoding': encoding } : {} })
      expect(headers['content-type'], encoding).to.match(/javascript; charset=utf-8$/)
      expect(headers['cache-control'], encoding).to.equal('public, max-age=31536000, immutable')
      expect(headers.vary, encoding).to.match(/accept-encoding/i)
      return [headers['content-encoding'], body]
    }
    await writeFile(join(folder, `${url}.br`), 'as brotli')
    await writeFile(join(folder, `${url}.gz`), 'as gzip')
    expect(await script('gzip, deflate, br, zstd')).to.deep.equal(['br', 'as brotli'])
    expect(await script('gzip')).to.deep.equal(['gzip', 'as gzip'])
    for (const encoding of [undefined, 'identity', 'br;q=0', 'zstd'])
      expect(await script(encoding), encoding).to.deep.equal([undefined, 'export {}'])
    const icon = await app.inject({ url: '/icon.svg', headers: { 'accept-encoding': 'br, gzip' } })
    expect([icon.headers['content-encoding'], icon.body]).to.deep.equal([undefined, '<svg/>'])
    const later = (await open({ frontEnd: { mode: 'built', folder } })).app
    for (const end of ['br', 'gz']) expect((await later.inject(`${url}.${end}`)).statusCode, end).to.equal(404)
  })

  it('serves it below a path, and what is elsewhere as nothing', async () => {
    const below = (await open({ frontEnd: { mode: 'built', folder }, basePath: '/draw/' })).app
    for (const url of ['/draw', '/draw/', '/draw/index.html', '/draw/chat/R:1']) {
      const page = await below.inject({ url, headers: { accept: HTML } })
      expect([page.statusCode, page.body], url).to.deep.equal([200, '<title>page</title>'])
    }
    expect((await below.inject('/draw/assets/main-d41d8cd9.js')).body).to.equal('export {}')
    for (const url of ['/', '/chat/R:1', '/drawing', '/draw/api/nothing', '/draw/socket.io/', '/draw/assets/x.js']) {
      const answer = await below.inject({ url, headers: { accept: HTML } })
      expect([answer.statusCode, answer.json()], url).to.deep.equal([404, NOT_FOUND])
    }
  })
})
