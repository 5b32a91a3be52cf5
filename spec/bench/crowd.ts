/**
 * Prints what a crowd on one node costs, each figure beside its peer's of the same run and its target. Ends with 1 when a
 * target is missed, or a row could not be measured.
 *   --rows a,b       measures these rows only
 *   --beside FOLDER  another build, which holds `server/index.js`: the rows that are judged against the build before
 *   --repeats N      how often each side is measured, in turn; twice by default
 *   --guard          a short form of the first rows with wide bounds, within forty seconds
 */
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { GUARD } from './crowd/guard.ts'
import { apart } from './crowd/own-core.ts'
import type { Bench, Row } from './crowd/row.ts'
import { ROWS } from './crowd/rows.ts'
import { failureLine, lineOf, tableHead, verdictOf, workLine } from './crowd/verdict.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string' },
    beside: { type: 'string' },
    guard: { type: 'boolean', default: false },
    repeats: { type: 'string' },
  },
})
const bench: Bench = {
  build: fileURLToPath(new URL('../../', import.meta.url)),
  before: values.beside === undefined ? undefined : resolve(values.beside),
  repeats: repeatsOf(values.repeats ?? (values.guard ? '1' : '2')),
}
const rows = chosen(values.guard ? GUARD : ROWS, values.rows)

tell(`${machine()}\n\n${tableHead()}`)
let missed = 0
for (const row of rows) missed += await measure(row)
tell(`\n${missed} of the targets missed`)
process.exitCode = missed > 0 ? 1 : 0

/** Prints a row's figures. Returns how many of its targets were missed. */
async function measure(row: Row): Promise<number> {
  tell(workLine(row.work))
  try {
    const figures = await row.run(bench)
    for (const figure of figures) tell(lineOf(figure))
    return figures.filter((figure) => verdictOf(figure) === 'MISSED').length
  } catch (error) {
    tell(failureLine(error instanceof Error ? error.message : String(error)))
    return 1
  }
}

/** The rows that are named, `a,b`; all where none is. */
function chosen(all: readonly Row[], names: string | undefined): readonly Row[] {
  if (names === undefined) return all
  return names.split(',').map((name) => {
    const row = all.find((one) => one.name === name)
    if (!row) throw new Error(`no such row: ${name} (there are ${all.map((one) => one.name).join(', ')})`)
    return row
  })
}

function repeatsOf(text: string): number {
  const repeats = Number(text)
  if (!Number.isInteger(repeats) || repeats < 1) throw new Error(`--repeats is no whole number from 1: ${text}`)
  return repeats
}

function machine(): string {
  const [cpu] = cpus()
  const shared = apart ? 'server and load on a core each' : 'server and load share what cores there are'
  return `Node ${process.version}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}: ${shared}`
}

function tell(text: string): void {
  process.stdout.write(`${text}\n`)
}
