import { createRequire } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'

/** Starts the thread whose file is given without its ending: TypeScript in development, JavaScript when built, as this is. */
export function startThread(path: URL, workerData?: unknown): Worker {
  const extension = extname(fileURLToPath(import.meta.url))
  const file = new URL(`${path.href}${extension}`)
  if (extension === '.js') return new Worker(file, { workerData })
  // The loader that makes JavaScript of TypeScript doesn't reach into threads by itself.
  const loader = createRequire(import.meta.url).resolve('tsx/cjs/api')
  const code = `require(${JSON.stringify(loader)}).register(); require(${JSON.stringify(fileURLToPath(file))})`
  return new Worker(code, { eval: true, workerData })
}
