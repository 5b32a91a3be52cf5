import { expect } from 'chai'
import { NotRepeatable } from '../../server/contract/not-repeatable.ts'
import { onlyRepeatable } from '../../server/machine/only-repeatable.ts'

/** What a rule might ask of the machine, by what its author reads. */
const FICKLE: Readonly<Record<string, () => unknown>> = {
  'Date.now()': () => Date.now(),
  'new Date()': () => new Date(),
  'Date()': () => Date(),
  'Math.random()': () => Math.random(),
  'performance.now()': () => performance.now(),
  'crypto.randomUUID()': () => crypto.randomUUID(),
  'crypto.getRandomValues()': () => crypto.getRandomValues(new Uint8Array(4)),
}

describe('rules that can be replayed', () => {
  for (const [what, ask] of Object.entries(FICKLE)) {
    it(`are refused ${what}, in words, and only while they run`, () => {
      expect(() => onlyRepeatable(ask))
        .to.throw(NotRepeatable)
        .with.property('message')
        .that.contains(what)
        .and.contains('from the context')
      expect(ask).not.to.throw()
    })
  }

  it('may make dates of what they are given, which are dates as ever', () => {
    const { made, parsed, is } = onlyRepeatable(() => {
      class Day extends Date {}
      const made = new Date(2026, 10, 28)
      return { made, parsed: Date.parse('2026-11-28T00:00:00Z'), is: [made instanceof Date, new Day(5) instanceof Day] }
    })
    expect(made).to.be.an.instanceOf(Date)
    expect(made.getFullYear()).to.equal(2026)
    expect([parsed, ...is]).to.deep.equal([Date.UTC(2026, 10, 28), true, true])
  })

  it('leave everything as it was, also when they throw or run within each other', () => {
    const before = [Date, Date.now, Math.random, performance.now, crypto.randomUUID]
    expect(() =>
      onlyRepeatable(() => {
        onlyRepeatable(() => undefined)
        expect(() => Date.now(), 'the outer one goes on').to.throw(NotRepeatable)
        throw new Error('by itself')
      }),
    ).to.throw('by itself')
    expect([Date, Date.now, Math.random, performance.now, crypto.randomUUID]).to.deep.equal(before)
    expect(Object.hasOwn(performance, 'now')).to.equal(false)
  })
})
