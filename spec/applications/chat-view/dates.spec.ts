import { expect } from 'chai'
import { dayLabel, momentLabel, pageLocale, timeLabel } from '../../../web/applications/chat-view/dates.ts'

const at = (year: number, month: number, day: number, hour = 12): number =>
  new Date(year, month - 1, day, hour).getTime()

describe('dates', () => {
  // Whether a comma follows the weekday depends on the edition of the language data.
  const label = (day: number, now: number, previous?: number) =>
    dayLabel(day, { now, previous, locale: 'en-GB' }).replace(',', '')

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
    expect(timeLabel(at(2030, 5, 17, 14), 'en-GB')).to.equal('14:00')
    expect(timeLabel(at(2030, 5, 17, 14), 'en-US')).to.match(/^02:00\sPM$/)
    expect(momentLabel(at(2030, 5, 17, 14), 'en-GB'))
      .to.contain('17 May 2030')
      .and.to.contain('14:00')
    expect(pageLocale(['de-DE', 'en-US', 'en'])).to.equal('en-US')
    expect(pageLocale(['de-DE', 'fr'])).to.equal('en-GB')
  })
})
