import { expect } from 'chai'
import fc from 'fast-check'
import type { ChatLine } from '../../../web/applications/chat-view/chat-lines.ts'
import { news, type TimelineDay, timeline } from '../../../web/applications/chat-view/timeline.ts'

const MINUTE = 60_000
const noon = new Date(2030, 4, 17, 12).getTime()

const said = (id: number, sender: string | null, at: number): ChatLine => {
  return { id, sender, name: sender ?? 'Room', text: `text ${id}`, at, key: `line ${id}`, pending: false }
}

/** The timeline in short: a day as a list, a group as its sender and its messages' ids. */
function sketch(days: readonly TimelineDay[]): string[][] {
  return days.map(({ entries }) => {
    const parts = entries.map((entry) => {
      if (entry.kind === 'new') return 'new'
      if (entry.kind === 'room') return `room ${entry.line.id}`
      const { line, sender, own, first, last } = entry
      return `${first ? `${own ? 'own' : sender} ` : '+'}${line.id}${last ? '' : '…'}`
    })
    // A message that does not end its group is followed by one that does not begin its own, and only that is.
    return parts.join('|').replaceAll('…|+', '+').split('|')
  })
}

const of = (messages: ChatLine[], firstNew?: number) => sketch(timeline(messages, { own: 'me', firstNew }))

describe('timeline', () => {
  it('groups what one sender says within five minutes of the last', () => {
    const messages = [
      said(1, 'ann', noon),
      said(2, 'ann', noon + 4 * MINUTE),
      said(3, 'ann', noon + 8 * MINUTE),
      said(4, 'ann', noon + 13 * MINUTE),
      said(5, 'me', noon + 13 * MINUTE),
      said(6, 'ann', noon + 13 * MINUTE),
    ]
    expect(of(messages)).to.deep.equal([['ann 1+2+3', 'ann 4', 'own 5', 'ann 6']])
  })

  it('parts days at local midnight, even within five minutes', () => {
    const midnight = new Date(2030, 4, 18).getTime()
    expect(of([said(1, 'ann', midnight - MINUTE), said(2, 'ann', midnight)])).to.deep.equal([['ann 1'], ['ann 2']])
  })

  it('lets the room speak for itself, between groups', () => {
    const messages = [said(0, null, noon), said(1, 'ann', noon), said(2, null, noon), said(3, 'ann', noon)]
    expect(of(messages)).to.deep.equal([['room 0', 'ann 1', 'room 2', 'ann 3']])
  })

  it('puts the divider before the first new message, within a group too', () => {
    expect(of([said(1, 'ann', noon), said(2, 'ann', noon)], 2)).to.deep.equal([['ann 1', 'new', 'ann 2']])
    expect(of([said(1, 'ann', noon)], 7)).to.deep.equal([['ann 1']])
  })

  it('shows every message once, in its order', () => {
    const message = fc.record({ sender: fc.constantFrom('me', 'ann', 'ben', null), later: fc.nat(10 * MINUTE) })
    fc.assert(
      fc.property(fc.array(message), fc.nat(30), (steps, firstNew) => {
        let at = noon
        const messages = steps.map(({ sender, later }, id) => {
          at += later
          return said(id, sender, at)
        })
        const shown = timeline(messages, { own: 'me', firstNew }).flatMap(({ entries }) =>
          entries.flatMap((entry) => {
            if (entry.kind === 'new') return []
            return [entry.line]
          }),
        )
        expect(shown).to.deep.equal(messages)
      }),
    )
  })
})

describe('news', () => {
  it('are what others said after a version; neither one’s own nor the room’s', () => {
    const messages = [said(3, 'ann', noon), said(4, 'me', noon), said(5, null, noon), said(6, 'ben', noon)]
    expect(news(messages, 3, 'me').map(({ id }) => id)).to.deep.equal([6])
    expect(news(messages, 2, 'me').map(({ id }) => id)).to.deep.equal([3, 6])
    expect(news(messages, 6, 'me')).to.deep.equal([])
  })
})
