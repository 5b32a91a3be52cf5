import { expect } from 'chai'
import { RecentPatches } from '../../../server/rooms/room/recent-patches.ts'
import type { Patch } from '../../../server/state/patches.ts'

/** A patch of some hundred characters, which says of which version it is. */
const patchOf = (version: number): Patch => ['set', ['said'], `${version}`.padEnd(100, '.')]

/** As after `count` commits of a room whose snapshot always has `snapshot` characters. */
function filled(count: number, snapshot: number): RecentPatches {
  const recent = new RecentPatches()
  for (let version = 1; version <= count; version++) recent.add(version, JSON.stringify([patchOf(version)]), snapshot)
  return recent
}

/** From which version on it leads to the newest. */
function reach(recent: RecentPatches, newest: number): number {
  let [gone, there] = [-1, newest]
  while (there - gone > 1) {
    const middle = Math.floor((gone + there) / 2)
    if (recent.between(middle, newest)) there = middle
    else gone = middle
  }
  return there
}

describe('a room’s recent patches', () => {
  it('lead from one version to another, and are as large as is said', () => {
    const { patches, size } = filled(10, 1000).between(4, 7) ?? expect.fail('nothing')
    expect(patches).to.deep.equal([patchOf(5), patchOf(6), patchOf(7)])
    expect(size).to.equal(3 * JSON.stringify([patchOf(5)]).length)
  })

  it('lead nowhere from a version that is not at hand, nor to one that is yet to come', () => {
    const recent = filled(10, 1000)
    expect(recent.between(5, 11)).to.equal(undefined)
    expect(recent.between(7, 6)).to.equal(undefined)
    expect(recent.between(11, 11)).to.deep.equal({ patches: [], size: 2 })
  })

  it('[P9] are no more than a few snapshots, however much happens', () => {
    for (const snapshot of [8 * 1024, 64 * 1024]) {
      const newest = 20_000
      const recent = filled(newest, snapshot)
      const { size } = recent.between(reach(recent, newest), newest) ?? expect.fail('nothing')
      expect(size).to.be.within(4 * snapshot - 200, 6 * snapshot)
    }
  })

  it('are some at hand for the smallest state, and half a million characters for the largest', () => {
    for (const [snapshot, least, most] of [
      [2, 16 * 1024, 24 * 1024],
      [4 * 1024 * 1024, 512 * 1024, 768 * 1024],
    ] as const) {
      const recent = filled(20_000, snapshot)
      const { size } = recent.between(reach(recent, 20_000), 20_000) ?? expect.fail('nothing')
      expect(size).to.be.within(least - 200, most)
    }
  })
})
