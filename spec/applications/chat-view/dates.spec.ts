import { expect } from 'chai'
import { FakeClock } from '../../../server/testing/fake-clock.ts'
import { dayLabel, momentLabel, pageLocale, timeLabel } from '../../../web/applications/chat-view/dates.ts'
import { LocalTime } from '../../../web/applications/chat-view/local-time.ts'

const at = (year: number, month: number, day: number, hour = 12): number =>
  new Date(year, month - 1, day, hour).getTime()

const zoneNow = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** Runs something where the machine is in another zone. */
function elsewhere<Result>(zone: string, run: () => Result): Result {
  const before = process.env.TZ
  process.env.TZ = zone
  try {
    return run()
  } finally {
    if (before === undefined) delete process.env.TZ
    else process.env.TZ = before
  }
}

describe('dates', () => {
  // Whether a comma follows the weekday depends on the edition of the language data.
  const label = (day: number, now: number, previous?: number) =>
    dayLabel(day, { now, previous, locale: 'en-GB', zone: zoneNow() }).replace(',', '')

  it('calls today and yesterday by their names, up to midnight', () => {
    expect(label(at(2030, 5, 17, 0), at(2030, 5, 17, 23))).to.equal('Today')
    expect(label(at(2030, 5, 16, 23), at(2030, 5, 17, 0))).to.equal('Yesterday')
    expect(label(at(2029, 12, 31), at(2030, 1, 1))).to.equal('Yesterday')
    expect(label(at(2030, 5, 15), at(2030, 5, 17))).to.equal('Wednesday 15 May')
  })

  it('names the year where it changes', () => {
    const now = at(2030, 1, 20)
    expect(label(at(2029, 12, 30), now)).to.equal('Sunday 30 December 2029')
    expect(label(at(2029, 12, 31), now, at(2029, 12, 30))).to.equal('Monday 31 December')
    expect(label(at(2030, 1, 3), now, at(2029, 12, 31))).to.equal('Thursday 3 January 2030')
    expect(label(at(2030, 1, 4), now, at(2030, 1, 3))).to.equal('Friday 4 January')
  })

  it('writes hours as the reader’s kind of English does', () => {
    expect(timeLabel(at(2030, 5, 17, 14), { locale: 'en-GB', zone: zoneNow() })).to.equal('14:00')
    expect(timeLabel(at(2030, 5, 17, 14), { locale: 'en-US', zone: zoneNow() })).to.match(/^02:00\sPM$/)
    expect(momentLabel(at(2030, 5, 17, 14), { locale: 'en-GB', zone: zoneNow() }))
      .to.contain('17 May 2030')
      .and.to.contain('14:00')
    expect(pageLocale(['de-DE', 'en-US', 'en'])).to.equal('en-US')
    expect(pageLocale(['de-DE', 'fr'])).to.equal('en-GB')
  })

  it('writes times in the zone in which days are parted, also once that is another one', () => {
    const moment = Date.UTC(2030, 4, 17, 23, 30)
    const written = (zone: string) =>
      elsewhere(zone, () => [
        timeLabel(moment, { locale: 'en-GB', zone: zoneNow() }),
        label(moment, Date.UTC(2030, 4, 17, 12)),
      ])
    expect(written('UTC')).to.deep.equal(['23:30', 'Today'])
    expect(written('Asia/Tokyo')).to.deep.equal(['08:30', 'Saturday 18 May'])
    expect(written('UTC')).to.deep.equal(['23:30', 'Today'])
  })
})

describe('local time', () => {
  it('is another day from midnight on, however long the page has stood open', async () => {
    const clock = new FakeClock(new Date(2030, 4, 17, 23, 58, 30).getTime())
    const time = new LocalTime(clock)
    const days: string[] = []
    time.subscribe(() => days.push(time.here.day))
    await clock.pass(60_000)
    expect(days).to.deep.equal([])
    await clock.pass(30_000)
    expect(days).to.deep.equal(['Sat May 18 2030'])
    await clock.pass(24 * 60 * 60_000)
    expect(days).to.deep.equal(['Sat May 18 2030', 'Sun May 19 2030'])
    time.stop()
    expect(clock.timers).to.equal(0)
  })

  it('is another one in another zone, told within the minute or when it is asked to look', async () => {
    const clock = new FakeClock(Date.UTC(2030, 4, 17, 12))
    const time = elsewhere('UTC', () => new LocalTime(clock))
    elsewhere('Pacific/Kiritimati', () => time.look())
    expect(time.here).to.deep.equal({ zone: 'Pacific/Kiritimati', day: 'Sat May 18 2030' })
    time.stop()
  })
})
