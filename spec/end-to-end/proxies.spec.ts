import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect as connectHttp2 } from 'node:http2'
import { createServer as listenTo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect } from 'chai'
import { createServer, type SocDrawServer } from '../../server/host/server.ts'
import { until } from '../../server/testing/bots.ts'
import { tokenOf } from '../../server/testing/start-test-server.ts'
import type { Lobby } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import { counter } from '../support/counter.ts'

const OPERATING = readFileSync(resolve(import.meta.dirname, '../../docs/operating.md'), 'utf8')

interface Proxy {
  readonly name: 'nginx' | 'haproxy'
  /** The documented configuration as one that stands by itself, in a folder where the certificate is. */
  whole(configuration: string, folder: string, port: number): string
  arguments(file: string, folder: string): string[]
}

const PROXIES: readonly Proxy[] = [
  {
    name: 'nginx',
    whole: (configuration, folder, port) => {
      const own = configuration
        .replace('listen 443', `listen 127.0.0.1:${port}`)
        .replace('/etc/ssl/example.org.pem', join(folder, 'certificate.pem'))
        .replace('/etc/ssl/example.org.key', join(folder, 'key.pem'))
      const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
        .map((each) => `${each}_temp_path ${join(folder, each)};`)
        .join(' ')
      return `daemon off; master_process off; pid ${join(folder, 'pid')}; error_log stderr error;
events {}
http { access_log off; ${folders}
${own}
}`
    },
    arguments: (file, folder) => ['-p', folder, '-e', 'stderr', '-c', file],
  },
  {
    name: 'haproxy',
    whole: (configuration, folder, port) =>
      configuration
        .replace('bind :443', `bind 127.0.0.1:${port}`)
        .replace('/etc/ssl/example.org-with-key.pem', join(folder, 'both.pem')),
    arguments: (file) => ['-db', '-f', file],
  },
]

const isThere = (command: string): boolean => spawnSync(command, ['-v']).error === undefined

/** What stands below `<!-- proxy: name -->`. */
function documented(name: string): string {
  const [, configuration] = new RegExp(`<!-- proxy: ${name} -->\n\`\`\`\\w+\n([^]*?)\n\`\`\``).exec(OPERATING) ?? []
  return configuration ?? expect.fail(`no configuration for ${name}`)
}

