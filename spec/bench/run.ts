/** Prints what this project claims of its speed and size, each figure beside its target. Ends with 1 when one is missed. */
import { benchDurable } from './durable.ts'
import { benchLarge } from './large.ts'
import { benchPostgres } from './postgres.ts'
import { Verdicts } from './support/verdicts.ts'

const verdicts = new Verdicts()
await benchDurable(verdicts)
await benchPostgres(verdicts)
await benchLarge(verdicts)
process.stdout.write(`\n${verdicts.missed} of the targets missed\n`)
process.exitCode = verdicts.missed > 0 ? 1 : 0
