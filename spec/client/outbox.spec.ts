import { expect } from 'chai'
import { type ErrorCode, SocDrawError } from '../../server/protocol/errors.ts'
import type { ActAnswer, ActRequest, Answer } from '../../server/protocol/events.ts'
import { MAX_ACTION_SIZE, MAX_UNANSWERED } from '../../server/protocol/limits.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { Outbox } from '../../web/client/outbox.ts'
import { WINDOW } from '../../web/client/pace.ts'
import { outcome } from './outcome.ts'

const STRANGER = { known: false, last: 0, answers: [] }
const refusal = (code: ErrorCode): Answer<never> => ({ ok: false, error: new SocDrawError(code).toJSON() })
const done = (version: number, result?: string): Answer<ActAnswer> => ({ ok: true, version, ...(result && { result }) })

/** An outbox whose other end is the spec. */
function scene({ apart = 0 } = {}) {
  const clock = new FakeClock()
  const sent: { request: ActRequest; answer(answer: Answer<ActAnswer>): void }[] = []
  const counts = { reconnects: 0, entries: 0, changes: 0 }
  let names = 0
  const outbox = new Outbox({
    clock,
    randomName: () => `client-${++names}`,
    apart: () => apart,
    send: (request, answer) => sent.push({ request, answer }),
    reconnect: () => counts.reconnects++,
    enterAgain: () => counts.entries++,
    changed: () => counts.changes++,
  })
  return {
    clock,
    outbox,
    counts,
    sent,
    open: () => {
      outbox.show(0, 'running')
      outbox.resume(STRANGER)
    },
    push: (name: string) => outcome(outbox.push('say', { text: name })),
    /** Takes all that was sent since the last call. */
    take: () => sent.splice(0),
    /** The numbers of all that was sent since the last call. */
    numbers: () => sent.splice(0).map(({ request }) => request.seq),
  }
}

