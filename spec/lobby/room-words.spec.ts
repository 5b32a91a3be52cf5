import { expect } from 'chai'
import type { RoomListing } from '../../server/protocol/listings.ts'
import { roomMood, statusWords, watchWords } from '../../web/lobby/room-words.ts'

const listing = (given: Partial<RoomListing>): RoomListing => ({
  id: 'R:1',
  name: 'First Room',
  position: 1,
  status: 'running',
  members: 2,
  min: 2,
  max: 50,
  ...given,
})

describe('room words', () => {
  const cases: [Partial<RoomListing>, string, string][] = [
    [{ status: 'waiting', members: 0 }, 'waiting', 'Be the first'],
    [{ status: 'waiting', members: 1 }, 'waiting', '1 more to start'],
    [{ status: 'waiting', members: 1, min: 4 }, 'waiting', '3 more to start'],
    [{ status: 'waiting', members: 2 }, 'waiting', 'Starts once all are connected'],
    [{ status: 'running', members: 0 }, 'running', 'Nobody here now'],
    [{ status: 'running', members: 3 }, 'running', '3 here'],
    [{ status: 'running', members: 3, max: 5 }, 'running', '3 here, 2 seats left'],
    [{ status: 'running', members: 49 }, 'running', '49 here, 1 seat left'],
    [{ status: 'running', members: 50 }, 'full', 'Full, 50 here'],
    [{ status: 'paused', members: 1 }, 'paused', 'Paused, 1 more to go on'],
    [{ status: 'paused', members: 50 }, 'paused', 'Paused'],
    [{ status: 'closed', members: 0 }, 'closed', 'Closed'],
    [{ status: 'waiting', members: 0, archived: true }, 'closed', 'Archived'],
    [{ status: 'running', members: 50, archived: true }, 'closed', 'Archived'],
  ]
  for (const [given, mood, words] of cases) {
    it(`says “${words}” of ${JSON.stringify(given)}`, () => {
      expect(roomMood(listing(given))).to.equal(mood)
      expect(statusWords(listing(given))).to.equal(words)
    })
  }

  it('says how many only watch, apart from those who are there, and nothing where nobody does', () => {
    const words = [0, 1, 3, undefined].map((watchers) =>
      watchWords(listing(watchers === undefined ? {} : { watchers })),
    )
    expect(words).to.deep.equal(['', ' · 1 watching', ' · 3 watching', ''])
  })
})
