import { createHash } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import type { Report } from '../../rooms/ports.ts'
import { type Connection, openConnection } from '../sqlite/connection.ts'
import { dataFilesIn } from '../sqlite/data-files.ts'
import { openSqliteStore } from '../sqlite/open-sqlite-store.ts'
import { StoreError } from '../store-error.ts'
import { databaseErrorOf, placeOf } from './database-error.ts'
import { identityIn } from './history.ts'
import { MOVED, NUMBERED, pageOf } from './moved-tables.ts'
import { openPool } from './pool.ts'
import { databaseOn } from './postgres-database.ts'
import { prepareDatabase } from './prepare-database.ts'

export interface Move {
  readonly folder: string
  readonly url: string
  randomName(): string
  now(): number
  readonly report: Report
  /** Told of each table whose rows are there, and the same. */
  told?(table: string, rows: number): void
}

type Row = Readonly<Record<string, string | number | null>>

const PATIENCE = 60_000

/**
 * Moves all that a folder holds into a database that holds nothing yet: accounts, rooms, logs with their answers, alarms and
 * effects, and the names of all histories, so that whoever was there goes on where they were. The folder stays as it is, and
 * nobody else has it meanwhile. What breaks off is gone on with by the same call; until it is whole no server starts on the
 * database. At the end each table's rows are counted and compared.
 * @throws StoreError
 */
export async function moveFolder(move: Move): Promise<void> {
  const { folder, url, report } = move
  const source = await openSqliteStore({ ...move, folder, durability: 'power' })
  try {
    await prepareDatabase({ url, report, reachedWithin: 10_000 })
    const connection = openConnection(dataFilesIn(folder).database, { patience: PATIENCE })
    const pool = openPool({ url, report, size: 2, patience: PATIENCE })
    try {
      await moveAll(move, connection, pool)
    } catch (error) {
      throw databaseErrorOf(error, url)
    } finally {
      connection.close()
      await pool.end()
    }
  } finally {
    await source.close()
  }
}

async function moveAll(move: Move, connection: Connection, pool: Pool): Promise<void> {
  await begin(move, connection, pool)
  for (const table of Object.keys(MOVED)) await copy(table, connection, pool)
  for (const table of Object.keys(MOVED)) move.told?.(table, await compare(table, connection, pool))
  const known = connection.prepare<{ value: string }>("SELECT value FROM meta WHERE name = 'history'").get()
  await databaseOn(pool).change(['history'], async (writing) => {
    await writing.deleteFrom('meta').where('name', 'like', 'moving%').execute()
    const values = { history: known?.value ?? '', database: await identityIn(writing) }
    await writing
      .insertInto('meta')
      .values(Object.entries(values).map(([name, value]) => ({ name, value })))
      .execute()
  })
}

/** Both sides carry the name of the move, so that no other folder is gone on with. */
async function begin({ url, randomName }: Move, connection: Connection, pool: Pool): Promise<void> {
  connection.prepare("INSERT OR IGNORE INTO meta (name, value) VALUES ('moving', ?)").run([randomName()])
  const own = connection.prepare<{ value: string }>("SELECT value FROM meta WHERE name = 'moving'").get()?.value ?? ''
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ name: string; value: string }>('SELECT name, value FROM meta')
    const moving = rows.find(({ name }) => name === 'moving')?.value
    if (moving === own) return
    if (moving !== undefined) throw new StoreError('FOREIGN', `${placeOf(url)}: another folder is being moved there.`)
    const used = await client.query('SELECT 1 FROM users UNION ALL SELECT 1 FROM rooms LIMIT 1')
    if (rows.length > 0 || used.rows.length > 0)
      throw new StoreError('FOREIGN', `${placeOf(url)} has been used already; it was left as it is.`)
    await client.query("INSERT INTO meta (name, value) VALUES ('moving', $1)", [own])
  })
}

