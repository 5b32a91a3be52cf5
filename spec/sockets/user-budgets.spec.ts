import { expect } from 'chai'
import { UserBudgets } from '../../server/sockets/user-budgets.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'

const RATES = { rate: 1, burst: 100, byteRate: 1000, byteBurst: 1000 }

describe('the budgets of users', () => {
  it('[P9] one holds for all connections of a user, and for those that follow, but for nobody else', () => {
    const clock = new FakeClock()
    const budgets = new UserBudgets(clock, RATES)
    const budget = budgets.claim('eve')
    budget.spend(101, 0)
    expect(budgets.claim('eve').overdrawn).to.equal(true)
    expect(budgets.claim('ann').overdrawn).to.equal(false)
    budgets.release('eve')
    budgets.release('eve')
    expect(budgets.claim('eve')).to.equal(budget)
  })

  it('[P9] is kept for a minute after its user has gone, and not for longer', () => {
    const clock = new FakeClock()
    const budgets = new UserBudgets(clock, RATES)
    const budget = budgets.claim('eve')
    budgets.release('eve')
    clock.advance(59_000)
    expect(budgets.claim('eve')).to.equal(budget)
    clock.advance(3_600_000)
    budgets.release('eve')
    clock.advance(61_000)
    expect(budgets.claim('eve')).to.not.equal(budget)
  })

  it('[P9] lets a user make a hundred connections at once, then ten a second', () => {
    const clock = new FakeClock()
    const budget = new UserBudgets(clock, RATES).claim('eve')
    const connects = (): number =>
      Array.from({ length: 200 }, () => budget.connect()).filter((wait) => wait === 0).length
    expect([connects(), budget.connect()]).to.deep.equal([100, 1000])
    clock.advance(1000)
    expect(connects()).to.equal(10)
  })
})
