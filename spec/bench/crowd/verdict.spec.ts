import { expect } from 'chai'
import { orOnceMore } from './guard.ts'
import type { Bench, Figure, Row } from './row.ts'
import { median, takeTurns } from './take-turns.ts'
import { failureLine, lineOf, tableHead, verdictOf, workLine } from './verdict.ts'

const cost: Figure = { what: 'CPU', unit: 'µs', ours: 12, target: { times: 1.2 } }
const beside = (figure: number): Figure => ({ ...cost, beside: { whose: 'a peer', figure } })
const BENCH: Bench = { build: '', before: undefined, repeats: 1 }

describe('what a crowd costs, judged', () => {
  it('holds a figure to so many times its peer’s', () => {
    expect([10, 9.99, Number.NaN].map((figure) => verdictOf(beside(figure)))).to.eql(['met', 'MISSED', 'MISSED'])
  })

  it('holds a figure to a limit of its own, whatever stands beside it', () => {
    const judged = [12, 11.9].map((most) => verdictOf({ ...beside(100), target: { most } }))
    expect(judged).to.eql(['met', 'MISSED'])
    expect(verdictOf({ ...cost, ours: Number.NaN, target: { most: 1 } })).to.equal('MISSED')
  })

  it('says of what has nothing beside it that it was not compared', () => {
    expect(verdictOf(cost)).to.equal('not compared')
  })

  it('gives every line the columns of the heading', () => {
    const [heading, rule] = tableHead().split('\n')
    const columns = (line = ''): number => line.split('|').length
    const lines = [rule, lineOf(beside(10)), lineOf(cost), workLine('work'), failureLine('the load was too busy')]
    expect(lines.map(columns)).to.eql(lines.map(() => columns(heading)))
  })

  it('measures in turn, and takes the middle', async () => {
    const order: string[] = []
    const run = (name: string) => async () => order.push(name)
    const turns = await takeTurns(2, { ours: run('ours'), peer: run('peer') })
    expect(order).to.eql(['ours', 'peer', 'ours', 'peer'])
    expect(turns).to.eql({ ours: [1, 3], peer: [2, 4] })
    expect([median([5, 1, 3], Number), median([4, 2], Number)]).to.eql([3, 3])
  })

  it('measures once more what was missed or failed, and believes the second time', async () => {
    const met = beside(10)
    const missed = beside(1)
    const rowOf = (...runs: readonly (Figure | Error)[]): Row & { left: () => number } => {
      const left = [...runs]
      const run = async (): Promise<Figure[]> => {
        const next = left.shift()
        if (next instanceof Error || next === undefined) throw next
        return [next]
      }
      return { name: 'row', work: 'work', run, left: () => left.length }
    }
    const good = rowOf(met, missed)
    expect(await orOnceMore(good).run(BENCH)).to.eql([met])
    expect(good.left()).to.equal(1)
    expect(await orOnceMore(rowOf(missed, met)).run(BENCH)).to.eql([met])
    expect(await orOnceMore(rowOf(new Error('the load ended'), missed)).run(BENCH)).to.eql([missed])
    const error = await orOnceMore(rowOf(missed, new Error('the load ended')))
      .run(BENCH)
      .catch(({ message }) => message)
    expect(error).to.equal('the load ended')
  })
})
