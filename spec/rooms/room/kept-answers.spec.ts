import type { StandardSchemaV1 } from '@standard-schema/spec'
import { expect } from 'chai'
import { z } from 'zod/mini'
import { defineApplication } from '../../../server/contract/define-application.ts'
import type { ClientStanding } from '../../../server/protocol/events.ts'
import { MAX_KEPT_ANSWERS, MAX_RESULT_SIZE } from '../../../server/protocol/limits.ts'
import { enter, startCore } from '../../support/core.ts'

/** As several libraries do, it quotes all of what it refuses, in words of two halves each. */
const quoting: StandardSchemaV1<string> = {
  '~standard': {
    version: 1,
    vendor: 'by-hand',
    validate: (value) => ({ issues: [{ message: `${String(value)} is wrong`, path: ['text'] }] }),
  },
}

const talkative = defineApplication({
  name: 'talkative',
  players: { min: 1, max: 4 },
  refusals: { NO: 'No.' },
  initialise: () => ({ done: 0 }),
  update: (action) => ({
    quote: action(quoting, () => undefined),
    refuse: action(z.string(), (_state, why, { refuse }) => {
      throw refuse('NO', why)
    }),
    tell: action(z.object({ size: z.int() }), (state, { size }) => {
      state.done++
      return 'x'.repeat(size)
    }),
  }),
})

const limits = { rate: 1e6, burst: 1e6 }
const LONG = '😀'.repeat(20_000)
/** Small parts around the answers: their numbers, and what stands for how they are written. */
const AROUND = 1.5

async function playing(log?: ReturnType<typeof startCore>['log']) {
  const core = startCore(talkative, undefined, { limits, ...(log && { log }) })
  const ann = core.connect('ann')
  const entered = await enter(core, ann, 'R:1', { used: log !== undefined })
  return { core, ann, entered }
}
const sizeOf = ({ answers }: ClientStanding): number => JSON.stringify(answers).length

describe('what a room keeps for a client', () => {
  it('[P9] is of messages of 500 characters at most, whoever wrote them', async () => {
    const { ann } = await playing()
    for (const name of ['quote', 'refuse']) {
      const answer = await ann.act('R:1', name, LONG)
      if (answer.ok) throw new Error('it was not refused')
      expect(answer.error.message.length).to.be.within(490, 500)
      // It throws for half a character.
      expect(encodeURIComponent(answer.error.message)).to.contain('%F0%9F%98%80')
    }
  })

  it('[P9] is bounded by size, also in the log: a client that confirms nothing loses its oldest answers', async () => {
    const { core, ann } = await playing()
    for (let seq = 1; seq <= 900; seq++) await ann.act('R:1', 'quote', LONG)
    const { client } = await enter(core, ann)
    expect(client).to.include({ known: true, last: 900 })
    expect(client.answers.at(-1)?.seq).to.equal(900)
    expect(client.answers.length).to.be.greaterThan(64)
    expect(sizeOf(client)).to.be.within(MAX_KEPT_ANSWERS / 2, AROUND * MAX_KEPT_ANSWERS)

    // One that is kept is answered again, and one that is not can't be told any more; neither is done again.
    const again = (seq: number) => ann.ask('act', 'R:1', { client: ann.client, seq, name: 'quote', payload: LONG })
    expect(await again(900)).to.have.nested.property('error.code', 'INVALID_PAYLOAD')
    expect(await again(1)).to.have.nested.property('error.code', 'OUTCOME_UNKNOWN')

    await core.registry.stop()
    const { entered } = await playing(core.log)
    expect(entered.client).to.deep.equal(client)
    const stored = await core.log.inner.open('R:1', { epoch: 'none', rules: 1 })
    expect(JSON.stringify(stored.answers).length).to.be.lessThan(2 * AROUND * MAX_KEPT_ANSWERS)
  })

  it('[P4] is the last answer, however large, as long as a result may be', async () => {
    const { core, ann } = await playing()
    const size = MAX_RESULT_SIZE - 2
    await ann.act('R:1', 'tell', { size: 10 })
    await ann.act('R:1', 'tell', { size })
    const { client } = await enter(core, ann)
    expect(client.answers.map(({ seq }) => seq)).to.deep.equal([2])
    expect(client.answers[0]?.answer).to.have.property('result', 'x'.repeat(size))
  })

  it('[P9] is no result that is larger: its action fails and changes nothing, and its author is told', async () => {
    const { core, ann } = await playing()
    const answer = await ann.act('R:1', 'tell', { size: MAX_RESULT_SIZE })
    expect(answer).to.have.nested.property('error.code', 'ACTION_FAILED')
    expect(String(core.reports[0])).to.contain(`result: larger than ${MAX_RESULT_SIZE} characters`)
    expect((await enter(core, core.connect('bob'))).snapshot.state).to.deep.equal({ done: 0 })
  })
})
