import { sameDay } from './timeline.ts'

/** The page is written in English; of the reader's kinds of English, the first decides how days and hours are written. */
export function pageLocale(languages: readonly string[]): string {
  return languages.find((language) => /^en(-|$)/.test(language)) ?? 'en-GB'
}

/** Hours and minutes. */
export function timeLabel(at: number, locale: string): string {
  return formatter(locale, { hour: '2-digit', minute: '2-digit' }).format(at)
}

/** Day and time in full, for whoever asks. */
export function momentLabel(at: number, locale: string): string {
  return formatter(locale, { dateStyle: 'full', timeStyle: 'short' }).format(at)
}

interface Around {
  readonly now: number
  /** The day shown before this one; undefined for the first. */
  readonly previous: number | undefined
  readonly locale: string
}

/** A day, as its divider says it: today, yesterday, or the date; with the year where that is another one than before. */
export function dayLabel(at: number, { now, previous, locale }: Around): string {
  if (sameDay(at, now)) return 'Today'
  if (sameDay(at, dayBefore(now))) return 'Yesterday'
  const otherYear = new Date(at).getFullYear() !== new Date(previous ?? now).getFullYear()
  const year = otherYear ? { year: 'numeric' as const } : {}
  return formatter(locale, { weekday: 'long', day: 'numeric', month: 'long', ...year }).format(at)
}

/** By what they were made with: making one takes longer than formatting a page of messages. There are a handful. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
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
