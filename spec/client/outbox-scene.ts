import { type ErrorCode, SocDrawError } from '../../server/protocol/errors.ts'
import type { ActAnswer, ActRequest, Answer } from '../../server/protocol/events.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { Outbox } from '../../web/client/outbox.ts'
import { outcome } from './outcome.ts'

export const STRANGER = { known: false, last: 0, answers: [] }
export const refusal = (code: ErrorCode): Answer<never> => ({ ok: false, error: new SocDrawError(code).toJSON() })
export const done = (version: number, result?: string): Answer<ActAnswer> => ({
  ok: true,
  version,
  ...(result && { result }),
})

/** An outbox whose other end is the spec. */
export function outboxScene({ apart = 0 } = {}) {
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
