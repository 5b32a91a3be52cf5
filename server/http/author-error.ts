import { fileURLToPath } from 'node:url'

/** An error as the page’s overlay and the terminal show it. */
export interface AuthorError {
  /** What it happened in, and what it says. */
  readonly message: string
  readonly stack: string
  /** Where in the author's own code; absent where the stack never comes there. */
  readonly loc?: { readonly file: string; readonly line: number; readonly column: number }
}

/** Calls `show` with each error that the server reports, and with what it happened in. */
export type ErrorSource = (show: (error: unknown, context: Readonly<Record<string, unknown>>) => void) => void

/** soc-draw's own sources: applications stand in them, but are not them. */
const OWN = fileURLToPath(new URL('..', import.meta.url))
const APPLICATIONS = `${OWN}applications/`

/** What an application's author is to be told of an error that the server reported. `context`: what it happened in. */
export function authorError(error: unknown, context: Readonly<Record<string, unknown>>): AuthorError {
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error))
  const { hint, ...places } = context
  const where = Object.entries(places).map(([key, value]) => `${key} ${String(value)}`)
  const loc = placeIn(stack)
  const said = [...where, `${name}: ${message}`].join(', ')
  return { message: hint === undefined ? said : `${said}. ${String(hint)}`, stack, ...(loc && { loc }) }
}

/** The first place in a stack that is neither Node's, nor a package's, nor soc-draw's own. */
export function placeIn(stack: string): AuthorError['loc'] {
  for (const [, path = '', line, column] of stack.matchAll(
    /(?:\(|at |async )((?:file:\/\/|\/|[A-Za-z]:\\)[^()\n]+?):(\d+):(\d+)\)?$/gm,
  )) {
    const file = path.startsWith('file:') ? fileURLToPath(path) : path
    const foreign = /[\\/]node_modules[\\/]/.test(file) || (file.startsWith(OWN) && !file.startsWith(APPLICATIONS))
    if (!foreign) return { file, line: Number(line), column: Number(column) }
  }
  return undefined
}
