import { expect } from 'chai'
import type { RoomListing } from '../../server/protocol/listings.ts'
import { LIST_FILTERS, suits } from '../../server/protocol/room-filter.ts'

const listing: RoomListing = { id: 'R', name: 'R', position: 1, status: 'running', members: 1, min: 1, max: 5 }

/** By which of the filters a room is found; `none` is for no filter. */
function suited(more: Partial<RoomListing>): string {
  const filters = [undefined, ...LIST_FILTERS].filter((filter) => suits({ ...listing, ...more }, filter))
  return filters.map((filter) => filter ?? 'none').join(' ')
}

describe('the filters of a list', () => {
  it('go by how a room stands now; an archived one is found by its own filter only', () => {
    expect(suited({ status: 'running' })).to.equal('none running mine')
    expect(suited({ status: 'waiting' })).to.equal('none waiting mine')
    expect(suited({ status: 'paused' })).to.equal('none waiting mine')
    expect(suited({ status: 'closed' })).to.equal('none mine')
    for (const status of ['running', 'waiting', 'closed'] as const)
      expect(suited({ status, archived: true })).to.equal('archived')
  })
})
