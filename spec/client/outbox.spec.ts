import { expect } from 'chai'
import { SocDrawError } from '../../server/protocol/errors.ts'
import { MAX_ACTION_SIZE, MAX_UNANSWERED } from '../../server/protocol/limits.ts'
import { WINDOW } from '../../web/client/pace.ts'
import { done, refusal, STRANGER, outboxScene as scene } from './outbox-scene.ts'
import { outcome } from './outcome.ts'

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
