import { crash } from './crash.ts'

/** Kills a server under load, again and again: `run.ts 50`. */
const kills = Number(process.argv[2] ?? 50)
const begun = Date.now()
const { acknowledged, violations } = await crash(kills)
const seconds = ((Date.now() - begun) / 1000).toFixed(0)
process.stdout.write(
  `${kills} kills, ${acknowledged} acknowledged actions, ${violations.length} violations, ${seconds} s\n`,
)
for (const violation of violations.slice(0, 50)) process.stdout.write(`${violation}\n`)
process.exitCode = violations.length > 0 ? 1 : 0