async function copy(table: string, connection: Connection, pool: Pool): Promise<void> {
  const read = reader(table, connection)
  const progress = `moving ${table}`
  const { rows: there } = await pool.query<{ value: string }>('SELECT value FROM meta WHERE name = $1', [progress])
  let after: readonly (string | number)[] | undefined = there[0] && JSON.parse(there[0].value)
  for (let rows = read(after); rows.length > 0; rows = read(after)) {
    after = keyOf(table, rows.at(-1))
    const at = JSON.stringify(after)
    await inTransaction(pool, async (client) => {
      await insert(client, table, rows)
      await client.query(
        'INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
        [progress, at],
      )
    })
  }
  const column = NUMBERED[table]
  if (column === undefined) return
  const given = connection.prepare<{ seq: number }>('SELECT seq FROM sqlite_sequence WHERE name = ?').get([table])
  await pool.query(
    `SELECT setval(pg_get_serial_sequence($1, $2), greatest($3::bigint, (SELECT max("${column}") FROM ${table}), 1))`,
    [table, column, given?.seq ?? 1],
  )
}

async function insert(client: PoolClient, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  const places = rows.map((_, row) => `(${columns.map((_, at) => `$${row * columns.length + at + 1}`).join(', ')})`)
  await client.query(
    `INSERT INTO ${table} (${quoted(columns)}) OVERRIDING SYSTEM VALUE VALUES ${places.join(', ')}`,
    rows.flatMap((row) => columns.map((column) => row[column])),
  )
}

/** How many rows a table has on both sides. @throws StoreError where they are not the same */
async function compare(table: string, connection: Connection, pool: Pool): Promise<number> {
  const read = reader(table, connection)
  const here = await digestOf(table, async (after) => read(after))
  const there = await digestOf(table, async (after) => {
    const key = MOVED[table] ?? []
    const places = key.map((_, at) => `$${at + 1}`).join(', ')
    const beyond = after ? `WHERE (${quoted(key)}) > (${places})` : ''
    const query = `SELECT * FROM ${table} ${beyond} ORDER BY ${quoted(key)} LIMIT ${pageOf(table)}`
    return (await pool.query<Row>(query, after ? [...after] : [])).rows
  })
  if (here.digest === there.digest) return here.rows
  const counts = here.rows === there.rows ? '' : ` (${here.rows} in the folder, ${there.rows} in the database)`
  throw new StoreError('CORRUPTED', `${table} is not the same on both sides${counts}.`)
}

type ReadOn = (after: readonly (string | number)[] | undefined) => Promise<readonly Row[]>

async function digestOf(table: string, readOn: ReadOn): Promise<{ readonly rows: number; readonly digest: string }> {
  const digest = createHash('sha256')
  let count = 0
  let columns: readonly string[] | undefined
  for (let rows = await readOn(undefined); rows.length > 0; rows = await readOn(keyOf(table, rows.at(-1)))) {
    // The database's own columns, which the folder has not, are no part of what was moved.
    columns ??= Object.keys(rows[0] ?? {}).filter((name) => !(table === 'heads' && name === 'owner'))
    const order = [...columns].sort()
    for (const row of rows) digest.update(`${JSON.stringify(order.map((column) => row[column]))}\n`)
    count += rows.length
  }
  return { rows: count, digest: digest.digest('hex') }
}

function reader(table: string, connection: Connection) {
  const key = MOVED[table] ?? []
  const tail = `ORDER BY ${quoted(key)} LIMIT ${pageOf(table)}`
  const first = connection.prepare<Row>(`SELECT * FROM ${table} ${tail}`)
  const next = connection.prepare<Row>(
    `SELECT * FROM ${table} WHERE (${quoted(key)}) > (${key.map(() => '?').join(', ')}) ${tail}`,
  )
  return (after: readonly (string | number)[] | undefined) => (after ? next.all([...after]) : first.all())
}

function keyOf(table: string, row: Row | undefined): readonly (string | number)[] {
  return (MOVED[table] ?? []).map((column) => row?.[column] ?? '')
}

function quoted(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(', ')
}

async function inTransaction(pool: Pool, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await work(client)
    await client.query('COMMIT')
    client.release()
  } catch (error) {
    // Whatever it was in goes with the connection.
    client.release(true)
    throw error
  }
}
