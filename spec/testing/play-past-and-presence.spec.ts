import { expect } from 'chai'
import { z } from 'zod/mini'
import { defineApplication } from '../../server/contract/define-application.ts'
import { play } from '../../server/testing/play.ts'
import { rejection } from '../support/rejection.ts'

/** A game of whispers: everybody may read back what was said aloud, and only the two of them a whisper. */
const whispers = defineApplication({
  name: 'whispers',
  players: { min: 2, max: 4 },
  grace: 1000,
  initialise: () => ({ said: 0 }),
  update: (action) => ({
    say: action(z.object({ text: z.string() }), (state) => void state.said++),
    whisper: action(z.object({ to: z.string(), text: z.string() }), (state) => void state.said++),
    cough: action(z.object({}), (state) => void state.said++),
  }),
  history: {
    say: true,
    whisper: ({ payload: { to, text }, user }, { id }) => {
      if (text === 'a mistake') throw new Error('a mistake in history')
      return id === to || id === user.id ? { text } : null
    },
  },
  presence: z.object({ typing: z.boolean() }),
})

const trio = { members: ['ann', 'bob', 'cid'] }
const texts = ({ actions }: { actions: readonly { payload: { text: string } }[] }) =>
  actions.map(({ payload }) => payload.text)

describe('play(): the past', () => {
  it('[P7] is told each viewer as the rules let them see it, newest first', async () => {
    const game = await play(whispers, trio)
    await game.as('ann').say({ text: 'aloud' })
    await game.as('ann').whisper({ to: 'bob', text: 'a secret' })
    await game.as('ann').cough({})
    await game.as('bob').say({ text: 'last' })
    for (const viewer of ['ann', 'bob']) {
      expect(texts(await game.history(viewer))).to.deep.equal(['last', 'a secret', 'aloud'])
    }
    for (const viewer of ['cid', undefined]) expect(texts(await game.history(viewer))).to.deep.equal(['last', 'aloud'])
    const { actions } = await game.history('cid')
    expect(actions[0]).to.deep.include({ name: 'say', user: { id: 'bob', name: 'bob' }, at: game.now })
    expect(actions[0]?.version).to.equal(game.version)
  })

  it('comes in pages, for who is there', async () => {
    const game = await play(whispers, trio)
    for (const text of ['one', 'two', 'three']) await game.as('ann').say({ text })
    const { actions, before } = await game.history('ann', { limit: 2 })
    expect(texts({ actions })).to.deep.equal(['three', 'two'])
    expect(await game.history('ann', { before: before ?? 0 })).to.nested.include({
      'actions[0].payload.text': 'one',
      before: null,
    })
    await game.leave('cid')
    for (const nobody of ['cid', 'dan']) {
      expect(await rejection(game.history(nobody))).to.include({ code: 'NOT_A_MEMBER' })
    }
  })

  it('rejects with an author’s mistake', async () => {
    const game = await play(whispers, trio)
    await game.as('ann').whisper({ to: 'bob', text: 'a mistake' })
    for (const viewer of ['bob', undefined]) {
      expect(await game.history(viewer).catch(String)).to.equal('Error: a mistake in history')
    }
  })
})

describe('play(): presence', () => {
  it('is seen until another one, and gone with leaving or a lost connection', async () => {
    const game = await play(whispers, trio)
    for (const user of trio.members) await game.present(user, { typing: true })
    await game.present('ann', { typing: false })
    expect(Object.fromEntries(game.presence)).to.deep.equal({
      ann: { typing: false },
      bob: { typing: true },
      cid: { typing: true },
    })
    await game.leave('bob')
    await game.disconnect('cid')
    expect([...game.presence.keys()]).to.deep.equal(['ann'])
    for (const nobody of ['bob', 'cid', 'dan']) {
      expect(await rejection(game.present(nobody, { typing: true }))).to.include({ code: 'NOT_A_MEMBER' })
    }
    await game.join('cid')
    await game.present('cid', { typing: false })
    expect(game.presence.get('cid')).to.deep.equal({ typing: false })
    expect(game.version, 'it is no state').to.equal((await play(whispers, trio)).version + 3)
  })

  it('that the application has no place for is refused', async () => {
    const game = await play(whispers, trio)
    // What TypeScript would not let through.
    const wrong = { typing: 'yes' } as never
    expect(await game.present('ann', wrong).catch(String)).to.match(/^TypeError: whispers takes no such presence/)
    const silent = defineApplication({
      name: 'silent',
      players: { min: 1, max: 1 },
      initialise: () => ({}),
      update: () => ({}),
    })
    const other = await play(silent, { members: ['ann'] })
    expect(await other.present('ann', wrong).catch(String)).to.include('it has none')
  })
})
