import pg from 'pg'
import { StoreError } from '../store-error.ts'

/** Where a database is, for people: its url without what it keeps secret. */
export function placeOf(url: string): string {
  try {
    const { username, host, pathname, searchParams } = new URL(url)
    const where = host || searchParams.get('host') || 'localhost'
    return `postgres://${username === '' ? '' : `${username}@`}${where}${pathname}`
  } catch {
    return 'the database'
  }
}

/** Why a database can't be used, in words for whoever runs the server. */
export function databaseErrorOf(error: unknown, url: string): StoreError {
  if (error instanceof StoreError) return error
  return new StoreError('UNUSABLE', `${placeOf(url)}: ${reasonOf(error)}`, { cause: error })
}

/** Whether the database may be there in a moment: it starts, it is full, or nobody answers yet. */
export function mayCome(error: unknown): boolean {
  if (error instanceof StoreError) return false
  return !(error instanceof pg.DatabaseError) || ['57P03', '53300', '57P01'].includes(error.code ?? '')
}

/** By PostgreSQL's codes, and those of the machine's network. */
const REASONS: Readonly<Record<string, string>> = {
  '28P01': 'the password is wrong.',
  '28000': 'the database lets nobody in by this name from here (pg_hba.conf).',
  '3D000': 'there is no such database: make one by createdb.',
  '42501': 'this user may not do what is needed there: let the database be theirs (ALTER DATABASE … OWNER TO …).',
  '53300': 'there are too many connections already (max_connections).',
  '57P03': 'the database is starting or stopping.',
  '42P07': 'there are tables of another program’s that have the same names; they were left as they are.',
  ECONNREFUSED: 'nothing listens there.',
  ENOENT: 'nothing listens there.',
  ENOTFOUND: 'there is no host of this name.',
  EAI_AGAIN: 'the name of the host could not be looked up.',
  ETIMEDOUT: 'nobody answers there.',
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // A name may stand for several addresses, each with an error of its own.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  const code = first instanceof Error && 'code' in first ? String(first.code) : ''
  const message = first instanceof Error ? first.message : error.message
  if (message.includes('unsupported startup parameter')) {
    return 'this is a pooler that knows no timeouts: reach PostgreSQL itself, or let the pooler pass on startup parameters.'
  }
  if (/timeout|terminated/i.test(message) && code === '') return `nobody answers there (${message}).`
  return REASONS[code] ?? `${message}${code === '' ? '' : ` (${code})`}`
}
