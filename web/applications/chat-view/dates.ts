import { sameDay } from './timeline.ts'

/** The page is written in English; of the reader's kinds of English, the first decides how days and hours are written. */
export function pageLocale(languages: readonly string[]): string {
  return languages.find((language) => /^en(-|$)/.test(language)) ?? 'en-GB'
}

/** What decides how a time is written. */
export interface Writing {
  readonly locale: string
  /** The reader's time zone, by name. */
  readonly zone: string
}

/** Hours and minutes. */
export function timeLabel(at: number, writing: Writing): string {
  return formatter(writing, { hour: '2-digit', minute: '2-digit' }).format(at)
}

/** Day and time in full, for whoever asks. */
export function momentLabel(at: number, writing: Writing): string {
  return formatter(writing, { dateStyle: 'full', timeStyle: 'short' }).format(at)
}

interface Around extends Writing {
  readonly now: number
  /** The day shown before this one; undefined for the first. */
  readonly previous: number | undefined
}

/** A day, as its divider says it: today, yesterday, or the date; with the year where that is another one than before. */
export function dayLabel(at: number, { now, previous, ...writing }: Around): string {
  if (sameDay(at, now)) return 'Today'
  if (sameDay(at, dayBefore(now))) return 'Yesterday'
  const otherYear = new Date(at).getFullYear() !== new Date(previous ?? now).getFullYear()
  const year = otherYear ? { year: 'numeric' as const } : {}
  return formatter(writing, { weekday: 'long', day: 'numeric', month: 'long', ...year }).format(at)
}

/** By what they were made with: making one takes longer than formatting a page of messages. There are a handful. */
const formatters = new Map<string, Intl.DateTimeFormat>()
/** A formatter keeps the zone in which it was made, while a date goes with the machine's: both shall say the same. */
let madeIn: string | undefined

function formatter({ locale, zone }: Writing, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  if (zone !== madeIn) formatters.clear()
  madeIn = zone
  const name = `${locale} ${Object.entries(options).join(' ')}`
  const made = formatters.get(name) ?? new Intl.DateTimeFormat(locale, options)
  formatters.set(name, made)
  return made
}

/** Noon of the day before: no change of clocks reaches noon. */
function dayBefore(at: number): number {
  const day = new Date(at)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - 1, 12).getTime()
}
