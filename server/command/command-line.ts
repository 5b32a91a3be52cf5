#!/usr/bin/env node
import { randomUUID } from 'node:crypto'
import { relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { isDatabaseUrl } from '../stores/database-url.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { inWords, UsageError } from './in-words.ts'
import { writeNewProject } from './new-project.ts'
import { ownPackage } from './own-package.ts'

/** What `npx soc-draw` says of itself. */
const USAGE = `soc-draw                  serves the applications that come with it, as a page for browsers
soc-draw new FOLDER       writes a small project there: a game for two, with a view, a server and a test
soc-draw migrate --from FOLDER --to postgres://…   moves all that a folder holds into an empty database
soc-draw play APPLICATION fills a room with bots, on this server or any other: soc-draw play --help

  --port NUMBER           where it listens: 8089 by default, 0 for any free port
  --host NAME             on which address: 127.0.0.1 by default, this machine only
  --data FOLDER           where everything is kept: data by default; memory forgets all at the end; or postgres://user:password@host/database
  --demo                  with users for trying it out, whose password everybody knows; keeps nothing, whatever DATA_DIR says, unless --data is given
  --from PACKAGE          for new: where the project gets soc-draw from, such as ./soc-draw-0.1.0.tgz
  --help, --version

The environment is read too: ADMIN_PASSWORD makes an account “administrator”; PORT, HOST, BASE_PATH, DATA_DIR,
DATABASE_URL, REDIS_URL, TRUST_PROXY, LOG_LEVEL, DURABILITY, KEEP_LOG, SIGN_UP, ROOMS, DEMO_USERS.
`

const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  data: { type: 'string' },
  demo: { type: 'boolean' },
  from: { type: 'string' },
  to: { type: 'string' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const

/** The demo users, whose password everybody knows, come into no data but those that are meant for them in so many words. */
const DEMO_KEEPS_NOTHING =
  '--demo keeps nothing, and does not use DATA_DIR: give --data FOLDER to have the demo users there'

/** The variable that each option stands for. */
const VARIABLES = { port: 'PORT', host: 'HOST', data: 'DATA_DIR' } as const

type Parsed = ReturnType<typeof parse>
type Values = Parsed['values']

try {
  await start(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${inWords(error)}\n`)
  process.exitCode = 1
}

async function start([command, ...args]: readonly string[]): Promise<void> {
  if (command !== 'play') return run(parse([...(command === undefined ? [] : [command]), ...args]))
  // It has options of its own.
  const { play } = await import('./play.ts')
  await play(args)
}

async function run({ positionals, values }: Parsed): Promise<void> {
  const [command, folder, ...rest] = positionals
  if (values.help) process.stdout.write(USAGE)
  else if (values.version) process.stdout.write(`${ownPackage.version}\n`)
  else if (command === undefined) await serveAs(values)
  else if (command === 'migrate' && folder === undefined) await migrate(values)
  else if (command === 'new' && folder !== undefined && rest.length === 0) await makeProject(folder, values.from)
  else throw new UsageError(`soc-draw ${positionals.join(' ')} is no command\n\n${USAGE}`)
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  }
}

async function serveAs(values: Values): Promise<void> {
  const config = configOf(values)
  if (values.demo && values.data === undefined && process.env.DATA_DIR?.trim()) {
    process.stdout.write(`${DEMO_KEEPS_NOTHING}\n`)
  }
  // A whole server, which the other commands shall not have to load.
  const { serve } = await import('./serve.ts')
  await serve(config, values.demo)
}

/** @throws ConfigError that names each wrong value by what it was given as */
function configOf(values: Values): Config {
  const options = Object.entries(VARIABLES) as [keyof typeof VARIABLES, string][]
  const given = options.filter(([option]) => values[option] !== undefined)
  const env = Object.fromEntries(given.map(([option, variable]) => [variable, values[option]]))
  // A person reads along, who is told what matters in plain words.
  const quiet = { LOG_LEVEL: 'warn' }
  const kept = values.demo ? { DATA_DIR: 'memory' } : {}
  // What is said in so many words counts, and the demo users come into no database that merely happens to be named.
  const elsewhere = values.demo || values.data !== undefined ? { DATABASE_URL: undefined } : {}
  const alone = !isDatabaseUrl(values.data ?? '') && 'DATABASE_URL' in elsewhere ? { REDIS_URL: undefined } : {}
  try {
    return readConfig({ ...quiet, ...process.env, ...kept, ...elsewhere, ...alone, ...env }, [])
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const byOption = (text: string, [option, variable]: [string, string]) =>
      text.replace(new RegExp(`^${variable} `, 'm'), `--${option} `)
    throw new ConfigError(given.reduce(byOption, error.message))
  }
}

async function migrate({ from, to }: Values): Promise<void> {
  if (from === undefined || to === undefined || !isDatabaseUrl(to)) throw new UsageError(USAGE)
  const { moveFolder } = await import('../stores/postgres/move-folder.ts')
  await moveFolder({
    ...{ folder: from, url: to },
    randomName: () => randomUUID(),
    now: () => Date.now(),
    report: (error) => process.stderr.write(`${inWords(error)}\n`),
    told: (table, rows) => process.stdout.write(`${table}: ${rows} rows, the same on both sides\n`),
  })
  process.stdout.write(`${from} was moved. Start the server with DATABASE_URL, and none on ${from} any more.\n`)
}

async function makeProject(folder: string, from: string | undefined): Promise<void> {
  const name = await writeNewProject(folder, from)
  const place = relative(process.cwd(), resolve(folder))
  process.stdout.write(`${name} is made. What comes next:

  ${place === '' ? '' : `cd ${place}\n  `}npm install
  npm test
  npm run dev
`)
}
