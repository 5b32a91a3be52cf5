import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'

/**
 * Runs the simulation by itself, the same on every system: `run.ts 10000 seeds` plays so many seeds, `run.ts 123` plays
 * one and tells all that happens in it. `cluster` after it: with several servers.
 */
const [number = '10000', ...words] = process.argv.slice(2)
const prefix = words.includes('cluster') ? 'CLUSTER_' : ''
const settings = words.includes('seeds') ? { [`${prefix}SEEDS`]: number } : { [`${prefix}SEED`]: number, TRACE: '1' }
const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js')
const spec = `spec/simulation/${prefix === '' ? 'simulation' : 'cluster'}.spec.ts`
const { status } = spawnSync(
  process.execPath,
  [mocha, '--no-config', '--node-option', 'import=tsx', '--reporter', 'spec/support/summary-reporter.ts', spec],
  { stdio: 'inherit', env: { ...process.env, ...settings } },
)
process.exitCode = status ?? 1
