import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { freePorts } from './node-process.ts'

/** What stands in front of the nodes, and hands each connection to the next of them. */
export interface Front {
  readonly url: string
  readonly what: 'nginx' | 'a front of the suite’s own'
  close(): Promise<void>
}

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']

/** nginx, until the other end of a pipe is gone, whatever that dies of. */
const UNTIL_PARTED = 'nginx "$@" & cat >/dev/null; kill -KILL $!'
/** How long it may take to start, in milliseconds. */
const START_WITHIN = 10_000

/** nginx with the configuration that `docs/scaling.md` shows, where it is installed; otherwise one of the suite's own. */
export function openFront(ports: readonly number[], port?: number): Promise<Front> {
  return spawnSync('nginx', ['-v']).error === undefined ? openNginx(ports, port) : openOwn(ports, port)
}

/** What stands below `<!-- proxy: nginx for nodes -->`, for these ports. */
function documented(ports: readonly number[], port: number): string {
  const page = readFileSync(resolve(import.meta.dirname, '../../docs/scaling.md'), 'utf8')
  const [, text] = /<!-- proxy: nginx for nodes -->\n```\w+\n([\s\S]*?)\n```/.exec(page) ?? []
  if (text === undefined) throw new Error('docs/scaling.md shows no configuration of nginx')
  const servers = ports.map((each) => `server 127.0.0.1:${each} max_fails=0;`).join(' ')
  return text
    .replace(/upstream soc_draw \{[\s\S]*?\}/, `upstream soc_draw { ${servers} }`)
    .replace('listen 443 ssl http2', `listen 127.0.0.1:${port}`)
    .replace(/^\s*ssl_.*$/gm, '')
}

async function openNginx(ports: readonly number[], wanted?: number): Promise<Front> {
  const [free = 0] = await freePorts(1)
  const port = wanted ?? free
  const folder = mkdtempSync(join(tmpdir(), 'soc-draw-front-'))
  const temporary = TEMPORARY.map((each) => `${each}_temp_path ${join(folder, each)};`).join(' ')
  const file = join(folder, 'configuration')
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${join(folder, 'pid')}; error_log stderr crit;
events { worker_connections 8192; }
http { access_log off; ${temporary}
${documented(ports, port)}
}
`,
  )
  const child = spawn('sh', ['-c', UNTIL_PARTED, 'sh', '-p', folder, '-e', 'stderr', '-c', file], {
    stdio: ['pipe', 'ignore', 'pipe'],
    // A terminal tells all that were started in it to end: this one ends last.
    detached: true,
  })
  let said = ''
  child.stderr.on('data', (text) => {
    said += text
  })
  const ended = once(child, 'close')
  for (const ends = Date.now() + START_WITHIN; !(await listens(port)); ) {
    if (child.exitCode !== null || Date.now() > ends) throw new Error(`nginx does not serve: ${said}`)
    await setTimeout(20)
  }
  return {
    url: `http://127.0.0.1:${port}`,
    what: 'nginx',
    async close() {
      child.stdin.end()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => done(true)).once('error', () => done(false))
    socket.once('connect', () => socket.destroy())
  })
}

/** Bytes to the next port on which somebody listens. */
async function openOwn(ports: readonly number[], wanted = 0): Promise<Front> {
  const sockets = new Set<Socket>()
  let turn = 0
  const join = (near: Socket, left: number): void => {
    if (left === 0) {
      near.resetAndDestroy()
      return
    }
    const far = connect({ port: ports[turn++ % ports.length] ?? 0, host: '127.0.0.1', noDelay: true })
    far.once('error', () => {
      if (far.pending) join(near, left - 1)
    })
    far.once('connect', () => {
      pipe(near, far)
      pipe(far, near)
    })
  }
  const pipe = (one: Socket, other: Socket): void => {
    sockets.add(one)
    one.on('data', (bytes) => other.write(bytes))
    one.on('error', () => one.destroy())
    one.on('close', () => {
      sockets.delete(one)
      other.destroy()
    })
  }
  const server = createServer((near) => join(near, ports.length)).listen(wanted, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    what: 'a front of the suite’s own',
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => server.close(done))
    },
  }
}
