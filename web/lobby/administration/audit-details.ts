import type { AuditedAct } from '../../client/administration.ts'
import { isRecord } from '../../common/is-record.ts'
import { timeWords } from './time-words.ts'

/** From the longest, in milliseconds. */
const SPANS = [
  [24 * 60 * 60 * 1000, 'day'],
  [60 * 60 * 1000, 'hour'],
  [60 * 1000, 'minute'],
  [1000, 'second'],
] as const

const EDITED: Readonly<Record<string, string>> = {
  private: 'who may enter',
  players: 'how many play',
  watch: 'who may watch',
}

/** What is said of a detail by its name; undefined where there is nothing that would tell a reader anything. */
const DETAILS: Readonly<Record<string, (value: unknown, act: AuditedAct) => string | undefined>> = {
  // They name what nobody else sees of a link.
  invitation: () => undefined,
  link: () => undefined,
  // Said of whoever is no more, whose id tells nothing.
  owner: () => undefined,
  lifetime: (value) => (typeof value === 'number' ? `for ${spanWords(value)}` : undefined),
  uses: (value) => (value === 1 ? 'for one use' : `for ${String(value)} uses`),
  roles: (value) => (Array.isArray(value) && value.length > 0 ? `now ${value.join(' and ')}` : 'now none'),
  role: (value) => `now ${String(value)}`,
  name: (value) => `called ${String(value)}`,
  until: (value) => (typeof value === 'number' ? `until ${timeWords(value)}` : 'for good'),
  reason: (value) => (typeof value === 'string' && value.trim() !== '' ? `because: ${value.trim()}` : undefined),
  changed: editedWords,
  // Said by what was done.
  admit: () => undefined,
}

/** What more there is to say of an act; what is not among these is said as the server keeps it. */
export function detailWords(act: AuditedAct): string {
  if (!isRecord(act.details)) return ''
  return Object.entries(act.details)
    .flatMap(([name, value]) => {
      const words = DETAILS[name]
      return (words ? words(value, act) : `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`) ?? []
    })
    .join(', ')
}

/** A span of milliseconds, in the longest unit that it is so many of: `7 days`, `36 hours`. */
function spanWords(span: number): string {
  const [length, unit] = SPANS.find(([each]) => span >= each && span % each === 0) ?? [1000, 'second']
  const many = Math.round(span / length)
  return `${many} ${unit}${many === 1 ? '' : 's'}`
}

function editedWords(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  return `changed: ${value.map((each) => EDITED[String(each)] ?? String(each)).join(', ')}`
}
