import { expect } from 'chai'
import type { Figure } from './row.ts'
import { median, takeTurns } from './take-turns.ts'
import { failureLine, lineOf, tableHead, verdictOf } from './verdict.ts'

const cost: Figure = { what: 'CPU', unit: 'µs', ours: 12, target: { times: 1.2 } }
const beside = (figure: number): Figure => ({ ...cost, beside: { whose: 'a peer', figure } })

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
    const lines = [rule, lineOf(beside(10)), lineOf(cost), failureLine('work', 'the load was too busy')]
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
})
