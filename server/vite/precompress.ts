import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

/** What is text, and large enough to gain by it; pictures and fonts are compressed as they are. */
const TEXT = /\.(js|css|svg|json|map|txt|wasm)$/
const WORTH_IT = 1024

/**
 * A Vite plugin: puts beside each script, style and other text of a build what it is as brotli (`.br`) and gzip (`.gz`),
 * where that is smaller. The server hands that out to whoever takes it, and compresses nothing by itself.
 */
export function precompress(): Plugin {
  let folder = ''
  return {
    name: 'soc-draw:precompress',
    apply: 'build',
    configResolved: ({ root, build }) => {
      folder = resolve(root, build.outDir)
    },
    closeBundle: async () => {
      const files = await readdir(folder, { recursive: true })
      await Promise.all(files.filter((file) => TEXT.test(file)).map((file) => compress(join(folder, file))))
    },
  }
}

async function compress(file: string): Promise<void> {
  const content = await readFile(file)
  if (content.length < WORTH_IT) return
  for (const [end, pack] of [
    ['br', promisify(brotliCompress)],
    ['gz', promisify(gzip)],
  ] as const) {
    const packed = await pack(content)
    if (packed.length < content.length) await writeFile(`${file}.${end}`, packed)
  }
}
