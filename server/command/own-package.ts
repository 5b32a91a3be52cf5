import { createRequire } from 'node:module'
import { z } from 'zod/mini'

const versions = z.record(z.string(), z.string())
const manifest = z.object({
  version: z.string(),
  /** Whether it is kept out of registries. */
  private: z.optional(z.boolean()),
  dependencies: versions,
  devDependencies: versions,
})

/** What soc-draw's own package.json says, wherever it is installed. */
export const ownPackage = manifest.parse(createRequire(import.meta.url)('soc-draw/package.json'))
