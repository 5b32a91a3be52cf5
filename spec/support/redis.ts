import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Redis } from 'ioredis'

/** What to say where there is none. */
const NO_REDIS = 'no Redis was found: `apt-get install redis-server`'

/** A Redis for specs, of their own: it keeps nothing. */
export interface RedisServer {
  readonly url: string
  /** Of the socket by which it is reached. */
  readonly path: string
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>
  /** Starts it again, empty. */
  start(): Promise<void>
}

let started: Promise<RedisServer> | undefined

/** The Redis that all specs of a process share; it ends with the process. @throws Error in words where there is none */
export function redisServer(): Promise<RedisServer> {
  started ??= startRedis()
  return started
}

/** A suite that needs a real Redis. Without one it is skipped, and its title says how to get one; where `CI` is `true` it fails instead. */
export function describeOnRedis(title: string, body: (this: Mocha.Suite) => void): void {
  const missing = !hasRedis()
  describe(missing ? `${title} (skipped: ${NO_REDIS})` : title, function (this: Mocha.Suite) {
    this.timeout(20_000)
    before(function (this: Mocha.Context) {
      if (!missing) return
      if (process.env.CI === 'true') throw new Error(NO_REDIS)
      this.skip()
    })
    body.call(this)
  })
}

export function hasRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** When this process ends, the other end of the pipe does: then the server is to end at once, and nothing to be left of it. */
const WATCHDOG = `cat >/dev/null; kill -KILL "$(cat "$1/pid")" 2>/dev/null; rm -rf "$1"`

/** A Redis of its own, reached by a socket in a temporary folder: no port. */
export async function startRedis(): Promise<RedisServer> {
  if (!hasRedis()) throw new Error(NO_REDIS)
  const folder = mkdtempSync(join(tmpdir(), 'soc-draw-redis-'))
  const path = join(folder, 'socket')
  const watchdog = spawn('sh', ['-c', WATCHDOG, 'sh', folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  watchdog.unref()
  // A pipe to a child is a socket, which a process would wait for.
  if (watchdog.stdin && 'unref' in watchdog.stdin && typeof watchdog.stdin.unref === 'function') watchdog.stdin.unref()
  const settings = {
    port: '0',
    unixsocket: path,
    save: '',
    appendonly: 'no',
    dir: folder,
    pidfile: join(folder, 'pid'),
  }
  let server: ReturnType<typeof spawn> | undefined
  const start = async (): Promise<void> => {
    const parameters = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
    server = spawn('redis-server', parameters, { stdio: 'ignore', detached: true })
    server.unref()
    for (const ends = Date.now() + 10_000; !(await answers(path)); ) {
      if (Date.now() > ends) throw new Error('Redis does not start')
      await setTimeout(10)
    }
  }
  const kill = async (): Promise<void> => {
    const ended = new Promise((resolve) => server?.once('exit', resolve))
    server?.kill('SIGKILL')
    await ended
  }
  await start()
  return { url: `redis://localhost?path=${encodeURIComponent(path)}`, path, start, kill }
}

async function answers(path: string): Promise<boolean> {
  const redis = new Redis({ path, lazyConnect: true, retryStrategy: null, maxRetriesPerRequest: 0 })
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    return (await redis.ping()) === 'PONG'
  } catch {
    return false
  } finally {
    redis.disconnect()
  }
}
