import { format, inspect } from 'node:util'
import { expect } from 'chai'
import { actionProxy } from '../../server/contract/action-proxy.ts'
import { counter } from '../support/counter.ts'

type Act = Record<string, ((payload?: unknown) => Promise<unknown>) | undefined>

/** A proxy, and the names of what it was made to do. */
function scene(rules?: typeof counter): { act: Act; done: string[] } {
  const done: string[] = []
  const push = async (name: string): Promise<void> => void done.push(name)
  return { act: actionProxy<typeof counter>(push, rules) as unknown as Act, done }
}

/** What programs do with an object that they know nothing of. */
const USES: Readonly<Record<string, (act: Act) => unknown>> = {
  'in a template': (act) => `${act}`,
  'added to a text': (act) => ['the room’s ', String(act)].join('').concat(act as never),
  'taken for a number': (act) => Number(act),
  'taken for a date': (act) => new Date(act as never),
  'compared with a text': (act) => ['act'].includes(act as never) || String(act) < 'b',
  'in a list as text': (act) => [act].join() + [act].toLocaleString(),
  'as JSON': (act) => JSON.stringify({ act }),
  logged: (act) => inspect(act, { showProxy: false, depth: 5 }) + inspect(act, { showProxy: true }),
  formatted: (act) => format('%s %o %j %d', act, act, act, act),
  awaited: async (act) => await act,
  'by chai': (act) => {
    expect(act).to.equal(act)
    expect(act).to.not.deep.equal({ one: 1 })
    expect(() => expect(act, 'act').to.be.a('string')).to.throw()
  },
  'by jest’s kind': (act) => act.asymmetricMatch?.({}) ?? act.$$typeof ?? act['@@__IMMUTABLE_ITERABLE__@@'],
  'by a framework': (act) => act.__v_isRef ?? act.__v_raw ?? act.nodeType ?? act.toJS?.() ?? act.equals?.(act),
  'asked what it is': (act) => [act.constructor?.name, act instanceof Object, Object.hasOwn(act, 'say')],
  enumerated: (act) => Object.entries(act).concat(Object.entries({ ...act })),
}

describe('the functions of room.act', () => {
  for (const [rules, name] of [[undefined, 'without rules'] as const, [counter, 'with rules'] as const]) {
    for (const [use, run] of Object.entries(USES)) {
      it(`act by no accident, ${name}: ${use}`, async () => {
        const { act, done } = scene(rules)
        await run(act)
        await act.add?.({ by: 1 })
        // Once more, when one of them was made.
        await run(act)
        expect(done).to.deep.equal(['add'])
      })
    }
  }

  it('are those of the rules where they are known, and else whatever may be an action’s', () => {
    const [known, unknown] = [scene(counter).act, scene().act]
    expect([known.add, known.say, known.then]).to.satisfy(([add, ...others]: unknown[]) => {
      return typeof add === 'function' && others.every((other) => other === undefined)
    })
    expect(unknown.add).to.be.a('function')
    expect(unknown.add).to.equal(unknown.add)
    expect(unknown.then).to.equal(undefined)
  })

  it('make room for those that a test puts in their place', async () => {
    const { act, done } = scene(counter)
    act.add = async () => 'put in'
    expect(await act.add({ by: 1 })).to.equal('put in')
    expect(done).to.deep.equal([])
  })
})
