import { expect } from 'chai'
import { SocDrawError } from '../../server/protocol/errors.ts'
import type { AskHttp, HttpQuestion } from '../../web/client/ask-http.ts'
import { askOnce } from '../../web/client/ask-once.ts'
import { rejection } from '../support/rejection.ts'

/** Answers one question after the other, an error by rejecting, and keeps what was asked. */
function answering(...answers: readonly unknown[]) {
  const asked: (HttpQuestion | undefined)[] = []
  const ask: AskHttp = async (_path, question) => {
    const answer = answers[asked.length]
    asked.push(question)
    if (answer instanceof Error) throw answer
    return answer
  }
  const keys = () => asked.map((question) => question?.headers?.['idempotency-key'])
  return { ask, asked, keys }
}

describe('asking for something to be made', () => {
  const lost = new SocDrawError('CONNECTION_FAILED')

  it('[P4] is done once more where the answer was lost, by the same key', async () => {
    const { ask, asked, keys } = answering(lost, 'made')
    expect(await askOnce(ask, 'things', { body: { name: 'Ours' } })).to.equal('made')
    expect(asked[0]).to.deep.equal(asked[1])
    expect(asked[0]).to.deep.include({ method: 'POST', body: { name: 'Ours' } })
    expect(keys()[0]).to.match(/^[0-9a-f]{32}$/)
  })

  it('is given up where the second one is lost too, and where it was refused', async () => {
    const twice = answering(lost, lost, 'made')
    expect(await rejection(askOnce(twice.ask, 'things', {}))).to.equal(lost)
    const refused = answering(new SocDrawError('NAME_TAKEN'), 'made')
    expect(await rejection(askOnce(refused.ask, 'things', {}))).to.include({ code: 'NAME_TAKEN' })
    expect([twice.asked.length, refused.asked.length]).to.deep.equal([2, 1])
  })

  it('has another key each time', async () => {
    const { ask, keys } = answering('one', 'other')
    for (const name of ['a', 'b']) await askOnce(ask, name, {})
    expect(new Set(keys()).size).to.equal(2)
  })
})
