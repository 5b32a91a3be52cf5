import { expect } from 'chai'
import fc from 'fast-check'
import { requests } from '../../../server/protocol/events.ts'
import { usualAct } from '../../../server/rooms/lobby/usual-act.ts'

const long = (length: number) => 'x'.repeat(length)
const text = fc.constantFrom<unknown>(
  '',
  'a',
  'R:1',
  long(64),
  long(65),
  long(100),
  long(101),
  '😀'.repeat(32),
  '😀'.repeat(33),
)
const number = fc.constantFrom<unknown>(
  0,
  1,
  7,
  -1,
  1.5,
  2 ** 53 - 1,
  2 ** 53,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -0,
)
const other = fc.constantFrom<unknown>(undefined, null, true, '1', [], {}, { length: 3 })
const likely = (usual: fc.Arbitrary<unknown>) =>
  fc.oneof({ arbitrary: usual, weight: 6 }, { arbitrary: other, weight: 1 })

const request = fc.record(
  {
    client: likely(text),
    seq: likely(number),
    name: likely(text),
    payload: fc.oneof(other, fc.jsonValue()),
    confirmed: likely(number),
    more: other,
  },
  { requiredKeys: [] },
)

const plain = [{ client: 'c', seq: 1, name: 'say', payload: { text: 'x' }, confirmed: 0 }]

describe('an act as it is nearly always', () => {
  it('is what the schema makes of it, and is nothing else than what the schema takes', () => {
    const args = fc.tuple(likely(text), fc.oneof({ arbitrary: request, weight: 9 }, { arbitrary: other, weight: 1 }))
    const more = fc.oneof(
      { arbitrary: fc.constant([]), weight: 9 },
      { arbitrary: fc.array(other, { maxLength: 2 }), weight: 1 },
    )
    fc.assert(
      fc.property(args, more, (both, rest) => {
        const given = [...both, ...rest]
        const parsed = requests.act.safeParse(given)
        const usual = usualAct(given)
        // The schema counts a pair of surrogates as one character: where there are any, it may be asked.
        if (!/[\ud800-\udfff]/.test(JSON.stringify(given))) expect(usual !== undefined).to.equal(parsed.success)
        // What is not given is not there, whether as `undefined` or as no key.
        if (usual) expect(JSON.stringify(usual)).to.equal(JSON.stringify(parsed.data))
      }),
      { numRuns: 3000, examples: [[['R:1', plain[0]] as [unknown, unknown], []]] },
    )
  })

  it('is also one without a payload, and without a word of what was confirmed', () => {
    for (const less of ['payload', 'confirmed'] as const) {
      const { [less]: _, ...rest } = plain[0]!
      expect(usualAct(['R:1', rest])?.[1]).to.deep.include(rest)
    }
  })
})
