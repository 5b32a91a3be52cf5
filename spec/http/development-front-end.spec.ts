import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import type { ErrorSource } from '../../server/http/author-error.ts'
import { NOT_FOUND, useHttp } from './http-harness.ts'

describe('development front end', () => {
  const open = useHttp()
  let folder: string
  let viteConfig: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'soc-draw-'))
    viteConfig = join(folder, 'vite.config.mjs')
    await writeFile(viteConfig, `export default { root: ${JSON.stringify(folder)}, logLevel: 'error' }`)
    await writeFile(join(folder, 'index.html'), '<title>page</title><script type="module" src="/main.ts"></script>')
    await writeFile(
      join(folder, 'main.ts'),
      'const version: number = 1\nconsole.log(version)\nimport.meta.hot?.accept()',
    )
  })
  after(() => rm(folder, { recursive: true }))

  async function listen(errors: ErrorSource = () => undefined, basePath = '/') {
    const { app } = await open({ basePath, frontEnd: { mode: 'development', viteConfig, errors } })
    const url = await app.listen({ port: 0, host: '127.0.0.1' })
    const get = async (path: string, accept = 'text/html') => {
      const answer = await fetch(url + path, { headers: { accept } })
      return { status: answer.status, text: await answer.text(), headers: answer.headers }
    }
    return { app, url, get }
  }

  it('serves the page at every address that a browser opens, and its sources compiled', async () => {
    const { get } = await listen()
    for (const path of ['/', '/chat/R:1']) {
      const page = await get(path)
      expect(page.status, path).to.equal(200)
      expect(page.text, path).to.include('<title>page</title>').and.to.include('/@vite/client')
    }
    const script = await get('/main.ts', '*/*')
    expect(script.text).to.include('const version = 1').and.not.to.include(': number')
  })

  it('serves it below a path, and tells it where that is', async () => {
    const { get } = await listen(() => undefined, '/draw/')
    const page = await get('/draw/chat/R:1')
    expect(page.text).to.include('<meta name="base-path" content="/draw/">').and.to.include('"/draw/@vite/client"')
    expect((await get('/draw/main.ts', '*/*')).text).to.include('const version = 1')
    expect((await get('/main.ts', '*/*')).status).to.equal(404)
    expect((await get('/draw/api/site', '*/*')).status).to.equal(200)
  })

  it('leaves the API and Socket.IO alone', async () => {
    const { get, url } = await listen()
    for (const path of ['/api', '/api/nothing', '/socket.io/?EIO=4']) {
      const { status, text } = await get(path)
      expect([status, JSON.parse(text)], path).to.deep.equal([404, NOT_FOUND])
    }
    expect((await get('/api/site')).status).to.equal(200)
    expect((await get('/healthz')).status).to.equal(200)
    expect((await fetch(`${url}/chat/R:1`, { method: 'POST' })).status).to.equal(404)
  })

  it('reloads over a WebSocket on the server’s own port, and closes with the server', async () => {
    const { app, url, get } = await listen()
    const client = (await get('/@vite/client', '*/*')).text
    expect(client, 'no port of its own').to.match(/const hmrPort = null/)
    const socket = await openHotReload(url, client)
    await get('/main.ts', '*/*')
    // Of what is written while it begins to watch the folder, a watcher knows nothing: so it is written again until it is told.
    let version = 1
    const write = () => writeFile(join(folder, 'main.ts'), `console.log(${++version})\nimport.meta.hot?.accept()`)
    const writing = setInterval(() => void write(), 500)
    try {
      await write()
      await socket.said('"type":"update"')
    } finally {
      clearInterval(writing)
    }

    await app.close()
    await socket.closed
  })

  it('shows an author’s error in the page, with the file and line in which it was made', async () => {
    let show: Parameters<ErrorSource>[0] = () => expect.fail('nobody wants to know')
    const { url, get } = await listen((given) => {
      show = given
    })
    const socket = await openHotReload(url, (await get('/@vite/client', '*/*')).text)
    const file = join(folder, 'rules.mjs')
    await writeFile(file, 'export function handle(state) {\n  return state.nothing.at(0)\n}\n')
    const { handle } = (await import(pathToFileURL(file).href)) as { handle(state: object): unknown }
    const logged: string[] = []
    const { write } = process.stderr
    try {
      process.stderr.write = (text) => logged.push(String(text)) > 0
      handle({})
    } catch (error) {
      show(error, { application: 'tally', action: 'add' })
    } finally {
      process.stderr.write = write
    }
    const said = await socket.said('"type":"error"')
    expect(said).to.include('application tally, action add, TypeError: Cannot read properties of undefined')
    expect(said).to.include(`"loc":{"file":${JSON.stringify(file)},"line":2,"column":24}`)
    expect(logged.join(''), 'the terminal').to.include(`${file}:2:24`)
  })
})

/** A WebSocket as Vite's client opens it. Node 20 has none of its own, and all that matters is what the server says. */
async function openHotReload(server: string, client: string) {
  const token = client.match(/const wsToken = "([^"]+)"/)?.[1]
  expect(token, 'the token in Vite’s client').to.be.a('string')
  const url = `${server}/@hmr?token=${token}`
  const socket = await new Promise<Duplex>((resolve, reject) => {
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': randomBytes(16).toString('base64'),
      'sec-websocket-protocol': 'vite-hmr',
    }
    request(url, { headers }, ({ statusCode }) => reject(new Error(`answered ${statusCode}`)))
      .once('upgrade', (_response, upgraded, head) => {
        upgraded.unshift(head)
        resolve(upgraded)
      })
      .once('error', reject)
      .end()
  })
  let heard = ''
  const connection = {
    closed: new Promise((resolve) => socket.once('close', resolve)),
    /** Resolves with all that the server has said, once this is part of it. */
    async said(text: string): Promise<string> {
      while (!heard.includes(text)) {
        const [chunk] = await once(socket, 'data')
        heard += chunk
      }
      return heard
    },
  }
  await connection.said('"type":"connected"')
  return connection
}
