import { join } from 'node:path'
import { build } from 'vite'

/** The lab as one script. */
export async function buildLab(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'esnext',
      lib: { entry: join(import.meta.dirname, 'lab.ts'), formats: ['iife'], name: 'labScript' },
    },
  })
  const outputs = [built].flat().flatMap((each) => ('output' in each ? each.output : []))
  const script = outputs.find((each) => each.type === 'chunk')
  if (!script) throw new Error('the lab was built into nothing')
  return script.code
}
