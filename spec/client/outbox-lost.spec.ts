import { expect } from 'chai'
import { done, refusal, STRANGER, outboxScene as scene } from './outbox-scene.ts'
import { outcome } from './outcome.ts'

describe('Outbox after a lost connection', () => {
  it('[P4] learns what was done from the next entry, and sends the rest again', async () => {
    const { outbox, push, clock, open, take, numbers } = scene()
    open()
    const all = ['a', 'b', 'c', 'd'].map(push)
    const first = take()
    outbox.down()
    first[3]?.answer(done(0, 'too late'))
    const e = push('e')
    expect(numbers()).to.be.empty
    const ready = outbox.resume({
      known: true,
      last: 3,
      answers: [
        { seq: 1, answer: done(0, 'A') },
        { seq: 3, answer: refusal('ACTION_FAILED') },
      ],
    })
    await clock.settle()
    expect(ready).to.equal(true)
    expect(all.map(({ now }) => now)).to.deep.equal(['A', 'OUTCOME_UNKNOWN', 'ACTION_FAILED', 'pending'])
    expect(e.now).to.equal('pending')
    expect(numbers()).to.deep.equal([4, 5])
  })

  it('[P4] rejects what it had sent when the room has forgotten it, and goes on under a new name', async () => {
    const { outbox, clock, open, take } = scene()
    open()
    const push = (text: string) => outcome(outbox.push('say', text))
    const sent = ['a', 'b'].map(push)
    take()[0]?.answer(done(0, 'A'))
    outbox.down()
    const unsent = ['c', 'd'].map(push)
    expect(outbox.resume(STRANGER)).to.equal(false)
    expect(outbox.client).to.equal('client-2')
    expect(take(), 'before the room has met the new name').to.be.empty
    expect(outbox.resume(STRANGER)).to.equal(true)
    const requests = take()
    await clock.settle()
    expect(sent.map(({ now }) => now)).to.deep.equal(['A', 'OUTCOME_UNKNOWN'])
    expect(unsent.map(({ now }) => now)).to.deep.equal(['pending', 'pending'])
    expect(requests.map(({ request }) => request)).to.deep.equal([
      { client: 'client-2', seq: 1, name: 'say', payload: 'c' },
      { client: 'client-2', seq: 2, name: 'say', payload: 'd' },
    ])
  })

  it('takes a new name even when everything it had sent was answered', () => {
    const { outbox, push, open, take } = scene()
    open()
    push('a')
    take()[0]?.answer(done(0))
    outbox.down()
    expect(outbox.resume(STRANGER)).to.equal(false)
    outbox.resume(STRANGER)
    push('b')
    expect(take()[0]?.request).to.include({ client: 'client-2', seq: 1 })
  })

  it('stays a stranger with its name as long as it had sent nothing', () => {
    const { outbox, push, open, numbers } = scene()
    open()
    outbox.down()
    push('a')
    expect(outbox.resume(STRANGER)).to.equal(true)
    expect(outbox.client).to.equal('client-1')
    expect(numbers()).to.deep.equal([1])
  })

  it('[P4] doesn’t trust a room that misses what took effect: it may have met this name anew', async () => {
    const { outbox, push, counts, clock, open, take } = scene()
    open()
    const [a, b] = [push('a'), push('b')]
    const [first, second] = take()
    first?.answer(done(0, 'A'))
    second?.answer(refusal('OUT_OF_ORDER'))
    expect(counts.entries).to.equal(1)
    const c = push('c')
    expect(outbox.resume({ known: true, last: 0, answers: [] })).to.equal(false)
    expect(outbox.resume(STRANGER)).to.equal(true)
    const [again, after] = take()
    expect(
      [again, after].map((sent) => [sent?.request.client, sent?.request.seq, sent?.request.payload]),
    ).to.deep.equal([
      ['client-2', 1, { text: 'b' }],
      ['client-2', 2, { text: 'c' }],
    ])
    again?.answer(done(0, 'B'))
    after?.answer(done(0, 'C'))
    await clock.settle()
    expect([a.now, b.now, c.now], 'none of them was judged before').to.deep.equal(['A', 'B', 'C'])
  })

  for (const code of ['INVALID_MESSAGE', 'INTERNAL', 'UNKNOWN_EVENT', 'TOO_LARGE'] as const) {
    it(`[P4] goes on after a final refusal that has left its number open: ${code}`, async () => {
      const { outbox, push, counts, clock, open, take } = scene()
      open()
      const outcomes = ['a', 'b', 'c', 'd'].map(push)
      const sent = take()
      sent[0]?.answer(done(0, 'A'))
      sent[1]?.answer(refusal(code))
      for (const { answer } of sent.slice(2)) answer(refusal('OUT_OF_ORDER'))
      expect(counts.entries).to.equal(1)
      expect(outbox.resume({ known: true, last: 1, answers: [] })).to.equal(true)
      const again = take()
      expect(again.map(({ request }) => [request.client, request.seq, request.payload])).to.deep.equal([
        ['client-1', 2, { text: 'c' }],
        ['client-1', 3, { text: 'd' }],
      ])
      again[0]?.answer(done(0, 'C'))
      again[1]?.answer(done(0, 'D'))
      await clock.settle()
      expect(outcomes.map(({ now }) => now)).to.deep.equal(['A', code, 'C', 'D'])
    })
  }

  it('[P9] gives up what never gets through after 3 refusals on the way, and goes on with what waits', async () => {
    const { outbox, push, clock, open, numbers, take } = scene()
    open()
    const outcomes = ['large', 'b', 'c'].map(push)
    expect(numbers(), 'which of them is refused nobody knows').to.deep.equal([1, 2, 3])
    for (let time = 0; time < 4; time++) {
      outbox.down(true)
      expect(outbox.resume({ known: true, last: 0, answers: [] })).to.equal(true)
      expect(numbers().length, 'one by one from then on').to.equal(time < 3 ? 1 : 0)
      if (time === 2) break
    }
    outbox.down(true)
    expect(outbox.resume({ known: true, last: 0, answers: [] })).to.equal(true)
    for (const text of ['b', 'c']) {
      const [next] = take()
      expect(next?.request).to.deep.include({ client: 'client-1', payload: { text } })
      next?.answer(done(0, text))
    }
    await clock.settle()
    expect(outcomes.map(({ now }) => now)).to.deep.equal(['TOO_LARGE', 'b', 'c'])
  })

  it('[P9] waits after a refusal on the way, and is not blamed for what it has not sent again', () => {
    const { outbox, push, clock, open, numbers } = scene({ apart: 300 })
    open()
    push('small')
    expect(numbers()).to.deep.equal([1])
    for (let time = 0; time < 5; time++) {
      outbox.down(true)
      outbox.resume({ known: true, last: 0, answers: [] })
      clock.advance(200)
      expect(numbers()).to.deep.equal([])
    }
    clock.advance(100)
    expect(numbers()).to.deep.equal([1])
  })

  it('[P9] gives up in time what loses its connection every time, and blames none that had company', async () => {
    const { outbox, push, clock, open, take } = scene()
    open()
    const outcomes = ['harmless', 'poison', 'after'].map(push)
    let [connections, last] = [0, 0]
    while (outcomes.some(({ now }) => now === 'pending') && connections < 40) {
      const sent = take()
      // Whatever comes before it on this connection is answered.
      for (const { request, answer } of sent) {
        const { text } = request.payload as { text: string }
        if (text === 'poison') {
          outbox.down()
          connections++
          outbox.resume({ known: true, last, answers: [] })
          break
        }
        last = request.seq
        answer(done(0, text))
      }
      await clock.settle()
    }
    expect(outcomes.map(({ now }) => now)).to.deep.equal(['harmless', 'TOO_LARGE', 'after'])
    expect(connections).to.be.within(12, 20)
  })

  it('[P4] says that nobody knows of what was done though its connection never answered', async () => {
    const { outbox, push, clock, open } = scene()
    open()
    const said = push('a')
    for (let time = 0; time < 5; time++) {
      outbox.down(true)
      if (time < 2) outbox.resume({ known: true, last: 0, answers: [] })
    }
    outbox.resume({ known: true, last: 1, answers: [] })
    await clock.settle()
    expect(said.now).to.equal('OUTCOME_UNKNOWN')
  })

  it('leaves what is under way alone when the room is entered again on a standing connection', async () => {
    const { outbox, push, clock, open, take } = scene()
    open()
    const [a, b] = [push('a'), push('b')]
    const [first, second] = take()
    outbox.resume({ known: true, last: 1, answers: [] })
    expect(take()).to.be.empty
    first?.answer(done(0, 'A'))
    second?.answer(done(0, 'B'))
    await clock.settle()
    expect([a.now, b.now]).to.deep.equal(['A', 'B'])
  })

  it('doesn’t know what became of what it has not seen when another history begins', async () => {
    const { outbox, push, clock, open, take } = scene()
    open()
    const a = push('a')
    take()[0]?.answer(done(9))
    outbox.newHistory()
    outbox.show(20, 'running')
    await clock.settle()
    expect(a.now).to.equal('OUTCOME_UNKNOWN')
    expect(outbox.pending).to.equal(0)
  })
})
