import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isDatabaseUrl } from '../stores/database-url.ts'
import { backUp, exportRoom, replayRoom } from '../stores/sqlite/data-tools.ts'

/**
 * What can be done to a server's data beside it, while it runs: `data.ts backup FILE`, `data.ts export ROOM`,
 * `data.ts replay ROOM [--to VERSION]`; `--data FOLDER` names the data, else `DATA_DIR`.
 */
const USAGE = `backup FILE                 copies a running server's data into FILE: put into a folder as soc-draw.db, a server starts from it
export ROOM                 writes a room's log, one JSON object a line
replay ROOM [--to VERSION]  prints a room's state, now or at a version
                            --data FOLDER: where the data is, else DATA_DIR, else data or data/development`

/** What there is instead for data in PostgreSQL. */
const IN_DATABASE = `backup, export and replay read a folder's data. What is in PostgreSQL is backed up by its own means, while
servers run: pg_dump --format=custom --file=FILE "$DATABASE_URL", and pg_restore into an empty database. There is no export or replay of it.`

class UsageError extends Error {}

try {
  await run(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

async function run(args: readonly string[]): Promise<void> {
  const { positionals, values } = parse(args)
  const [command, subject, ...rest] = positionals
  if (!subject || rest.length > 0 || (values.to !== undefined && command !== 'replay')) throw new UsageError(USAGE)
  const folder = values.data ?? process.env.DATA_DIR ?? whereDataIs()
  if (isDatabaseUrl(folder)) throw new UsageError(IN_DATABASE)
  switch (command) {
    case 'backup':
      await backUp(folder, subject)
      process.stderr.write(`${folder} was copied into ${subject}\n`)
      break
    case 'export':
      await exportRoom(folder, subject, (line) => process.stdout.write(line))
      break
    case 'replay':
      process.stdout.write(`${JSON.stringify(await replayRoom(folder, subject, versionOf(values.to)), null, 2)}\n`)
      break
    default:
      throw new UsageError(USAGE)
  }
}

function parse(args: readonly string[]) {
  try {
    const options = { data: { type: 'string' }, to: { type: 'string' } } as const
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n${USAGE}`)
  }
}

function versionOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`--to ${text}: a version is a whole number from 0`)
  return Number(text)
}

/** Where `npm start` keeps its data, or else `npm run dev`. @throws UsageError where that can't be told */
function whereDataIs(): string {
  const [folder, other] = ['data', 'data/development'].filter((each) => existsSync(join(each, 'soc-draw.db')))
  if (!folder)
    throw new UsageError('There is no data in data or data/development: name its folder by --data or DATA_DIR.')
  if (other) throw new UsageError(`There is data in ${folder} and in ${other}: name one of them by --data or DATA_DIR.`)
  return folder
}
