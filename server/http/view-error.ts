import { SourceMap, type SourceMapPayload } from 'node:module'
import { dirname, resolve } from 'node:path'
import { z } from 'zod/mini'
import { type AuthorError, placeIn } from './author-error.ts'

/** What the page tells of an error in a view: a stack of several screens at most. */
const viewError = z.object({
  message: z.string().check(z.maxLength(10_000)),
  stack: z.string().check(z.maxLength(50_000)),
})

/** What a module of the page was compiled from. */
export interface CompiledModule {
  readonly file: string
  /** Absent where it was served as it is. */
  readonly map?: SourceMapPayload | undefined
}

/** A place in a stack: `at name (http://…:10:5)` or `at http://…:10:5` in Chrome, `name@http://…:10:5` elsewhere. */
const PLACE = /^.*?(?:at (?:(.*?) \()?|([^@\n]*)@)(https?:\/\/[^\s()]+?):(\d+):(\d+)\)?$/gm

/**
 * What a view's author is to be told of an error in the page, by the lines that they wrote. `find`: the module that the
 * page has by this address. Undefined for what no page tells.
 */
export async function authorErrorOf(
  told: unknown,
  find: (path: string) => Promise<CompiledModule | undefined>,
): Promise<AuthorError | undefined> {
  const parsed = viewError.safeParse(told)
  if (!parsed.success) return undefined
  const { message } = parsed.data
  const stack = await asWritten(parsed.data.stack, find)
  const loc = placeIn(stack)
  return { message, stack, ...(loc && { loc }) }
}

async function asWritten(stack: string, find: (path: string) => Promise<CompiledModule | undefined>): Promise<string> {
  const lines = await Promise.all(
    [...stack.matchAll(PLACE)].map(async ([whole, chrome, other, url = '', line, column]) => {
      const address = URL.canParse(url) ? new URL(url) : undefined
      const module = address && (await find(address.pathname + address.search))
      if (!module) return [whole, whole] as const
      const { file, ...place } = sourceOf(module, { line: Number(line), column: Number(column) })
      const name = chrome || other
      const at = `${file}:${place.line}:${place.column}`
      return [whole, name ? `    at ${name} (${at})` : `    at ${at}`] as const
    }),
  )
  return lines.reduce((text, [compiled, written]) => text.replace(compiled, () => written), stack)
}

function sourceOf({ file, map }: CompiledModule, at: { readonly line: number; readonly column: number }) {
  // Both count lines and columns from one in words, and from nought in maps.
  const entry = map && new SourceMap(map).findEntry(at.line - 1, at.column - 1)
  if (!entry || !('originalLine' in entry)) return { file, ...at }
  const source = entry.originalSource ? resolve(dirname(file), entry.originalSource) : file
  return { file: source, line: entry.originalLine + 1, column: entry.originalColumn + 1 }
}
