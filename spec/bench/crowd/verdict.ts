import type { Figure } from './row.ts'

export type Verdict = 'met' | 'MISSED' | 'not compared'

/** A figure against its target. Without what it is to be compared with, nobody can say; what is no number is missed. */
export function verdictOf({ ours, beside, target }: Figure): Verdict {
  if ('most' in target) return ours <= target.most ? 'met' : 'MISSED'
  if (beside === undefined) return 'not compared'
  return ours <= target.times * beside.figure ? 'met' : 'MISSED'
}

/** A line of the table in Markdown, padded, so that it reads well in a terminal too. */
export function lineOf(figure: Figure): string {
  const { what, unit, ours, beside, target } = figure
  return cells([
    what,
    `${shown(ours)} ${unit}`.trim(),
    beside ? `${beside.whose}: ${shown(beside.figure)} ${unit}` : '–',
    beside ? `${(ours / beside.figure).toFixed(2)} ×` : '–',
    'most' in target ? `≤ ${target.most} ${unit}`.trim() : `≤ ${target.times} ×`,
    verdictOf(figure),
  ])
}

const HEADINGS = ['work', 'ours', 'beside it', 'ratio', 'must be', '']
const WIDTHS = [58, 8, 31, 7, 7, 12]

export function tableHead(): string {
  return `${cells(HEADINGS)}\n${cells(WIDTHS.map((width) => '-'.repeat(width)))}`
}

/** The line above a row's figures. */
export function workLine(work: string): string {
  return cells([`**${work}**`, '', '', '', '', ''])
}

/** The line in their place that says what came in the way. */
export function failureLine(reason: string): string {
  return cells([reason, '–', '–', '–', '–', 'FAILED'])
}

function cells(texts: readonly string[]): string {
  return `| ${texts.map((text, index) => text.padEnd(WIDTHS[index] ?? 0)).join(' | ')} |`
}

/** Three digits that count. */
function shown(figure: number): string {
  if (Math.abs(figure) >= 100) return figure.toFixed(0)
  return figure.toFixed(Math.abs(figure) >= 10 ? 1 : 2)
}
