/**
 * Nodes as processes, and all that can go wrong with them: `run.ts [--short] [--faults NUMBER] [--seed NUMBER]`. Ends with 1
 * when anything was lost, doubled, shown too early or out of order, or when a room does not go on.
 */
import { parseArgs } from 'node:util'
import { FAULTS } from './faults.ts'
import { storm } from './storm.ts'

const { values } = parseArgs({
  options: { short: { type: 'boolean' }, faults: { type: 'string' }, seed: { type: 'string' } },
})
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 32))
const faults = Number(values.faults ?? (values.short ? Object.keys(FAULTS).length : 3 * Object.keys(FAULTS).length))
const say = (line: string): void => void process.stdout.write(`${line}\n`)
say(`seed ${seed}`)
const begun = performance.now()
const report = await storm({ faults, seed, frozen: values.short ? 5000 : 15_000, say })
const { acknowledged, terms, words, front, violations } = report
const seconds = ((performance.now() - begun) / 1000).toFixed(0)
say(
  `${faults} faults, ${acknowledged} acknowledged actions, ${terms} terms, ${words} words drawn, behind ${front}: ${violations.length} violations, ${seconds} s`,
)
for (const violation of violations.slice(0, 50)) say(violation)
process.exitCode = violations.length > 0 || acknowledged < 20 * faults ? 1 : 0
