import { cp, mkdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import type { chat } from '../../server/applications/chat.ts'
import { signInAnswer, siteAnswer } from '../../server/protocol/http-messages.ts'
import { DEMO_PASSWORD, demoUsers } from '../../server/shipped/demo.ts'
import { until } from '../../server/testing/bots.ts'
import type { Lobby } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import { givePage, makeRelease, takePage } from './support/release.ts'
import { type Ending, ServerProcess } from './support/server-process.ts'
import { waitFor } from './support/wait-for.ts'

const ROOT = resolve(import.meta.dirname, '../..')

describe('the server as a process', function () {
  // Each begins a process, which takes a second, or several on a busy machine.
  this.timeout(40_000)

  let release: string
  const processes: ServerProcess[] = []
  const lobbies: Lobby<typeof chat>[] = []

  before(async () => {
    release = await makeRelease()
  })

  after(async () => {
    await rm(release, { recursive: true })
  })

  afterEach(() => {
    for (const lobby of lobbies.splice(0)) lobby.close()
    for (const each of processes.splice(0)) each.kill()
  })

  /** In development the sources run as they are. */
  function start(folder: string, env: Readonly<Record<string, string>>, ...args: string[]): ServerProcess {
    const started = new ServerProcess(folder, args, env, folder === ROOT ? 'server/main.ts' : 'server/main.js')
    processes.push(started)
    return started
  }

  function signIn(url: string, username: string, password: string): Promise<Response> {
    const headers = { 'content-type': 'application/json' }
    return fetch(`${url}/api/sessions`, { method: 'POST', headers, body: JSON.stringify({ username, password }) })
  }

  /** Enters R:1 over the client library, and stays. */
  async function enter(url: string, username: string, password: string) {
    const { token } = signInAnswer.parse(await (await signIn(url, username, password)).json())
    const lobby = await connect<typeof chat>(url, 'chat', { token, socket: { forceNew: true } })
    lobbies.push(lobby)
    return lobby.enter('R:1')
  }

  const page = async (url: string) => (await fetch(url, { headers: { accept: 'text/html' } })).text()
  const site = async (url: string) => siteAnswer.parse(await (await fetch(`${url}/api/site`)).json())

  /** @throws AssertionError unless it ended by itself, as asked, and in time */
  function expectCleanEnd({ code, signal, after }: Ending): void {
    expect({ code, signal }).to.deep.equal({ code: 0, signal: null })
    expect(after).to.be.below(2000)
  }

  it('in development says where it is and who can sign in, and stops on SIGINT with members in a room', async () => {
    const server = start(ROOT, { PORT: '0' }, '--dev')
    const url = await server.url()
    await waitFor(() => server.out.includes(`password ${DEMO_PASSWORD}`), 'the demo users were printed')
    for (const { username } of demoUsers) expect(server.out).to.include(username)
    expect((await site(url)).demo).to.deep.equal({
      users: demoUsers.map(({ username }) => ({ username })),
      password: DEMO_PASSWORD,
    })
    expect(await page(url)).to.match(/<script[^>]+src="\/@vite\/client"/)
    const rooms = await Promise.all(['user:1', 'user:2'].map((user) => enter(url, user, DEMO_PASSWORD)))
    for (const room of rooms) await until(room, ({ status }) => status === 'running')
    await rooms[0]?.act.say({ text: 'hello' })
    expectCleanEnd(await server.stop('SIGINT'))
    expect(server.errors).to.equal('')
  })

  it('in production has no account by default, and says how to get one', async () => {
    await givePage(release)
    const server = start(release, { PORT: '0', DATA_DIR: 'memory' })
    const url = await server.url()
    await waitFor(() => server.out.includes('ADMIN_PASSWORD'), 'it was said how to get an account')
    expect(server.out).not.to.include('user:1')
    expect((await site(url)).demo).to.equal(null)
    for (const username of ['user:1', 'administrator', 'admin', 'root', 'nobody']) {
      const answer = await signIn(url, username, DEMO_PASSWORD)
      expect([answer.status, await answer.json()]).to.deep.equal([
        401,
        {
          error: {
            code: 'WRONG_CREDENTIALS',
            message: 'That name and password do not match.',
            retryable: false,
          },
        },
      ])
    }
    expectCleanEnd(await server.stop('SIGTERM'))
    expect(server.errors).to.equal('')
  })

  it('in production prints a link that makes the first administrator, once, as long as there is none', async () => {
    await givePage(release)
    const env = { PORT: '0', DATA_DIR: join(release, 'data of the first start') }
    const linkOf = async (server: ServerProcess) => {
      await server.url()
      await waitFor(() => server.out.includes('#link='), 'the link was printed')
      return new URL(/http\S+#link=\S+/.exec(server.out)?.[0] ?? expect.fail('no link'))
    }
    const first = start(release, env)
    const unused = await linkOf(first)
    expectCleanEnd(await first.stop('SIGTERM'))
    const server = start(release, env)
    const link = await linkOf(server)
    const makeRoot = async ({ hash }: URL) => {
      const body = JSON.stringify({
        code: hash.slice('#link='.length),
        username: 'Root',
        password: 'correct horse battery',
      })
      const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
      return (await fetch(`${link.origin}/api/users`, request)).status
    }
    expect(link.pathname).to.equal('/')
    expect([await makeRoot(unused), await makeRoot(link), await makeRoot(link)]).to.deep.equal([410, 201, 410])
    expect((await signIn(link.origin, 'root', 'correct horse battery')).status).to.equal(201)
    expectCleanEnd(await server.stop('SIGTERM'))
    const later = start(release, env)
    await later.url()
    expectCleanEnd(await later.stop('SIGTERM'))
    expect(later.out).not.to.include('#link=')
    expect(server.errors).to.equal('')
  })

  it('in production serves the build and an administrator, and stops on SIGTERM with members in a room', async () => {
    await givePage(release)
    const password = 'of the administrator'
    const server = start(release, { PORT: '0', ADMIN_PASSWORD: password, LOG_LEVEL: 'error' })
    const url = await server.url()
    expect(await page(url)).to.include('a built page')
    expect(await page(`${url}/chat/R:1`)).to.include('a built page')
    expect((await signIn(url, 'administrator', DEMO_PASSWORD)).status).to.equal(401)
    const rooms = [await enter(url, 'administrator', password), await enter(url, 'Administrator ', password)]
    for (const room of rooms) expect(room.members.map(({ name }) => name)).to.deep.equal(['administrator'])
    // The password is nobody's business.
    expect(server.out).not.to.include(password)
    expectCleanEnd(await server.stop('SIGTERM'))
    expect(server.errors).to.equal('')
  })

  it('in production asks for a build where there is none', async () => {
    await takePage(release)
    const server = start(release, { PORT: '0' })
    expect(await server.end()).to.include({ code: 1 })
    expect(server.errors).to.include('npm run build')
    expect(server.errors, 'words, not a stack').not.to.match(/^ +at /m)
  })

  it('in production does not take the page’s sources for a build', async () => {
    await takePage(release)
    await mkdir(join(release, 'page'), { recursive: true })
    await cp(join(ROOT, 'web/index.html'), join(release, 'page/index.html'))
    const server = start(release, { PORT: '0' })
    expect(await server.end()).to.include({ code: 1 })
    expect(server.errors).to.include('npm run build')
  })

  it('says which port is taken', async () => {
    await givePage(release)
    const other = createServer()
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        const address = other.address()
        resolve(typeof address === 'object' && address ? address.port : 0)
      })
    })
    try {
      const server = start(release, { PORT: String(port), LOG_LEVEL: 'error' })
      expect(await server.end()).to.include({ code: 1 })
      expect(server.errors).to.include(`port ${port} is taken`)
      expect(server.errors, 'words, not a stack').not.to.match(/^ +at /m)
      expect(server.out).to.equal('')
    } finally {
      other.close()
    }
  })

  it('names every wrong value of its environment at once, and repeats none', async () => {
    const env = { PORT: 'eighty', HOST: 'a b', ADMIN_PASSWORD: 'short', TRUST_PROXY: 'all', LOG_LEVEL: 'loud' }
    const server = start(ROOT, env, '--fast')
    expect(await server.end()).to.include({ code: 1 })
    for (const name of [...Object.keys(env), '--fast']) expect(server.errors).to.match(new RegExp(`^${name} `, 'm'))
    expect(server.errors).not.to.include('short')
    expect(server.errors, 'words, not a stack').not.to.match(/^ +at /m)
    expect(server.out).to.equal('')
  })
})
