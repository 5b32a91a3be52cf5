import { expect } from 'chai'
import { Chunk } from '../../web/lobby/chunk.ts'

describe('a chunk of the page', () => {
  it('is loaded once, by whoever asks first, and tells when it has come', async () => {
    let loads = 0
    const part = {}
    const chunk = new Chunk(async () => {
      loads += 1
      return part
    })
    const seen: unknown[] = []
    chunk.subscribe(() => seen.push(chunk.part))
    expect(chunk.part).to.equal(undefined)
    chunk.prefetch()
    expect([await chunk.load(), await chunk.load()]).to.deep.equal([part, part])
    expect([loads, seen]).to.deep.equal([1, [part]])
  })

  it('is there at once where it needs no loading', async () => {
    const part = {}
    const chunk = new Chunk(part)
    expect(chunk.part).to.equal(part)
    expect(await chunk.load()).to.equal(part)
  })

  it('stays away once it did not come: half of it would be shown without its styles', async () => {
    let loads = 0
    const chunk = new Chunk(async () => {
      loads += 1
      throw new Error('offline')
    })
    chunk.prefetch()
    for (const _ of [1, 2]) {
      const outcome = await chunk.load().catch((error: unknown) => error)
      expect(outcome).to.be.an('error').with.property('message', 'offline')
    }
    expect([loads, chunk.part]).to.deep.equal([1, undefined])
  })
})