describe('Outbox', () => {
  describe('numbers and sends', () => {
    it('[P2] sends in the order in which actions were made, numbered from 1, when it is opened', () => {
      const { outbox, push, open, take } = scene()
      for (const name of ['a', 'b', 'c']) push(name)
      expect(take()).to.be.empty
      open()
      push('d')
      expect(outbox.pending).to.equal(4)
      expect(take().map(({ request }) => request)).to.deep.equal(
        ['a', 'b', 'c', 'd'].map((text, index) => ({
          client: 'client-1',
          seq: index + 1,
          name: 'say',
          payload: { text },
        })),
      )
    })

    it('[P9] has at most 64 under way, and goes on as they are answered', () => {
      const { push, open, take, numbers } = scene()
      open()
      for (let index = 1; index <= WINDOW + 10; index++) push(`${index}`)
      const first = take()
      expect(first.map(({ request }) => request.seq)).to.deep.equal(Array.from({ length: WINDOW }, (_, i) => i + 1))
      for (const { answer } of first.slice(0, 3)) answer(done(0))
      expect(numbers()).to.deep.equal([WINDOW + 1, WINDOW + 2, WINDOW + 3])
    })

    it('confirms the highest number up to which all are answered', () => {
      const { push, open, take } = scene()
      open()
      for (const name of ['a', 'b', 'c']) push(name)
      const [a, b, c] = take()
      c?.answer(done(0))
      push('d')
      expect(take()[0]?.request).not.to.have.property('confirmed')
      a?.answer(done(0))
      push('e')
      expect(take()[0]?.request.confirmed).to.equal(1)
      b?.answer(refusal('ACTION_FAILED'))
      push('f')
      expect(take()[0]?.request.confirmed).to.equal(3)
    })

    it('sends the payload as it was when the action was made', () => {
      const { outbox, open, take } = scene()
      const payload = { points: [1, 2] }
      void outbox.push('draw', payload)
      payload.points.push(3)
      open()
      expect(take()[0]?.request.payload).to.deep.equal({ points: [1, 2] })
    })

    it('[P9] refuses what can’t be sent without giving it a number', async () => {
      const { outbox, clock, open, take } = scene()
      const circle: Record<string, unknown> = {}
      circle.self = circle
      const outcomes = [
        outbox.push('say', { text: 'x'.repeat(MAX_ACTION_SIZE) }),
        outbox.push('say', circle),
        outbox.push('say', () => 1),
        outbox.push('say', 1n),
        outbox.push('', {}),
        outbox.push('x'.repeat(65), {}),
        outbox.push('say', undefined),
      ].map(outcome)
      await clock.settle()
      const invalid = 'INVALID_PAYLOAD'
      expect(outcomes.map(({ now }) => now)).to.deep.equal([
        ...['TOO_LARGE', invalid, invalid, invalid],
        ...['UNKNOWN_ACTION', 'UNKNOWN_ACTION', 'pending'],
      ])
      open()
      expect(take().map(({ request }) => request.seq)).to.deep.equal([1])
    })

    it('takes a payload of just the largest size', () => {
      const { outbox, open, take } = scene()
      open()
      void outbox.push('say', 'x'.repeat(MAX_ACTION_SIZE - 2))
      expect(take()).to.have.length(1)
    })

    it('[P9] holds 1,000 unanswered actions and refuses more', async () => {
      const { push, clock, open, take } = scene()
      const all = Array.from({ length: MAX_UNANSWERED + 1 }, (_, index) => push(`${index}`))
      await clock.settle()
      expect(all.map(({ now }) => now)).to.deep.equal([...Array(MAX_UNANSWERED).fill('pending'), 'OUTBOX_FULL'])
      open()
      take()[0]?.answer(done(0, 'first'))
      expect(push('again').now).to.equal('pending')
      await clock.settle()
      expect(all[0]?.now).to.equal('first')
    })
  })

  describe('answers', () => {
    it('[P3] resolves an action only when its version is shown', async () => {
      const { outbox, push, clock, open, take } = scene()
      open()
      const a = push('a')
      take()[0]?.answer(done(5, 'five'))
      outbox.show(4, 'running')
      await clock.settle()
      expect(a.now).to.equal('pending')
      expect(outbox.pending).to.equal(1)
      outbox.show(5, 'running')
      await clock.settle()
      expect(a.now).to.equal('five')
      expect(outbox.pending).to.equal(0)
    })

    it('rejects a refused action at once, and goes on with the next', async () => {
      const { push, clock, open, take } = scene()
      open()
      const [a, b] = [push('a'), push('b')]
      const [first, second] = take()
      first?.answer({ ok: false, error: { code: 'NOT_YOUR_TURN', message: 'Wait.', retryable: false } })
      second?.answer(done(0, 'b'))
      await clock.settle()
      expect([a.now, b.now]).to.deep.equal(['NOT_YOUR_TURN', 'b'])
    })

    it('[P4] after a refusal for now sends again from that number on, in order, and ignores older answers', async () => {
      const { push, clock, open, take, numbers } = scene()
      open()
      const all = ['a', 'b', 'c', 'd'].map(push)
      const [a, b, c, d] = take()
      b?.answer(refusal('RATE_LIMITED'))
      c?.answer(refusal('OUT_OF_ORDER'))
      a?.answer(done(0, 'a'))
      d?.answer(done(0, 'an answer to what was given up'))
      clock.advance(49)
      expect(numbers()).to.be.empty
      clock.advance(1)
      const again: number[] = []
      for (let round = 0; round < 3; round++) {
        for (const { request, answer } of take()) {
          again.push(request.seq)
          answer(done(0, `#${request.seq}`))
        }
      }
      await clock.settle()
      expect(again).to.deep.equal([2, 3, 4])
      expect(all.map(({ now }) => now)).to.deep.equal(['a', '#2', '#3', '#4'])
      expect(clock.timers).to.equal(0)
    })

    it('waits 50 ms, 100 ms, … 2 s between refusals, and 50 ms again after an answer', () => {
      const { push, clock, open, take, sent } = scene()
      const refused = (): number => {
        take()[0]?.answer(refusal('ROOM_BUSY'))
        const start = clock.now()
        while (sent.length === 0 && clock.now() - start < 5000) clock.advance(10)
        return clock.now() - start
      }
      open()
      push('a')
      push('b')
      expect(Array.from({ length: 8 }, refused)).to.deep.equal([50, 100, 200, 400, 800, 1600, 2000, 2000])
      take()[0]?.answer(done(0))
      expect(refused()).to.equal(50)
    })

    it('tries with one action after a refusal, and with twice as many each round of answers', () => {
      const { push, clock, open, take } = scene()
      open()
      for (let index = 1; index <= WINDOW; index++) push(`${index}`)
      take()[0]?.answer(refusal('RATE_LIMITED'))
      clock.advance(50)
      const rounds: number[] = []
      for (let round = 0; round < 4; round++) {
        const batch = take()
        rounds.push(batch.length)
        for (const { answer } of batch) answer(done(0))
      }
      expect(rounds).to.deep.equal([1, 2, 4, 8])
    })

    it('[P13] waits for a paused room to run again, and asks every 2 s all the same', () => {
      const { outbox, push, clock, open, take, numbers } = scene()
      open()
      push('a')
      push('b')
      outbox.show(1, 'paused')
      take()[0]?.answer(refusal('ROOM_PAUSED'))
      clock.advance(1999)
      expect(numbers()).to.be.empty
      clock.advance(1)
      const poll = take()
      expect(poll.map(({ request }) => request.seq)).to.deep.equal([1])
      poll[0]?.answer(refusal('ROOM_PAUSED'))
      clock.advance(100)
      outbox.show(2, 'running')
      expect(numbers()).to.deep.equal([1])
    })

    it('[P13] sends nothing into a room that is shown as paused, until it runs', () => {
      const { outbox, push, clock, numbers } = scene()
      push('a')
      outbox.show(1, 'paused')
      outbox.resume(STRANGER)
      clock.advance(1000)
      expect(numbers()).to.be.empty
      outbox.show(2, 'running')
      expect(numbers()).to.deep.equal([1])
    })

    it('tries soon again when the room is refused as paused but shown as running', () => {
      const { push, clock, open, take, numbers } = scene()
      open()
      push('a')
      take()[0]?.answer(refusal('ROOM_PAUSED'))
      clock.advance(50)
      expect(numbers()).to.deep.equal([1])
    })

    it('rejects everything, and all that follows, when the room is closed', async () => {
      const { outbox, push, clock, open, take } = scene()
      open()
      const [a, b] = [push('a'), push('b')]
      const [first, second] = take()
      first?.answer(done(7, 'the last one'))
      second?.answer(refusal('ROOM_CLOSED'))
      const c = push('c')
      await clock.settle()
      expect([a.now, b.now, c.now]).to.deep.equal(['pending', 'ROOM_CLOSED', 'ROOM_CLOSED'])
      outbox.show(7, 'closed')
      await clock.settle()
      expect(a.now).to.equal('the last one')
      expect(clock.timers).to.equal(0)
    })

    it('asks to enter again when the room says that it isn’t in it, and then sends what it had', () => {
      const { outbox, push, counts, open, take, numbers } = scene()
      open()
      push('a')
      push('b')
      const [a, b] = take()
      a?.answer(refusal('NOT_A_MEMBER'))
      b?.answer(refusal('NOT_A_MEMBER'))
      expect(counts.entries).to.equal(1)
      expect(numbers()).to.be.empty
      outbox.resume({ known: true, last: 0, answers: [] })
      expect(numbers()).to.deep.equal([1, 2])
    })

    it('takes a connection without an answer for 30 s for dead', () => {
      const { outbox, push, clock, counts, open, take } = scene()
      open()
      push('a')
      clock.advance(20_000)
      push('b')
      const [a] = take()
      a?.answer(done(0))
      clock.advance(29_999)
      expect(counts.reconnects).to.equal(0)
      clock.advance(1)
      expect(counts.reconnects).to.equal(1)
      outbox.down()
      expect(clock.timers).to.equal(0)
      clock.advance(60_000)
      expect(counts.reconnects).to.equal(1)
    })
  })

  describe('after a lost connection', () => {
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

  it('ends with an error for what is unanswered and all that follows, and without timers', async () => {
    const { outbox, push, clock, open, take } = scene()
    open()
    const all = [push('a'), push('b'), push('c')]
    const [a, b] = take()
    a?.answer(done(9, 'done, though not shown'))
    b?.answer(refusal('ROOM_BUSY'))
    outbox.end(new SocDrawError('ROOM_LEFT'))
    all.push(push('d'))
    b?.answer(done(0, 'too late'))
    await clock.settle()
    expect(all.map(({ now }) => now)).to.deep.equal(['done, though not shown', 'ROOM_LEFT', 'ROOM_LEFT', 'ROOM_LEFT'])
    expect(clock.timers).to.equal(0)
    clock.advance(60_000)
    expect(take()).to.be.empty
  })

  it('says whenever `pending` changes', async () => {
    const { outbox, push, counts, open, take } = scene()
    open()
    push('a')
    expect(counts.changes).to.equal(1)
    take()[0]?.answer(done(0))
    expect(counts.changes).to.equal(2)
    expect(outbox.pending).to.equal(0)
  })
})