describe('the documented proxy', function () {
  this.timeout(60_000)

  for (const proxy of PROXIES) {
    const missing = [proxy.name, 'openssl'].find((command) => !isThere(command))
    describe(missing ? `${proxy.name} (skipped: ${missing} is not installed)` : proxy.name, () => {
      let folder: string
      let server: SocDrawServer
      let child: ChildProcess
      let url: string
      const lobbies: Lobby<typeof counter>[] = []
      const configuration = documented(proxy.name)

      before(async function (this: Mocha.Context) {
        if (missing) {
          if (process.env.CI === 'true') throw new Error(`${missing} is not installed`)
          this.skip()
        }
        folder = mkdtempSync(join(tmpdir(), 'soc-draw-proxy-'))
        makeCertificate(folder)
        server = await startServer()
        const port = await freePort()
        const file = join(folder, 'configuration')
        const whole = proxy.whole(configuration, folder, port).replaceAll('127.0.0.1:8089', new URL(server.url).host)
        writeFileSync(file, `${whole}\n`)
        let said = ''
        child = spawn(proxy.name, proxy.arguments(file, folder), { stdio: ['ignore', 'ignore', 'pipe'] })
        child.stderr?.on('data', (text) => {
          said += text
        })
        url = `https://127.0.0.1:${port}/draw`
        const last = Date.now() + 20_000
        while ((await status(`${url}/readyz`)) !== 200) {
          if (Date.now() > last) throw new Error(`${proxy.name} does not serve: ${said}`)
          await setTimeout(50)
        }
      })

      after(async () => {
        for (const lobby of lobbies.splice(0)) lobby.close()
        if (missing) return
        child?.kill('SIGKILL')
        await server?.stop()
        rmSync(folder, { recursive: true, force: true })
      })

      /** Two users in R:1, over one transport each. */
      async function enter(transport: 'websocket' | 'polling') {
        const rooms = ['ann', 'bob'].map(async (user) => {
          const socket = { transports: [transport], forceNew: true, rejectUnauthorized: false }
          const lobby = await connect<typeof counter>(url, 'counter', { token: tokenOf(user), socket })
          lobbies.push(lobby)
          return lobby.enter(transport === 'polling' ? 'R:1' : 'R:2')
        })
        const [ann, bob] = await Promise.all(rooms)
        if (!ann || !bob) return expect.fail('nobody entered')
        await until(ann, ({ status }) => status === 'running')
        return { ann, bob }
      }

      it('answers over HTTP/2, below the path and not elsewhere', async () => {
        expect(await status(`${url}/api/site`)).to.equal(200)
        expect(await status(`${url}/nothing`)).to.equal(404)
        expect(await status(new URL('/api/site', url).href)).not.to.equal(200)
      })

      for (const transport of ['websocket', 'polling'] as const) {
        it(`passes on what is said by ${transport}, up to the largest action and many at once`, async () => {
          const { ann, bob } = await enter(transport)
          const large = Array.from({ length: 30 }, (_, index) => String(index).padEnd(60_000, '.'))
          await Promise.all(large.map((text) => ann.act.set({ text })))
          await ann.act.add({ by: 5 })
          await until(bob, ({ state }) => state?.total === 5)
          expect(bob.state).to.have.property('text', large.at(-1))
        })
      }

      it('gives up no connection that the server’s heartbeat still holds', async () => {
        const opened = await (await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`)).text()
        const { pingInterval, pingTimeout } = JSON.parse(opened.slice(1)) as Record<
          'pingInterval' | 'pingTimeout',
          number
        >
        const within = [...configuration.matchAll(/(?:time-?out|_timeout) (?!connect)(?:\w+ )?(\d+)s/g)].map(([, s]) =>
          Number(s),
        )
        expect(within.length).to.be.at.least(2)
        expect(Math.min(...within) * 1000).to.be.at.least(2 * (pingInterval + pingTimeout))
      })
    })
  }
})

function startServer(): Promise<SocDrawServer> {
  return createServer({
    applications: [counter],
    rooms: ['R:1', 'R:2'].map((id) => ({ id, name: id, application: 'counter' })),
    authenticate: async ({ auth: { token } }) => {
      const id = String(token).replace(/^as /, '')
      return { id, name: id }
    },
    prefix: '/draw',
    trustProxy: 'loopback',
    maxLag: Number.POSITIVE_INFINITY,
    port: 0,
    data: 'memory',
    logLevel: 'silent',
  })
}

function makeCertificate(folder: string): void {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const subject = ['-subj', '/CN=example.org', '-days', '2', '-nodes', '-keyout', key, '-out', certificate]
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', ...subject], {
    stdio: 'ignore',
  })
  writeFileSync(join(folder, 'both.pem'), readFileSync(certificate, 'utf8') + readFileSync(key, 'utf8'))
}

function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const probe = listenTo()
      .once('error', reject)
      .listen(0, '127.0.0.1', () => {
        const address = probe.address()
        probe.close(() => resolvePort(typeof address === 'object' && address ? address.port : 0))
      })
  })
}

/** The status of an answer over HTTP/2, whoever has signed the certificate; undefined where nobody answers. */
function status(url: string): Promise<number | undefined> {
  return new Promise((answered) => {
    const { origin, pathname } = new URL(url)
    const session = connectHttp2(origin, { rejectUnauthorized: false })
    const end = (code?: number): void => {
      session.destroy()
      answered(code)
    }
    session.on('error', () => end())
    const stream = session.request({ ':path': pathname })
    stream.on('error', () => end())
    stream.on('response', (headers) => end(headers[':status']))
  })
}
