import { isIP } from 'node:net'
import { z } from 'zod/mini'
import { isPrefix } from '../protocol/base-path.ts'
import { isDatabaseUrl } from '../stores/database-url.ts'

/** What a running server is told by its environment and command line. */
export interface Config {
  /** 0: any free port. */
  readonly port: number
  readonly host: string
  /** The path below which everything stands, such as `/draw`; empty: none. */
  readonly prefix: string
  /** Makes the account `administrator`, when given. */
  readonly adminPassword: string | undefined
  /** The other origins whose pages may sign in and connect; undefined: none. */
  readonly cors: { readonly origin: string[] } | undefined
  /** Whose `X-Forwarded-For` counts: the proxies with these addresses; false: nobody's. */
  readonly trustProxy: string | false
  readonly logLevel: LogLevel
  /** The folder with everything the server keeps, or a `postgres://` address; `memory`: it forgets all when it ends. */
  readonly data: string
  /** Where the servers that share a database reach each other. */
  readonly redis: string | undefined
  /** What an acknowledged action survives. */
  readonly durability: Durability
  /** Whether the log keeps every commit's patches, so that any version can be replayed; it grows without end. */
  readonly keepLog: boolean
  /** Who may make an account. */
  readonly signUp: 'open' | 'invited' | 'closed'
  /** Whether whoever has no account comes in with a name. */
  readonly guests: boolean
  readonly makeRooms: 'guests' | 'everyone' | 'moderators' | 'administrators'
  /** How many demo users there are, where there are any. */
  readonly demoUsers: number | undefined
  /** Vite and its hot reload, demo users and rooms, no limit on sign-ins. */
  readonly development: boolean
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
type LogLevel = (typeof LOG_LEVELS)[number]

const DURABILITIES = ['power', 'process'] as const
type Durability = (typeof DURABILITIES)[number]

/** Every wrong value, one a line, in words for whoever starts the server. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const PROXY_NAMES = ['loopback', 'linklocal', 'uniquelocal']
const text = (holds: (text: string) => boolean, otherwise: string) =>
  z.string().check(z.trim(), z.refine(holds, otherwise))

// One a variable. Their messages go on after the variable's name.
const port = z.pipe(
  text((port) => /^\d{1,5}$/.test(port) && Number(port) <= 65_535, 'must be a whole number from 0 to 65535'),
  z.transform(Number),
)
const host = text((host) => /^[\w.:%-]+$/.test(host), 'must be a host name or an address to listen on')
const basePath = text(isPrefix, 'must be a path such as /draw, of letters, digits and . _ ~ -')
const adminPassword = z
  .string()
  .check(z.minLength(8, 'must have at least 8 characters'), z.maxLength(1000, 'must have at most 1,000 characters'))
const trustProxy = text(isProxies, "must be the proxies' addresses with commas, such as loopback,10.0.0.0/8")
const origins = z.pipe(
  text(
    (all) => all.split(',').every((one) => isOrigin(one.trim())),
    'must be origins with commas, such as https://example.org,https://example.com:8443',
  ),
  z.transform((all) => ({ origin: all.split(',').map((one) => one.trim()) })),
)
const data = text((folder) => folder.length <= 1000, 'must be a folder, a postgres:// address, or memory')
const databaseUrl = text(
  (url) => isDatabaseUrl(url) && URL.canParse(url),
  'must be such as postgres://user:password@host:5432/database',
)
const redisUrl = text(
  (url) => /^rediss?:\/\//.test(url) && URL.canParse(url),
  'must be such as redis://user:password@host:6379',
)
const durability = z.enum(DURABILITIES, 'must be power (a power failure) or process (its end only)')
const keepLog = z.pipe(
  z.enum(['all', 'recent'], 'must be all or recent'),
  z.transform((kept) => kept === 'all'),
)
const signUp = z.enum(
  ['open', 'invited', 'closed'],
  'must be open (anybody may make an account), invited (whoever has an administrator’s link) or closed',
)
const guests = z.pipe(
  z.enum(['true', 'false'], 'must be true (whoever has no account comes in with a name) or false'),
  z.transform((said) => said === 'true'),
)
const makeRooms = z.enum(
  ['guests', 'everyone', 'moderators', 'administrators'],
  'must be guests (everyone, also without an account), everyone (who has an account), moderators or administrators',
)
const demoUsers = z.pipe(
  text((count) => /^\d{1,3}$/.test(count) && Number(count) >= 1, 'must be a whole number from 1 to 999'),
  z.transform(Number),
)
const logLevel = z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`)

/**
 * Reads and checks everything at once. A variable that is empty counts as absent.
 * @param args the command line's, without node and the script
 * @throws ConfigError naming every wrong variable and argument, and the value of none of them
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, args: readonly string[]): Config {
  const wrong: string[] = args.filter((arg) => arg !== '--dev').map((arg) => `${arg} is not an option; there is --dev`)

  function read<Value>(name: string, schema: z.core.$ZodType<Value>): Value | undefined {
    const value = env[name]
    if (value === undefined || value.trim() === '') return undefined
    const result = z.safeParse(schema, value)
    if (result.success) return result.data
    wrong.push(`${name} ${result.error.issues[0]?.message}`)
    return undefined
  }

  const development = args.includes('--dev')
  const config: Config = {
    port: read('PORT', port) ?? 8089,
    host: read('HOST', host) ?? '127.0.0.1',
    prefix: read('BASE_PATH', basePath) ?? '',
    adminPassword: read('ADMIN_PASSWORD', adminPassword),
    cors: read('ORIGINS', origins),
    trustProxy: read('TRUST_PROXY', trustProxy) ?? false,
    // Apart from each other: the demo users of development, whose password everybody knows, must never be in production.
    data: dataOf(read('DATA_DIR', data), read('DATABASE_URL', databaseUrl), development),
    // As `DATABASE_URL`, many a shell has one.
    redis: development ? undefined : read('REDIS_URL', redisUrl),
    durability: read('DURABILITY', durability) ?? 'power',
    keepLog: read('KEEP_LOG', keepLog) ?? false,
    // In development a person reads along, who is told what matters in plain words.
    logLevel: read('LOG_LEVEL', logLevel) ?? (development ? 'warn' : 'info'),
    // In development one wants to see it; elsewhere whoever runs the server says who comes in.
    signUp: read('SIGN_UP', signUp) ?? (development ? 'open' : 'closed'),
    guests: read('GUESTS', guests) ?? false,
    makeRooms: read('ROOMS', makeRooms) ?? 'everyone',
    demoUsers: read('DEMO_USERS', demoUsers),
    development,
  }
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'))
  return config
}

/** Many a shell has a `DATABASE_URL`, for other programs too: development uses only what is meant for this one. */
function dataOf(folder: string | undefined, url: string | undefined, development: boolean): string {
  if (development) return folder ?? 'data/development'
  return url ?? folder ?? 'data'
}

/**
 * Not `true`, nor a number of proxies: whoever reaches the server past its proxy could then name any address as their
 * own, and no limit would hold them.
 */
function isProxies(proxies: string): boolean {
  return proxies.split(',').every((entry) => isProxy(entry.trim()))
}

/** As a browser names the origin of a page. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text
}

function isProxy(entry: string): boolean {
  const [address = '', bits = '1', ...rest] = entry.split('/')
  const family = isIP(address)
  if (family === 0) return PROXY_NAMES.includes(entry)
  return rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128)
}
