import { z } from 'zod/mini'
import { inWords } from './validate.ts'

const english = z.locales.en().localeError

/**
 * Words for what a schema of zod's refuses, in English: `zod/mini` has none, and says "Invalid input" of everything. Where
 * the host has told zod a language, that one is left to speak. It is handed over at each parse, and zod's own settings,
 * which are everybody's in the process, stay as they are. Not for browsers: it is many times what the schemas weigh.
 */
export const zodWords: z.core.$ZodErrorMap = (issue) => {
  const { customError, localeError } = z.config()
  if (customError) return undefined
  return unionInWords(issue) ?? (localeError ? undefined : english(issue))
}

/** What each branch of a union has said, of which zod itself says nothing; undefined for what is no union. */
function unionInWords({ code, errors }: z.core.$ZodRawIssue): string | undefined {
  if (code !== 'invalid_union' || !Array.isArray(errors) || errors.length === 0) return undefined
  return [...new Set((errors as z.core.$ZodIssue[][]).map(inWords))].join(' | ')
}
