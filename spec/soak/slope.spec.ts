import { expect } from 'chai'
import { slope } from './slope.ts'

describe('a slope', () => {
  it('is that of the line closest to the points', () => {
    const line = Array.from({ length: 20 }, (_, at) => [at / 4, 7 + (3 * at) / 4 + (at % 2)] as const)
    expect(slope(line)).to.be.closeTo(3, 0.1)
    expect(slope(line.map(([at]) => [at, 5]))).to.equal(0)
  })
})
