import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'

/** What to say where there is none. */
export const NO_POSTGRES =
  'no PostgreSQL was found: `apt-get install postgresql`, or set TEST_DATABASE_URL to a server on which databases may be made'

/** Where Debian's packages and others put the programs, beside PATH. */
const PLACES = ['/usr/lib/postgresql', '/usr/pgsql', '/opt/homebrew/opt', '/usr/local/opt']

/** A PostgreSQL for specs. */
export interface PostgresServer {
  /** The url of a database on it. */
  url(database: string): string
  /** Makes an empty database, and returns its url. */
  freshDatabase(): Promise<string>
  /** Stops it and starts it again: `fast` ends what is under way in order, `immediate` is a crash. Only on a server of the specs' own. */
  restart(how: 'fast' | 'immediate'): Promise<void>
}

let started: Promise<PostgresServer> | undefined

/** The server that all specs of a process share; it ends with the process, whatever that dies of. @throws Error in words where there is none */
export function postgresServer(): Promise<PostgresServer> {
  started ??= startServer({ fsync: false })
  return started
}

/**
 * A suite that needs a real PostgreSQL. Without one it is skipped, and its title says how to get one; where `CI` is `true`
 * it fails instead.
 */
export function describeOnPostgres(title: string, body: (this: Mocha.Suite) => void): void {
  const missing = !hasPostgres()
  describe(missing ? `${title} (skipped: ${NO_POSTGRES})` : title, function (this: Mocha.Suite) {
    // A database that is being made, on a machine that is busy with everything else.
    this.timeout(60_000)
    before(function (this: Mocha.Context) {
      if (!missing) return
      if (process.env.CI === 'true') throw new Error(NO_POSTGRES)
      this.skip()
    })
    body.call(this)
  })
}

/** Whether there is one to start, or to use. */
export function hasPostgres(): boolean {
  return givenServer() !== undefined || findPrograms() !== undefined
}

function givenServer(): string | undefined {
  return process.env.TEST_DATABASE_URL || undefined
}

/** The newest version's folder of programs. */
function findPrograms(): string | undefined {
  const versioned = PLACES.flatMap((place) =>
    (existsSync(place) ? readdirSync(place) : []).map((version) => join(place, version, 'bin')),
  )
  versioned.sort((one, other) => one.localeCompare(other, 'en', { numeric: true })).reverse()
  const onPath = (process.env.PATH ?? '').split(delimiter)
  return [...versioned, ...onPath].find((folder) =>
    ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))),
  )
}

/** A server of its own, or the one that was given. @param fsync whether what it acknowledges survives a power failure */
export async function startServer({ fsync }: { readonly fsync: boolean }): Promise<PostgresServer> {
  const given = givenServer()
  if (given !== undefined)
    return serverAt((database) => Object.assign(new URL(given), { pathname: `/${database}` }).href, given)
  const programs = findPrograms()
  if (programs === undefined) throw new Error(NO_POSTGRES)
  const own = new OwnServer(programs, fsync)
  await own.start()
  const url = (database: string) => `postgres://postgres@localhost/${database}?host=${encodeURIComponent(own.folder)}`
  return serverAt(url, url('postgres'), (how) => own.restart(how))
}

let databases = 0

function serverAt(
  url: PostgresServer['url'],
  administrator: string,
  restart?: PostgresServer['restart'],
): PostgresServer {
  return {
    url,
    async freshDatabase() {
      const name = `soc_draw_spec_${process.pid}_${++databases}`
      await withConnection(administrator, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name}`)
        await client.query(`CREATE DATABASE ${name}`)
      })
      return url(name)
    },
    async restart(how) {
      if (!restart) throw new Error('the server that was given is not for the specs to stop')
      await restart(how)
    },
  }
}

/** Connects to a database, does something there, and lets go of it whatever happens. */
export async function withConnection<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** When this process ends, the other end of the pipe does: then the server is to end at once, and nothing to be left of it. */
const WATCHDOG = `cat >/dev/null; kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")" 2>/dev/null; sleep 0.5; rm -rf "$1"`

/** A server in a temporary folder, reached by a socket in it: no port. */
class OwnServer {
  readonly #programs: string
  /** Where it is, with its socket. */
  readonly folder = mkdtempSync(join(tmpdir(), 'soc-draw-postgres-'))
  readonly #owner = ownerIfRoot()
  readonly #fsync: boolean

  constructor(programs: string, fsync: boolean) {
    this.#programs = programs
    this.#fsync = fsync
    if (this.#owner) chownSync(this.folder, this.#owner.uid, this.#owner.gid)
    const watchdog = spawn('sh', ['-c', WATCHDOG, 'sh', this.folder], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    })
    watchdog.unref()
    // A pipe to a child is a socket, which a process would wait for.
    if (watchdog.stdin && 'unref' in watchdog.stdin && typeof watchdog.stdin.unref === 'function')
      watchdog.stdin.unref()
  }

  async start(): Promise<void> {
    // An order of texts that is not the bytes', as most servers have: what relies on the bytes' must say so.
    const [, major = '0'] = /(\d+)/.exec(this.#run('postgres', ['--version'])) ?? []
    const order = Number(major) >= 15 ? ['--locale-provider=icu', '--icu-locale=en-US'] : []
    this.#run('initdb', [
      '-D',
      this.#data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
      ...order,
    ])
    await this.#launch()
  }

  async restart(how: 'fast' | 'immediate'): Promise<void> {
    const pid = this.#pid()
    if (pid === undefined) throw new Error('the server is not there')
    process.kill(pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT')
    while (isThere(pid)) await setTimeout(10)
    await this.#launch()
  }

  get #data(): string {
    return join(this.folder, 'data')
  }

  #pid(): number | undefined {
    const file = join(this.#data, 'postmaster.pid')
    return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined
  }

  async #launch(): Promise<void> {
    const log = join(this.folder, 'log')
    const output = openSync(log, 'a')
    const settings = [
      'listen_addresses=',
      `unix_socket_directories=${this.folder}`,
      `fsync=${this.#fsync ? 'on' : 'off'}`,
      'shared_buffers=64MB',
    ]
    const server = spawn(
      join(this.#programs, 'postgres'),
      ['-D', this.#data, ...settings.flatMap((setting) => ['-c', setting])],
      { cwd: this.folder, stdio: ['ignore', output, output], detached: true, ...this.#owner },
    )
    server.unref()
    for (const ends = Date.now() + 30_000; ; ) {
      const failure = await withConnection(this.#anyDatabase, async () => undefined).catch((error: unknown) => error)
      if (failure === undefined) return
      if (server.exitCode !== null || Date.now() > ends) throw new Error(readFileSync(log, 'utf8'), { cause: failure })
      await setTimeout(20)
    }
  }

  get #anyDatabase(): string {
    return `postgres://postgres@localhost/postgres?host=${encodeURIComponent(this.folder)}`
  }

  #run(program: string, parameters: readonly string[]): string {
    return execFileSync(join(this.#programs, program), parameters, {
      cwd: this.folder,
      encoding: 'utf8',
      ...this.#owner,
    })
  }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** PostgreSQL refuses to run as root: then it is another's. */
function ownerIfRoot(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8').split('\n')
  const user = ['postgres', 'nobody'].flatMap((name) => users.find((line) => line.startsWith(`${name}:`)) ?? [])[0]
  const [, , uid, gid] = (user ?? '').split(':').map(Number)
  if (!uid || !gid) throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor nobody')
  return { uid, gid }
}
