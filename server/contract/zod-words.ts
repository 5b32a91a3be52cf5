import { z } from 'zod/mini'

const english = z.locales.en().localeError

/**
 * Words for what a schema of zod's refuses, in English: `zod/mini` has none, and says "Invalid input" of everything. Where
 * the host has told zod a language, that one is left to speak. It is handed over at each parse, and zod's own settings,
 * which are everybody's in the process, stay as they are. Not for browsers: it is many times what the schemas weigh.
 */
export const zodWords: z.core.$ZodErrorMap = (issue) => {
  const { customError, localeError } = z.config()
  return customError || localeError ? undefined : english(issue)
}
