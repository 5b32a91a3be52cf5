import { readConfig } from './command/config.ts'
import { inWords } from './command/in-words.ts'
import { serve } from './command/serve.ts'

try {
  await serve(readConfig(process.env, process.argv.slice(2)))
} catch (error) {
  process.stderr.write(`${inWords(error)}\n`)
  process.exitCode = 1
}
