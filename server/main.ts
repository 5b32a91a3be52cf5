import { fileURLToPath } from 'node:url'
import { applications } from './applications/index.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { DEMO_PASSWORD, demoUsers, firstRooms } from './demo.ts'
import { createServer, type SocDrawServer } from './server.ts'
import type { ServerOptions } from './server-options.ts'
import { StoreError } from './stores/store-error.ts'

/** A stop that takes longer than this is cut short, in milliseconds. */
const STOP_WITHIN = 5000

/** `ADMIN_PASSWORD` is also how a forgotten one is replaced. */
const administrator = {
  id: 'administrator',
  username: 'administrator',
  roles: ['administrator' as const],
  enforcePassword: true,
}

try {
  const config = readConfig(process.env, process.argv.slice(2))
  const server = await createServer({ ...optionsOf(config), ...config })
  announce(server, config)
  stopOnSignal(server)
} catch (error) {
  process.stderr.write(`${inWords(error)}\n`)
  process.exitCode = 1
}

function optionsOf(
  config: Config,
): Pick<ServerOptions, 'applications' | 'rooms' | 'users' | 'frontEnd' | 'demo' | 'signInLimit'> {
  const common = { applications, rooms: firstRooms }
  if (config.development) {
    return {
      ...common,
      users: demoUsers,
      demo: { users: demoUsers.map(({ username }) => ({ username })), password: DEMO_PASSWORD },
      frontEnd: { mode: 'development', viteConfig: fileURLToPath(new URL('../vite.config.ts', import.meta.url)) },
      signInLimit: 'none',
    }
  }
  const { adminPassword: password } = config
  return {
    ...common,
    users: password ? [{ ...administrator, password }] : [],
    frontEnd: { mode: 'built', folder: fileURLToPath(new URL('../web', import.meta.url)) },
  }
}

function announce({ url }: SocDrawServer, { development, adminPassword }: Config): void {
  const address = url.replace('127.0.0.1', 'localhost')
  process.stdout.write(`soc-draw is at ${address}\n`)
  if (development) {
    const names = demoUsers.map(({ username }) => username).join(', ')
    process.stdout.write(`sign in as ${names} (password ${DEMO_PASSWORD}), each in a tab of their own\n`)
  } else if (!adminPassword) {
    process.stdout.write('nobody can sign in yet: set ADMIN_PASSWORD to have an account “administrator”\n')
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

function inWords(error: unknown): string {
  if (error instanceof ConfigError || error instanceof StoreError) return error.message
  if (error instanceof Error && 'code' in error && error.code === 'NO_BUILD') return error.message
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    return `port ${error.port} is taken: stop what listens there, or set PORT to another one`
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
