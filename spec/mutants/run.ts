/**
 * Plants each mutant in a copy of the project and runs the specs that ought to notice. Exits 1 when one lives.
 * `npm run test:mutants [-- PART OF A NAME]`
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { hasPostgres, NO_POSTGRES } from '../support/postgres.ts'
import type { Mutant } from './mutant.ts'
import { mutants } from './mutants.ts'

const ROOT = resolve(import.meta.dirname, '../..')
/** A mutant that makes the specs hang is noticed too. */
const PATIENCE = 180_000

const wanted = process.argv[2] ?? ''
const folder = mkdtempSync(join(tmpdir(), 'soc-draw-mutants-'))
try {
  for (const part of ['server', 'web', 'spec', 'package.json', 'tsconfig.json']) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true })
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction')
  const named = mutants.filter(({ name }) => name.includes(wanted))
  const chosen = named.filter(({ onPostgres }) => !onPostgres || hasPostgres())
  if (chosen.length < named.length)
    process.stdout.write(`${named.length - chosen.length} mutants are left out: ${NO_POSTGRES}\n`)
  if (!passes([...new Set(chosen.flatMap(({ specs }) => specs))])) throw new Error('the specs fail without any mutant')
  const alive = chosen.filter((mutant) => !isKilled(mutant))
  process.stdout.write(`${chosen.length - alive.length} of ${chosen.length} mutants were noticed\n`)
  if (alive.length > 0 || chosen.length === 0) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function isKilled(mutant: Mutant): boolean {
  const file = join(folder, mutant.file)
  const original = readFileSync(file, 'utf8')
  if (original.split(mutant.code).length !== 2)
    throw new Error(`${mutant.name}: its code does not stand once in ${mutant.file}`)
  writeFileSync(
    file,
    original.replace(mutant.code, () => mutant.instead),
  )
  const started = Date.now()
  const killed = !passes(mutant.specs)
  writeFileSync(file, original)
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  process.stdout.write(`${killed ? 'noticed' : 'ALIVE  '} ${mutant.name} (${seconds} s)\n`)
  return killed
}

function passes(specs: readonly string[]): boolean {
  const mocha = ['node_modules/mocha/bin/mocha.js', '--no-config', '--node-option', 'import=tsx', '--bail']
  const options = { cwd: folder, timeout: PATIENCE, stdio: process.env.VERBOSE ? 'inherit' : 'ignore' } as const
  return spawnSync(process.execPath, [...mocha, '--timeout', '20000', ...specs], options).status === 0
}
