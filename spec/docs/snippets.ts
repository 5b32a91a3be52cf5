import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

/** Where each of the package's entries stands in the sources. */
const ENTRIES: Readonly<Record<string, string>> = {
  'soc-draw': 'server/index.ts',
  'soc-draw/client': 'web/client/index.ts',
  'soc-draw/page': 'web/lobby/index.ts',
  'soc-draw/page.css': 'web/styles/index.css',
  'soc-draw/ports': 'server/ports.ts',
  'soc-draw/testing': 'server/testing/index.ts',
  'soc-draw/testing/suites': 'server/testing/suites/index.ts',
}

/** Some TypeScript of the documentation. */
export interface Snippet {
  /** The document that it stands in. */
  readonly page: string
  /** As a file name without its end, which others import it by. */
  readonly name: string
  /** A whole module, imports and all. */
  readonly code: string
}

/** Every block of TypeScript in README and docs. @throws Error for one without a name in the line above it */
export function readSnippets(): Snippet[] {
  const pages = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((page) => join('docs', page))]
  return pages.filter((page) => page.endsWith('.md')).flatMap(snippetsOf)
}

function snippetsOf(page: string): Snippet[] {
  const text = readFileSync(join(ROOT, page), 'utf8')
  return [...text.matchAll(/(.*)\n```tsx?\n([\s\S]*?)\n```/g)].map(([, above = '', code = '']) => {
    const [, name] = /^<!-- (?:snippet|file): ([\w.-]+?)(?:\.ts)? -->$/.exec(above) ?? []
    if (name === undefined) throw new Error(`${page}: no <!-- snippet: name --> above ${code.slice(0, 80)}`)
    return { page, name, code: `${code}\n` }
  })
}

/** Code that imports the package, as code that imports its sources. `browser`: as a browser would get them. */
export function fromSources(code: string, browser = false): string {
  return code.replace(/(?<=(?:from|import) )'(soc-draw[^']*)'/g, (_, entry: string) => {
    const source = browser ? 'server/browser.ts' : ENTRIES[entry]
    if (source === undefined) throw new Error(`there is no ${entry}`)
    return `'${join(ROOT, source)}'`
  })
}
