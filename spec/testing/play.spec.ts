import { expect } from 'chai'
import fc from 'fast-check'
import { z } from 'zod/mini'
import { defineApplication } from '../../server/contract/define-application.ts'
import { play } from '../../server/testing/play.ts'
import { rejection } from '../support/rejection.ts'

const DAY = 24 * 60 * 60 * 1000

/** A game with everything that rules can do, and every mistake that an author can make. */
const game = defineApplication({
  name: 'game',
  players: { min: 2, max: 4 },
  grace: 1000,
  refusals: { TOO_MUCH: 'That is too much.' },
  options: z.object({ most: z._default(z.int(), 10) }),
  initialise: ({ options, random, members }) => {
    if (options.most === 0) throw new Error('a mistake in initialise')
    const hands: Record<string, number[]> = {}
    for (const { id } of members) hands[id] = []
    return { most: options.most, deck: [random(), random()], hands, log: [] as string[], rung: [] as number[] }
  },
  visibility: { deck: 'server', hands: 'owner' },
  members: {
    joined: (state, { user }) => {
      if (user.id === 'mistake') throw new Error('a mistake in joined')
      state.log.push(`+${user.id}`)
    },
    left: (state, { user }) => void state.log.push(`-${user.id}`),
  },
  alarms: {
    bell: (state, { now }) => void state.rung.push(now),
    faulty: () => {
      throw new Error('a mistake in an alarm')
    },
  },
  update: (action) => ({
    take: action(z.object({ count: z.int() }), (state, { count }, { user, refuse, random }) => {
      if (count > state.most) throw refuse('TOO_MUCH')
      const hand = (state.hands[user.id] ??= [])
      for (let taken = 0; taken < count; taken++) hand.push(random())
      return { has: hand.length }
    }),
    wind: action(z.object({ alarm: z.enum(['bell', 'faulty']), in: z.int() }), (_state, wound, { alarms }) => {
      alarms.set(wound.alarm, wound)
    }),
    mail: action(z.object({ to: z.string() }), (_state, { to }, { effect }) => effect('mail', { to })),
    stumble: action(z.object({}), (state) => {
      state.log.push('never seen')
      throw new Error('a mistake in a handler')
    }),
    end: action(z.object({}), (_state, _payload, { close }) => close()),
  }),
})

const pair = { members: ['ann', 'bob'], options: {} }
const codeOf = async (promise: Promise<unknown>): Promise<string> => (await rejection(promise)).code
const messageOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'it went well',
    (error: Error) => error.message,
  )

