import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'chai'

/** The page on rights. */
export const RIGHTS_PAGE = readFileSync(join(resolve(import.meta.dirname, '../..'), 'docs/rights.md'), 'utf8')

/** The row of the table of the server that begins with these words, without those. */
export function rowOf(words: string): string[] {
  const row = RIGHTS_PAGE.split('\n').find((line) => line.startsWith(`| ${words}`)) ?? expect.fail(`no row ${words}`)
  return row
    .split(' | ')
    .slice(1)
    .map((cell) => cell.replace(' |', ''))
}
