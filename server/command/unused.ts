import { isDatabaseUrl } from '../stores/database-url.ts'
import type { Config } from './config.ts'

/** What was set and has no effect, a line each: nothing that somebody has said is passed over in silence. */
export function unusedInWords(
  { development, adminPassword, demoUsers, data, redis }: Config,
  demo: boolean,
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const isSet = (name: string) => Boolean(env[name]?.trim())
  const inDatabase = isDatabaseUrl(data)
  return [
    ...(adminPassword !== undefined && development
      ? ['ADMIN_PASSWORD is not used in development: sign in as one of the demo users']
      : []),
    ...(demoUsers !== undefined && !demo ? ['DEMO_USERS is not used: there are none without --demo or --dev'] : []),
    ...(isSet('DATABASE_URL') && !inDatabase ? ['DATABASE_URL is not used here: everything is kept elsewhere'] : []),
    ...(isSet('DATABASE_URL') && isSet('DATA_DIR') && inDatabase
      ? ['DATA_DIR is not used: everything is kept in a database']
      : []),
    ...(isSet('REDIS_URL') && redis === undefined ? ['REDIS_URL is not used here: this server is alone'] : []),
    ...(isSet('DURABILITY') && inDatabase
      ? ['DURABILITY is not used: what a database answers for is on its disk, as its own settings say']
      : []),
  ]
}