describe('play', () => {
  it('[P1] starts the application when its minimum is there, once', async () => {
    const room = await play(game, { members: ['ann'], options: {} })
    expect(room.status).to.equal('waiting')
    expect(() => room.state).to.throw('waiting')
    expect(await codeOf(room.as('ann').take({ count: 1 }))).to.equal('ROOM_WAITING')
    await room.join('bob')
    const { deck } = room.state
    await room.join('cid')
    expect([room.status, room.state.deck, room.state.log]).to.deep.equal(['running', deck, ['+cid']])
    expect(room.members.map(({ id }) => id)).to.deep.equal(['ann', 'bob', 'cid'])
  })

  it('acts as members: results come back, and what is refused rejects and changes nothing', async () => {
    const room = await play(game, pair)
    expect(await room.as('ann').take({ count: 2 })).to.deep.equal({ has: 2 })
    const { state, version } = room
    expect(await codeOf(room.as('ann').take({ count: 11 }))).to.equal('TOO_MUCH')
    expect(await codeOf(room.as('ann').take({ count: 0.5 }))).to.equal('INVALID_PAYLOAD')
    expect(await codeOf(room.as('eve').take({ count: 1 }))).to.equal('NOT_A_MEMBER')
    expect([room.state, room.version]).to.deep.equal([state, version])
  })

  it('[P5] takes no user whose id would be found in every record: in words, and the others play on', async () => {
    const start = play(game, { members: ['ann', 'toString'], options: {} })
    expect(await messageOf(start)).to.include('"toString" can’t be the id of a user')
    const room = await play(game, pair)
    for (const id of ['constructor', '__proto__', 'valueOf', ''])
      expect(await messageOf(room.join(id))).to.include('can’t be the id of a user')
    await room.as('ann').take({ count: 1 })
    expect(room.members.map(({ id }) => id)).to.deep.equal(['ann', 'bob'])
  })

  it('[P7] shows what each viewer is sent', async () => {
    const room = await play(game, pair)
    await room.as('ann').take({ count: 1 })
    const own = room.state.hands.ann
    expect(own).to.have.length(1)
    const everyones = { most: 10, log: [], rung: [] }
    expect(room.seenBy('ann')).to.deep.equal({ ...everyones, hands: own })
    expect(room.seenBy('bob')).to.deep.equal({ ...everyones, hands: [] })
    expect(room.seenBy()).to.deep.equal({ ...everyones, hands: null })
  })

  it('gives states that stay as they were', async () => {
    const room = await play(game, pair)
    const before = room.state
    const copy = structuredClone(before)
    await room.as('ann').take({ count: 3 })
    expect(before).to.deep.equal(copy)
    expect(room.state).not.to.deep.equal(copy)
  })

  it('rings alarms at their time, however far, and not while the room is paused', async () => {
    const room = await play(game, pair)
    const began = room.now
    await room.as('ann').wind({ alarm: 'bell', in: 5000 })
    await room.pass(4999)
    expect(room.state.rung).to.deep.equal([])
    await room.leave('bob')
    await room.pass(DAY)
    expect([room.status, room.state.rung]).to.deep.equal(['paused', []])
    await room.join('bob')
    await room.pass(1)
    expect(room.state.rung).to.deep.equal([began + 5000 + DAY])
    await room.as('ann').wind({ alarm: 'bell', in: 20 * DAY })
    await room.pass(20 * DAY)
    expect(room.state.rung[1]).to.equal(began + 5000 + 21 * DAY)
  })

  it('renames who is there or was, and lets somebody be gone for good, as accounts do', async () => {
    const called = defineApplication({
      name: 'called',
      players: { min: 1, max: 3 },
      initialise: () => ({ called: {} as Record<string, string> }),
      members: { renamed: (state, { user }) => void (state.called[user.id] = user.name) },
      update: () => ({}),
    })
    const game = await play(called, { members: ['ann', 'bob'] })
    await game.rename('ann', 'Ann B.')
    await game.leave('bob')
    await game.rename('bob', 'Robert')
    await game.join('bob')
    expect(game.state).to.deep.equal({ called: { ann: 'Ann B.', bob: 'Robert' } })
    expect(game.members.map(({ name }) => name)).to.deep.equal(['Ann B.', 'Robert'])
    await game.deleteAccount('ann')
    expect([game.state.called.ann, game.members.map(({ id }) => id)]).to.deep.equal(['deleted user', ['bob']])
    const wrong = await game.rename('bob', '').then(
      () => 'renamed',
      (error: unknown) => error,
    )
    expect(wrong).to.be.instanceOf(TypeError)
    expect(game.members.map(({ name }) => name)).to.deep.equal(['Robert'])
  })

  it('[P12] keeps the seat of a lost connection for its grace, and frees one that is left at once', async () => {
    const room = await play(game, { ...pair, members: ['ann', 'bob', 'cid'] })
    await room.disconnect('cid')
    await room.pass(999)
    expect(room.members.find(({ id }) => id === 'cid')?.connected).to.equal(false)
    await room.pass(1)
    await room.leave('bob')
    expect([room.members.length, room.status, room.state.log]).to.deep.equal([1, 'paused', ['+cid', '-cid', '-bob']])
    expect(await codeOf(room.as('ann').take({ count: 1 }))).to.equal('ROOM_PAUSED')
  })

  it('rejects with an author’s own mistake, which changes nothing', async () => {
    const room = await play(game, pair)
    const { state } = room
    expect(await messageOf(room.as('ann').stumble({}))).to.equal('a mistake in a handler')
    expect(await messageOf(room.join('mistake'))).to.equal('a mistake in joined')
    await room.as('ann').wind({ alarm: 'faulty', in: 100 })
    expect(await messageOf(room.pass(100))).to.equal('a mistake in an alarm')
    expect(room.state).to.deep.equal(state)
    expect(await messageOf(play(game, { ...pair, options: { most: 0 } }))).to.equal('a mistake in initialise')
  })

  it('tells what was asked of the host, in order', async () => {
    const room = await play(game, pair)
    await room.as('ann').mail({ to: 'bob' })
    await room.as('bob').mail({ to: 'ann' })
    expect(room.effects.map(({ name, payload }) => [name, payload])).to.deep.equal([
      ['mail', { to: 'bob' }],
      ['mail', { to: 'ann' }],
    ])
  })

  it('ends with the room', async () => {
    const room = await play(game, pair)
    await room.as('ann').end({})
    expect(room.status).to.equal('closed')
    expect(await codeOf(room.as('ann').take({ count: 1 }))).to.equal('ROOM_CLOSED')
  })

  it('takes a room’s own settings, and refuses what its application doesn’t take', async () => {
    const room = await play(game, { ...pair, options: { most: 3 }, players: { max: 2 } })
    expect(room.state.most).to.equal(3)
    expect(await codeOf(room.join('cid'))).to.equal('ROOM_FULL')
    expect(await messageOf(play(game, { ...pair, options: { most: 'all' } }))).to.include('options')
    expect(await messageOf(play(game, { ...pair, players: { max: 9 } }))).to.include('players')
  })

  it('plays the same with the same seed, and otherwise with another', async () => {
    const deal = async (seed: number) => {
      const room = await play(game, { ...pair, seed })
      await room.as('bob').take({ count: 5 })
      return room.state
    }
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer(), async (one, other) => {
        fc.pre(one !== other)
        expect(await deal(one)).to.deep.equal(await deal(one))
        expect((await deal(one)).deck).not.to.deep.equal((await deal(other)).deck)
      }),
      { numRuns: 20 },
    )
  })
})
