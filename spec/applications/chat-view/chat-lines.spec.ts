import { expect } from 'chai'
import fc from 'fast-check'
import type { ChatMessage } from '../../../server/applications/chat.ts'
import { ChatLines } from '../../../web/applications/chat-view/chat-lines.ts'

const said = (id: number, sender: string | null, text: string, at = 0): ChatMessage => {
  return { id, sender, name: '', text, at }
}

describe('chat lines', () => {
  it('keep a message’s key from being predicted to being said, whatever its id becomes', () => {
    const lines = new ChatLines('me')
    const [ann, one, two] = lines.update([said(1, 'ann', 'hi'), said(2, 'me', 'a'), said(3, 'me', 'a')], 1)
    expect([ann, one, two].map((line) => line?.pending)).to.deep.equal([false, true, true])
    const between = lines.update(
      [said(1, 'ann', 'hi'), said(2, 'ben', 'a'), said(3, 'me', 'a'), said(4, 'me', 'a'), said(5, 'me', 'b')],
      3,
    )
    expect([between[2], between[3]].map((line) => line?.key)).to.deep.equal([one?.key, two?.key])
    expect(between.map(({ pending }) => pending)).to.deep.equal([false, false, false, true, true])
    expect(new Set(between.map(({ key }) => key)).size).to.equal(5)
  })

  it('give a message that failed nobody else’s place', () => {
    const lines = new ChatLines('me')
    const [, second] = lines.update([said(1, 'me', 'refused'), said(2, 'me', 'taken')], 0)
    expect(lines.update([said(1, 'me', 'taken')], 1)[0]?.key).to.equal(second?.key)
  })

  it('stay as they are where only the version has moved', () => {
    const lines = new ChatLines('me')
    const messages = [said(1, 'ann', 'hi'), said(2, 'me', 'a')]
    const before = lines.update(messages, 1)
    // Somebody came in: the version is 2 now, and the prediction is what it was.
    expect(lines.update(messages, 2)).to.equal(before)
    expect(before[1]?.pending).to.equal(true)
  })

  it('let nobody speak before what was said, by a clock that is behind', () => {
    const lines = new ChatLines('me')
    const shown = lines.update([said(1, 'ann', 'hi', 900), said(2, 'me', 'a', 100), said(3, 'me', 'b', 950)], 1)
    expect(shown.map(({ at }) => at)).to.deep.equal([900, 900, 950])
  })

  it('have the key they had first until they are gone, and it is theirs alone', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('say' as const), text: fc.constantFrom('a', 'b') }),
      fc.record({ kind: fc.constant('other' as const), text: fc.constantFrom('a', 'b') }),
      fc.constant({ kind: 'arrive' as const, text: '' }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const lines = new ChatLines('me')
        const durable: { name: number; sender: string; text: string }[] = []
        const waiting: { name: number; sender: string; text: string }[] = []
        const keys = new Map<number, string>()
        for (const [name, { kind, text }] of steps.entries()) {
          if (kind === 'say') waiting.push({ name, sender: 'me', text })
          else if (kind === 'other') durable.push({ name, sender: 'ann', text })
          else durable.push(...waiting.splice(0, 1))
          const all = [...durable, ...waiting]
          const shown = lines.update(
            all.map((each, at) => said(at + 1, each.sender, each.text)),
            durable.length,
          )
          expect(new Set(shown.map(({ key }) => key)).size).to.equal(all.length)
          for (const [at, each] of all.entries()) {
            const key = shown[at]?.key ?? ''
            expect(key).to.equal(keys.get(each.name) ?? key)
            expect(shown[at]?.pending).to.equal(at >= durable.length)
            keys.set(each.name, key)
          }
        }
      }),
    )
  })
})
