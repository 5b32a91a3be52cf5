import { readConfig } from './config.ts'
import { inWords } from './in-words.ts'
import { serve } from './serve.ts'

try {
  await serve(readConfig(process.env, process.argv.slice(2)))
} catch (error) {
  process.stderr.write(`${inWords(error)}\n`)
  process.exitCode = 1
}
