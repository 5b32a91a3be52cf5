import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readSnippets, type Snippet } from '../docs/snippets.ts'

/** The compilers that a reader may have, by the names under which they are installed. */
export const COMPILERS = { 'typescript-5': '5.9', 'typescript-7': '7' } as const

/** What the documentation takes for granted: its reader has it. */
const READERS_OWN = `import type { FastifyInstance } from 'fastify'

declare global {
  const url: string
  const token: string
  const fastify: FastifyInstance
  function show(what: string | number): void
  function tokenOf(name: string): string
  function myAccountOf(token: unknown): Promise<{ id: string; name: string } | null>
  const mySessions: { find(token: unknown): Promise<{ user: { id: number; name: string; staff: boolean } } | null> }
}
`

/** As strict as compilers get, the declarations of everything that is installed included. */
const CONFIG = {
  compilerOptions: {
    target: 'ES2023',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    module: 'NodeNext',
    // A Vite project: it knows of styles and pictures.
    types: ['node', 'vite/client'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    skipLibCheck: false,
    noEmit: true,
  },
  include: ['.'],
}

/**
 * Writes all the documentation's TypeScript as files, each page's in a folder of its own with what it imports of others',
 * into a project in which the package is installed; and a file that loads every one of its `entries`.
 */
export async function writeReader(folder: string, entries: readonly string[]): Promise<void> {
  await mkdir(folder)
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(CONFIG))
  await writeFile(join(folder, 'own.d.ts'), READERS_OWN)
  const loaded = entries.map((entry, index) => `export * as entry${index} from '${entry}'\n`)
  await writeFile(join(folder, 'entries.ts'), loaded.join(''))
  const snippets = readSnippets()
  for (const { page, name, code } of snippets) {
    const place = join(folder, page.replace(/\W/g, '-'))
    await mkdir(place, { recursive: true })
    await writeFile(join(place, `${name}.ts`), code)
    for (const made of snippets.filter((each) => goesOnFrom(code, each) && !has(page, each.name)))
      await writeFile(join(place, `${made.name}.ts`), made.code)
  }

  function has(page: string, name: string): boolean {
    return snippets.some((each) => each.page === page && each.name === name)
  }
}

/** A page may go on from what another one has made. */
function goesOnFrom(code: string, { name }: Snippet): boolean {
  return code.includes(`from './${name}.ts'`)
}
