import { fileURLToPath } from 'node:url'
import { createServer, type SocDrawServer } from '../host/server.ts'
import type { ServerOptions } from '../host/server-options.ts'
import { DEMO_PASSWORD, demoUsers, demoUsersOf, firstRooms } from '../shipped/demo.ts'
import { shippedApplications } from '../shipped/shipped-applications.ts'
import type { Config } from './config.ts'
import { inWords } from './in-words.ts'
import { unusedInWords } from './unused.ts'

/** A stop that takes longer than this is cut short, in milliseconds. */
const STOP_WITHIN = 10_000

/**
 * Serves the applications that soc-draw ships until the process is told to stop, and says where on standard output.
 * @param demo whether the demo users are there, whose password everybody knows
 * @throws what `createServer` throws
 */
export async function serve(config: Config, demo = config.development): Promise<void> {
  let setUpPath: string | undefined
  const setUp: ServerOptions['setUp'] = ({ path }) => {
    setUpPath = path
  }
  // With the demo users' password, which everybody knows, there is no need of it.
  const { cors, redis, ...told } = config
  const offered = { ...optionsOf(config, demo), ...(!demo && { setUp }) }
  const server = await createServer({
    ...told,
    ...(cors && { cors }),
    ...(redis !== undefined && { redis }),
    ...offered,
  })
  // Before it says that it is there: whoever waits for that may stop it at once.
  stopOnSignal(server)
  announce(server, config, { demo, setUpPath })
  for (const line of unusedInWords(config, demo, process.env)) process.stdout.write(`${line}\n`)
}

type Options = Pick<ServerOptions, 'applications' | 'rooms' | 'users' | 'frontEnd' | 'demo' | 'signInLimit'>

function optionsOf({ development, adminPassword: password, demoUsers: count }: Config, demo: boolean): Options {
  const administrator = { id: 'administrator', username: 'administrator', roles: ['administrator'] } as const
  return {
    applications: shippedApplications,
    rooms: firstRooms,
    users: [
      ...(demo ? demoUsersOf(count) : []),
      ...(password && !development ? [{ ...administrator, password, enforcePassword: true }] : []),
    ],
    // However many there are, the page offers the first few.
    ...(demo && {
      demo: {
        users: demoUsersOf(count)
          .slice(0, demoUsers.length)
          .map(({ username }) => ({ username })),
        password: DEMO_PASSWORD,
      },
    }),
    ...(development && { signInLimit: 'none' }),
    frontEnd: development
      ? { mode: 'development', viteConfig: pathTo('../../vite.config.ts') }
      : { mode: 'built', folder: pathTo('../../page') },
  }
}

function pathTo(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url))
}

interface Entrances {
  readonly demo: boolean
  /** The link by which the first administrator is made, where there is none. */
  readonly setUpPath: string | undefined
}

function announce({ url }: SocDrawServer, { demoUsers: count }: Config, { demo, setUpPath }: Entrances): void {
  const address = url.replace('127.0.0.1', 'localhost')
  process.stdout.write(`soc-draw is at ${address}\n`)
  if (demo) {
    const all = demoUsersOf(count).map(({ username }) => username)
    const names = all.length > demoUsers.length ? `${all[0]} to ${all.at(-1)}` : all.join(', ')
    process.stdout.write(`sign in as ${names} (password ${DEMO_PASSWORD}), each in a tab of their own\n`)
  } else if (setUpPath !== undefined) {
    const link = new URL(setUpPath, address).href
    process.stdout.write(
      `there is no administrator yet: whoever opens this link first makes the account, within a day\n  ${link}\n`,
    )
    process.stdout.write('or set ADMIN_PASSWORD to have an account “administrator”\n')
  }
}

function stopOnSignal(server: SocDrawServer): void {
  let stopping = false
  const stop = (): void => {
    // Asked twice: at once.
    if (stopping) process.exit(1)
    stopping = true
    setTimeout(() => process.exit(1), STOP_WITHIN).unref()
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${inWords(error)}\n`)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}
