import { expect } from 'chai'
import { SocDrawError } from '../../server/protocol/errors.ts'
import type { RoomListing } from '../../server/protocol/listings.ts'
import { type PlayGround, playNow, type Seating } from '../../web/lobby/finding/play-now.ts'
import { rejection } from '../support/rejection.ts'

/** Stretches of rooms that wait, by their ids and free seats, and how it goes in each to ask for a seat: `seated` unless told. */
function scene(
  stretches: readonly Readonly<Record<string, number>>[],
  seatings: Readonly<Record<string, Seating>> = {},
) {
  const asked: string[] = []
  const all = stretches.map((rooms) => Object.entries(rooms).map(([id, free]) => listing(id, free)))
  const ground: PlayGround = {
    findWaiting: async (after) => {
      const at = after?.[0] ?? 0
      return { rooms: all[at] ?? [], next: at + 1 < all.length ? [at + 1, 0] : null }
    },
    listing: (id) => all.flat().find((room) => room.id === id),
    takeSeat: async (id) => {
      asked.push(id)
      return seatings[id] ?? 'seated'
    },
    make: async () => 'made',
  }
  return { ground, asked }
}

function listing(id: string, free: number): RoomListing {
  return { id, name: id, position: 1, status: 'waiting', members: 4 - free, min: 2, max: 4 }
}

describe('playing now', () => {
  it('takes a seat in the first room that has one, and asks none that is full', async () => {
    const { ground, asked } = scene([{ full: 0, a: 1, b: 2 }])
    expect([await playNow(ground), asked]).to.deep.equal(['a', ['a']])
  })

  it('goes on to the next room where somebody else had the last seat, and stays where something else is said', async () => {
    const { ground, asked } = scene(
      [
        { a: 1, b: 1 },
        { b: 1, c: 1, d: 3 },
      ],
      { a: 'none', b: 'none', c: 'told' },
    )
    expect([await playNow(ground), asked]).to.deep.equal(['c', ['a', 'b', 'c']])
  })

  it('makes a room where none waits, or none has a seat', async () => {
    expect(await playNow(scene([{}]).ground)).to.equal('made')
    expect(await playNow(scene([{ a: 1 }], { a: 'none' }).ground)).to.equal('made')
  })

  it('looks at no more than five stretches, and says why no room could be made', async () => {
    const { ground } = scene(Array.from({ length: 9 }, (_, at) => (at < 5 ? {} : { [`late-${at}`]: 1 })))
    const refused = {
      ...ground,
      make: async () => {
        throw new SocDrawError('FORBIDDEN')
      },
    }
    expect(await rejection(playNow(refused))).to.have.property('code', 'FORBIDDEN')
  })
})
