import { expect } from 'chai'
import { z } from 'zod/mini'
import { defineApplication } from '../../../server/contract/define-application.ts'
import type { Answer, HistoryPage } from '../../../server/protocol/events.ts'
import { enter, startCore, type Tab } from '../../support/core.ts'

interface Guess {
  readonly text: string
  readonly secret?: boolean | undefined
}

const told = z.object({ text: z.string().check(z.trim()) })

/** Keeps what is said for all, guesses for who made them (others see that there was one, but for secret ones), and no nod. */
const quiz = defineApplication({
  name: 'quiz',
  players: { min: 1, max: 5 },
  refusals: { NO: 'No.' },
  initialise: () => ({ said: 0 }),
  update: (action) => ({
    say: action(told, (state) => void state.said++),
    guess: action(z.object({ text: z.string(), secret: z.optional(z.boolean()) }), (state) => void state.said++),
    broken: action(told, (state) => void state.said++),
    nod: action(z.object({}), (state) => void state.said++),
    refused: action(told, (_state, _payload, { refuse }) => {
      throw refuse('NO')
    }),
  }),
  history: {
    say: true,
    refused: true,
    guess: ({ user, payload }, viewer): Guess | null => {
      if (user.id === viewer.id) return payload
      return payload.secret ? null : { text: '*' }
    },
    broken: () => {
      throw new Error('the author’s mistake')
    },
  },
})

async function playing() {
  const core = startCore(quiz)
  const [ann, bob] = [core.connect('ann'), core.connect('bob')]
  await enter(core, ann)
  await enter(core, bob)
  return { core, ann, bob }
}

type Told = Answer<HistoryPage>
const ask = async (tab: Tab, request: object = {}) => (await tab.ask('history', 'R:1', request)) as Told & HistoryPage
const texts = ({ actions }: HistoryPage) => actions.map(({ payload }) => (payload as { text: string }).text)

describe('a room’s history', () => {
  it('pages back through the kept actions, newest first, to the very beginning', async () => {
    const { ann, bob } = await playing()
    for (let index = 1; index <= 25; index++) {
      await (index % 2 ? ann : bob).act('R:1', 'say', { text: ` line ${index} ` })
      await ann.act('R:1', 'nod', {})
    }
    const seen: string[] = []
    let before: number | null | undefined
    let pages = 0
    while (before !== null) {
      const page = await ask(ann, { limit: 10, ...(before !== undefined && { before }) })
      for (const { version } of page.actions) expect(version).to.be.lessThan(before ?? Number.POSITIVE_INFINITY)
      seen.push(...texts(page))
      before = page.before
      pages++
    }
    expect(pages).to.equal(3)
    expect(seen, 'as the schema gives it out').to.deep.equal(
      Array.from({ length: 25 }, (_, index) => `line ${25 - index}`),
    )
    const [newest] = (await ask(bob, { limit: 1 })).actions
    expect(newest).to.deep.include({ name: 'say', user: { id: 'ann', name: 'ann' } })
  })

  it('[P7] shows each viewer what the application lets them see, and nothing where its rule fails', async () => {
    const { core, ann, bob } = await playing()
    await ann.act('R:1', 'guess', { text: 'apple' })
    await ann.act('R:1', 'guess', { text: 'pear', secret: true })
    await ann.act('R:1', 'broken', { text: 'hidden' })
    await ann.act('R:1', 'refused', { text: 'never was' })
    expect(texts(await ask(ann))).to.deep.equal(['pear', 'apple'])
    const seen = await ask(bob)
    expect(texts(seen)).to.deep.equal(['*'])
    expect(JSON.stringify(seen)).not.to.match(/apple|pear|hidden|never/)
    expect(core.reports.map(String).join()).to.contain('the author’s mistake')
  })

  it('[P7] is for who is in the room only', async () => {
    const { core, ann } = await playing()
    await ann.act('R:1', 'say', { text: 'here' })
    const cid = core.connect('cid')
    expect(await ask(cid)).to.have.nested.property('error.code', 'NOT_A_MEMBER')
    await enter(core, cid)
    expect(texts(await ask(cid))).to.deep.equal(['here'])
    await cid.leave('R:1')
    expect(await ask(cid)).to.have.nested.property('error.code', 'NOT_A_MEMBER')
  })

  it('[P9] answers in pages of bounded size, also where nearly everything is hidden, and says where to go on', async () => {
    const { core, ann, bob } = await playing()
    for (let index = 0; index < 1500; index++) {
      await ann.act('R:1', 'guess', { text: 'x', secret: true })
      if (index % 100 === 0) await core.clock.pass(1000)
    }
    await core.clock.pass(10_000)
    const first = await ask(bob, { limit: 200 })
    expect(first.actions).to.deep.equal([])
    expect(first.before).to.be.a('number')
    expect((await ask(bob, { limit: 200, before: first.before })).before).to.equal(null)

    for (let index = 0; index < 12; index++) await ann.act('R:1', 'say', { text: 'y'.repeat(60_000) })
    const long = await ask(bob, { limit: 200 })
    expect(JSON.stringify(long).length).to.be.within(60_000, 400_000)
    expect(long.before).to.equal(long.actions.at(-1)?.version)
  })

  it('is refused where it is malformed', async () => {
    const { ann } = await playing()
    for (const request of [{ limit: 0 }, { limit: 201 }, { before: -1 }, { before: 1.5 }, 'all']) {
      expect(await ann.ask('history', 'R:1', request)).to.have.nested.property('error.code', 'INVALID_MESSAGE')
    }
  })

  it('tells of what JSON has no values for as text', async () => {
    const dated = z.object({
      at: z.pipe(
        z.string(),
        z.transform((text) => new Date(text)),
      ),
      count: z.pipe(
        z.string(),
        z.transform((digits) => BigInt(digits)),
      ),
    })
    const diary = defineApplication({
      name: 'diary',
      players: { min: 1, max: 1 },
      initialise: () => ({ last: 0 }),
      update: (action) => ({
        write: action(dated, (state, { at }) => {
          state.last = at.getTime()
        }),
      }),
      history: { write: true },
    })
    const core = startCore(diary)
    const ann = core.connect('ann')
    await enter(core, ann)
    await ann.act('R:1', 'write', { at: '2026-11-28T00:00Z', count: '12345678901234567890' })
    const { actions } = await ask(ann)
    expect(actions[0]?.payload).to.deep.equal({ at: '2026-11-28T00:00:00.000Z', count: '12345678901234567890' })
    expect(core.reports).to.deep.equal([])
  })
})
