import type { AuditAnswerEntry } from '../protocol/administration-messages.ts'

const COLUMNS = ['at', 'by', 'by name', 'what', 'room', 'user', 'user name', 'details'] as const

/** An entry as a line of JSON. */
export function jsonLine(entry: AuditAnswerEntry): string {
  return `${JSON.stringify(entry)}\n`
}

/** The first line of a table of entries, as RFC 4180 has them. */
export const TABLE_HEAD = row(COLUMNS)

/** An entry as a line of that table. */
export function tableRow({ at, by, what, room, user, details }: AuditAnswerEntry): string {
  const about = details === null ? '' : JSON.stringify(details)
  return row([new Date(at).toISOString(), by.id, by.name, what, room, user?.id, user?.name, about])
}

function row(cells: readonly (string | null | undefined)[]): string {
  return `${cells.map((cell) => quoted(cell ?? '')).join(',')}\r\n`
}

/** What a spreadsheet would take for a formula is text: names are chosen by anybody. */
function quoted(cell: string): string {
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
