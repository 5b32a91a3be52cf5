import { sameDay } from './timeline.ts'

/** The page is written in English; of the reader's kinds of English, the first decides how days and hours are written. */
export function pageLocale(languages: readonly string[]): string {
  return languages.find((language) => /^en(-|$)/.test(language)) ?? 'en-GB'
}

/** Hours and minutes. */
export function timeLabel(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(at)
}

/** Day and time in full, for whoever asks. */
export function momentLabel(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(at)
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
  return new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', ...year }).format(at)
}

/** Noon of the day before: no change of clocks reaches noon. */
function dayBefore(at: number): number {
  const day = new Date(at)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - 1, 12).getTime()
}
