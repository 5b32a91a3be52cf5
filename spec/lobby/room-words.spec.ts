import { expect } from 'chai'
import type { RoomListing } from '../../server/protocol/listings.ts'
import { countWords, openFirst, roomMood, statusWords } from '../../web/lobby/room-words.ts'

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
    [{ status: 'waiting', members: 0 }, 'waiting', 'Waits for 2 more'],
    [{ status: 'waiting', members: 1 }, 'waiting', 'Waits for 1 more'],
    [{ status: 'waiting', members: 2 }, 'waiting', 'Waits until all are connected'],
    [{ status: 'running' }, 'running', 'Running'],
    [{ status: 'running', members: 50 }, 'full', 'Full'],
    [{ status: 'paused', members: 1 }, 'paused', 'Paused, waits for 1 more'],
    [{ status: 'paused', members: 50 }, 'paused', 'Paused'],
    [{ status: 'closed', members: 0 }, 'closed', 'Closed'],
  ]
  for (const [given, mood, words] of cases) {
    it(`says “${words}” of ${JSON.stringify(given)}`, () => {
      expect(roomMood(listing(given))).to.equal(mood)
      expect(statusWords(listing(given))).to.equal(words)
    })
  }

  it('puts closed rooms below the others, and leaves the order otherwise', () => {
    const rooms = (['closed', 'running', 'closed', 'waiting'] as const).map((status, at) => {
      return listing({ id: `R:${at}`, status })
    })
    expect(openFirst(rooms).map(({ id }) => id)).to.deep.equal(['R:1', 'R:3', 'R:0', 'R:2'])
    expect(openFirst(rooms.slice(1, 2))).to.deep.equal(rooms.slice(1, 2))
  })

  it('says how many are there, must be and may be', () => {
    expect(countWords(listing({ members: 1 }))).to.equal('1 person here, starts with 2, room for 50')
  })
})
