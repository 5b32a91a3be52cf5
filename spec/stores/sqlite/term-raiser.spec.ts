import { expect } from 'chai'
import { NewerRulesError } from '../../../server/rooms/log/room-log.ts'
import { TermRaiser } from '../../../server/stores/sqlite/term-raiser.ts'
import type { Writer } from '../../../server/stores/sqlite/writer-turns.ts'
import { withStore } from './opened-store.ts'

const opening = (index: number) => ({ id: `R:${index}`, epoch: 'e', rules: 1 })
const openings = (count: number) => Array.from({ length: count }, (_, index) => opening(index))

/** A writing thread that answers each request when it is told to, with terms that are the rooms' own numbers. */
function heldWriter() {
  const asked: { readonly ids: readonly string[]; answer(): void; fail(error: Error): void }[] = []
  const ask = (_: string, rooms: readonly { id: string }[]): Promise<readonly (number | null)[]> =>
    new Promise((resolve, reject) => {
      const ids = rooms.map(({ id }) => id)
      const terms = ids.map((id) => (id === 'R:13' ? null : Number(id.slice(2))))
      asked.push({ ids, answer: () => resolve(terms), fail: reject })
    })
  return { asked, writer: { ask: ask as unknown as Writer['ask'] } }
}

const errorOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('raising the terms of rooms that are opened', () => {
  it('takes what is asked for meanwhile together, and gives each its own', async () => {
    const { asked, writer } = heldWriter()
    const raiser = new TermRaiser(writer)
    const terms = openings(12).map((each) => raiser.raise(each))
    expect(asked.map(({ ids }) => ids.length)).to.deep.equal([1])
    asked[0]?.answer()
    await settled()
    expect(asked.map(({ ids }) => ids.length)).to.deep.equal([1, 11])
    asked[1]?.answer()
    expect(await Promise.all(terms)).to.deep.equal(openings(12).map((_, index) => index))
    const later = raiser.raise(opening(7))
    asked[2]?.answer()
    expect(await later).to.equal(7)
  })

  it('refuses only the room that newer rules have written', async () => {
    const { asked, writer } = heldWriter()
    const raiser = new TermRaiser(writer)
    const first = raiser.raise(opening(1))
    const [tooNew, sound] = [errorOf(raiser.raise(opening(13))), raiser.raise(opening(2))]
    asked[0]?.answer()
    await first
    await settled()
    asked[1]?.answer()
    expect(await tooNew).to.be.instanceOf(NewerRulesError)
    expect(await sound).to.equal(2)
  })

  it('[P9] tells all of them where nothing can be written, goes on with the next, and opens 200 at once at most', async () => {
    const { asked, writer } = heldWriter()
    const raiser = new TermRaiser(writer)
    const failing = errorOf(raiser.raise(opening(1)))
    const others = openings(450).map((each) => raiser.raise(each).catch(() => 'too new'))
    asked[0]?.fail(new Error('the disk is full'))
    expect(await failing).to.have.property('message', 'the disk is full')
    for (let turn = 1; turn <= 3; turn++) {
      await settled()
      asked[turn]?.answer()
    }
    await Promise.all(others)
    expect(asked.map(({ ids }) => ids.length)).to.deep.equal([1, 200, 200, 50])
  })

  it('[P2] raises a room’s term with each opening, also where it is opened twice at once', () =>
    withStore({}, async ({ rooms, log }) => {
      await rooms.ensure([{ id: 'R:1', name: 'One', application: 'a' }], 'host')
      const opened = await Promise.all([1, 2, 3].map(() => log.open('R:1', { epoch: 'e', rules: 1 })))
      expect(opened.map(({ term }) => term)).to.deep.equal([1, 2, 3])
    }))
})
