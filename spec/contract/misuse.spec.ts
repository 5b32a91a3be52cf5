import { expect } from 'chai'
import { z } from 'zod/mini'
import type { AnyApplication } from '../../server/contract/application.ts'
import type { Context } from '../../server/contract/context.ts'
import { defineApplication } from '../../server/contract/define-application.ts'
import { look, running } from '../support/clockwork.ts'
import { type Core, enter, startCore, type Tab } from '../support/core.ts'

type Handle = (state: Record<string, unknown>, payload: never, context: Context) => unknown

const rules = {
  name: 'wrong',
  players: { min: 1, max: 4 },
  initialise: (): Record<string, unknown> => ({ open: 0, list: [] }),
  update: () => ({}),
}

/** Defines what a JavaScript author, whom no compiler warns, may write. */
function define(more: Readonly<Record<string, unknown>>): AnyApplication {
  return defineApplication({ ...rules, ...more } as unknown as typeof rules)
}
const updating = (action: unknown) => ({ update: () => ({ act: action }) })
/** An action of what stands behind its schema. */
const demanding = (...rest: readonly unknown[]) => ({
  update: (action: (...parts: readonly unknown[]) => unknown) => ({ act: action(some.schema, ...rest) }),
})
const some = { schema: z.object({}), handle: () => undefined }

/** Of a library that answers everything by promises, as yup and VineJS do. */
const asynchronous = { '~standard': { version: 1, vendor: 'later', validate: async (value: unknown) => ({ value }) } }

/** What throws at once, with what the message names beside the application. */
const DEFINED: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
  [{ name: 'Chat Room' }, 'name'],
  [{ name: undefined }, 'name'],
  [{ name: 'x'.repeat(41) }, 'name'],
  [{ players: undefined }, 'players'],
  [{ players: { min: 0, max: 4 } }, 'players.min'],
  [{ players: { min: 1.5, max: 4 } }, 'players.min'],
  [{ players: { min: 3, max: 2 } }, 'players.max'],
  [{ players: { min: 2 } }, 'players.max'],
  [{ grace: -1 }, 'grace'],
  [{ grace: Number.NaN }, 'grace'],
  [{ grace: 2 ** 31 }, 'grace'],
  [{ frameInterval: 60_000 }, 'frameInterval'],
  [{ version: 0 }, 'version'],
  [{ version: 1.5 }, 'version'],
  [{ quorumLoss: 'stop' }, 'quorumLoss'],
  [{ spectators: 'yes' }, 'spectators'],
  [{ visibility: { open: 'nobody' } }, 'visibility.open'],
  [{ limits: { members: 5 } }, 'members'],
  [{ limits: { state: 0 } }, 'limits.state'],
  [{ limits: { rate: '5' } }, 'limits.rate'],
  [{ alarms: { bell: 5 } }, 'bell'],
  [{ alarms: { ['x'.repeat(65)]: () => undefined } }, 'xxx'],
  [{ members: { join: () => undefined } }, 'join'],
  [{ members: { joined: 'hello' } }, 'members.joined'],
  [{ predict: ['fly'] }, 'fly'],
  [{ history: { fly: true } }, 'fly'],
  [{ ...updating(some), history: { act: 'yes' } }, 'history.act'],
  [{ refusals: { ROOM_FULL: 'No.' } }, 'ROOM_FULL'],
  [{ options: { rounds: 3 } }, 'options'],
  [{ presence: {} }, 'presence'],
  [{ presence: asynchronous }, 'presence is asynchronous'],
  [{ options: asynchronous }, 'options is asynchronous'],
  [updating({ ...some, schema: asynchronous }), 'act is asynchronous'],
  [{ initialise: undefined }, 'initialise'],
  [{ update: { act: some } }, 'update'],
  [{ update: () => undefined }, 'update'],
  [{ preview: 'a line' }, 'preview'],
  [{ migrate: 2 }, 'migrate'],
  [updating(undefined), 'act'],
  [updating({ ...some, schema: {} }), 'act'],
  [updating({ ...some, handle: undefined }), 'act'],
  [updating({ ...some, role: 'king' }), 'role must be one of member, moderator, owner'],
  [updating({ ...some, role: ['owner'] }), 'role'],
  [updating({ ...some, rôle: 'owner' }), 'can’t demand rôle'],
  [{ ...updating({ ...some, spectators: 'yes' }), spectators: true }, 'act: spectators must be true or false'],
  [
    { ...updating({ ...some, spectators: true, role: 'owner' }), spectators: true },
    'act is for spectators, who have no role',
  ],
  [updating({ ...some, spectators: true }), 'act is for spectators, and the application has none'],
  [demanding('owner', some.handle), 'can’t demand'],
  [demanding({ roles: ['owner'] }, some.handle), 'can’t demand roles'],
  // The parts in another order: nothing of them is left out in silence.
  [demanding(some.handle, { role: 'owner' }), 'no handler'],
  [demanding({ role: 'owner' }, undefined), 'no handler'],
  [demanding({ role: 'owner' }), 'no handler'],
  [{ update: () => Object.fromEntries([['then', some]]) }, 'then'],
  ...['toJSON', 'toString', 'constructor', 'inspect', '$$typeof', '__v_isRef', 'asymmetricMatch'].map(
    (name) => [{ update: () => ({ [name]: some }) }, name] as const,
  ),
  [{ update: () => ({ ['x'.repeat(65)]: some }) }, 'xxx'],
]

const cyclic: unknown[] = []
cyclic.push(cyclic)

/** What an action's handler must not do, with a part of what its author is told. */
const HANDLED: Readonly<Record<string, readonly [Handle, string]>> = {
  'is async': [async () => undefined, 'async'],
  'is async and rejects': [() => Promise.reject(new Error('later')), 'async'],
  'returns what is no JSON': [() => ({ when: new Date() }), 'Date'],
  'returns a cycle': [() => cyclic, 'cycle'],
  'makes a list of what is its owners’': [(state) => void (state.owned = ['a card']), 'visibility.owned'],
  'makes a number of what is its owners’': [(state) => void (state.owned = 5), 'visibility.owned'],
  'puts what is no JSON into the state': [(state) => void (state.list = [new Map()]), 'state.list[0]'],
  'puts an undefined into a list of the state': [(state) => void (state.list = [undefined]), 'state.list[0]'],
  'sets an unknown alarm': [(_state, _payload, { alarms }) => alarms.set('gong', { in: 1 }), 'gong'],
  'clears an unknown alarm': [(_state, _payload, { alarms }) => alarms.clear('gong'), 'gong'],
  'sets an alarm in the past': [(_state, _payload, { alarms }) => alarms.set('bell', { in: -1 }), 'bell'],
  'sets an alarm too far away': [(_state, _payload, { alarms }) => alarms.set('bell', { in: 2 ** 31 }), 'bell'],
  'sets an alarm at no time': [(_state, _payload, { alarms }) => alarms.set('bell', { in: Number.NaN }), 'bell'],
  'sets an alarm by text': [(_state, _payload, { alarms }) => alarms.set('bell', { in: '5' as never }), 'bell'],
  'sets an alarm by nothing': [(_state, _payload, { alarms }) => alarms.set('bell', undefined as never), 'bell'],
  'refuses with a code that is not there': [
    (_state, _payload, { refuse }) => {
      throw refuse('NO')
    },
    'NO',
  ],
  'asks for an effect with a date': [(_state, _payload, { effect }) => effect('mail', { at: new Date() }), 'mail'],
  'asks for an effect with a hole': [(_state, _payload, { effect }) => effect('mail', [undefined]), 'mail'],
  'asks for an effect that holds itself': [(_state, _payload, { effect }) => effect('mail', cyclic), 'mail'],
  'asks for a bigint effect': [(_state, _payload, { effect }) => effect('mail', 5n), 'mail'],
  'asks for too large an effect': [(_state, _payload, { effect }) => effect('mail', 'x'.repeat(70_000)), 'mail'],
  'asks for an effect without a name': [(_state, _payload, { effect }) => effect('', 5), 'name'],
  'asks for too many effects': [
    (_state, _payload, { effect }) => {
      for (let n = 0; n < 101; n++) effect('mail', n)
    },
    '100',
  ],
}

async function played(application: AnyApplication): Promise<{ core: Core; ann: Tab }> {
  const core = startCore(application)
  const ann = core.connect('ann')
  await enter(core, ann)
  return { core, ann }
}
const messages = (core: Core): string[] => core.reports.map((error) => (error instanceof Error ? error.message : ''))

describe('rules that could not work', () => {
  it('throw when they are defined, and name the application and the rule', () => {
    for (const [more, named] of DEFINED) {
      const name = 'name' in more ? more.name : 'wrong'
      expect(() => define(more), JSON.stringify(more))
        .to.throw(TypeError)
        .with.property('message')
        .that.contains(`application ${JSON.stringify(name)}`)
        .and.contains(named)
    }
    expect(define({}).title).to.equal('wrong')
  })

  for (const [what, [handle, told]] of Object.entries(HANDLED)) {
    it(`[P5] a handler that ${what} changes nothing; its sender learns that it failed, its author where and why`, async () => {
      const whole: Handle = (state, payload, context) => {
        state.open = 1
        context.alarms.set('bell', { in: 1 })
        return handle(state, payload, context)
      }
      const { core, ann } = await played(
        define({
          ...updating({ schema: z.object({}), handle: whole }),
          alarms: { bell: () => undefined },
          visibility: { owned: 'owner' },
          spectators: true,
        }),
      )
      const { version } = await look(core)
      expect(await ann.act('R:1', 'act', {})).to.nested.include({ 'error.code': 'ACTION_FAILED' })
      await core.clock.pass(1000)
      expect((await look(core)).version).to.equal(version)
      expect((await enter(core, ann)).snapshot.state).to.deep.equal({ open: 0, list: [] })
      expect(core.contexts).to.deep.equal([{ application: 'wrong', action: 'act' }])
      expect(messages(core)[0]).to.contain(told)
    })
  }

  it('a schema that is asynchronous fails its action, by name', async () => {
    const schema = z.object({}).check(z.refine(async () => true))
    const { core, ann } = await played(define(updating({ schema, handle: () => undefined })))
    expect(await ann.act('R:1', 'act', {})).to.nested.include({ 'error.code': 'ACTION_FAILED' })
    expect([messages(core)[0], core.contexts[0]]).to.deep.equal([
      'a schema must not be asynchronous',
      { application: 'wrong', action: 'act' },
    ])
  })

  it('an initialise that makes no state leaves the room waiting, and says so at each try', async () => {
    const made: readonly (readonly [() => unknown, string])[] = [
      [async () => ({}), 'async'],
      [() => undefined, 'plain object'],
      [() => null, 'plain object'],
      [() => [1, 2], 'plain object'],
      [() => new Map([['a', 1]]), 'plain object'],
      [() => 'state', 'plain object'],
      [() => ({ when: new Date() }), 'state.when'],
      [() => ({ $room: {} }), '$room'],
      [() => ({ owned: ['a card'] }), 'visibility.owned'],
      [() => ({ text: 'x'.repeat(2000) }), 'larger'],
      [
        () => {
          throw new Error('by itself')
        },
        'by itself',
      ],
    ]
    for (const [initialise, told] of made) {
      const visibility = { owned: 'owner' }
      const { core } = await played(define({ initialise, visibility, limits: { state: 1000 }, spectators: true }))
      await enter(core, core.connect('bob'))
      const { room } = await look(core)
      expect([room.status, room.members.length]).to.deep.equal(['waiting', 2])
      expect(core.contexts[0]).to.deep.equal({ application: 'wrong', doing: 'initialise', room: 'R:1' })
      expect(messages(core)[0]).to.contain(told)
    }
  })

  it('a migrate that makes no state keeps the room shut and its log as it is', async () => {
    const { core } = await played(define({}))
    await core.registry.stop()
    for (const [migrate, told] of [
      [async () => ({}), 'async'],
      [() => undefined, 'plain object'],
      [() => ({ when: new Date() }), 'state.when'],
      [undefined, 'migrate'],
    ] as const) {
      const newer = startCore(define({ version: 2, migrate }), undefined, { clock: core.clock, log: core.log })
      expect(await enter(newer, newer.connect('bob'))).to.nested.include({ 'error.code': 'ROOM_UNAVAILABLE' })
      expect(messages(newer)[0]).to.contain(told)
      expect(newer.contexts[0]).to.include({ room: 'R:1' })
    }
    const migrate = (old: object) => old
    const mended = startCore(define({ version: 2, migrate }), undefined, { clock: core.clock, log: core.log })
    expect((await enter(mended, mended.connect('bob'))).snapshot.state).to.deep.equal({ open: 0, list: [] })
  })

  it('alarms and members’ rules that are async change nothing, by name', async () => {
    const wrong = async (state: Record<string, unknown>) => void (state.open = 1)
    const handle: Handle = (_state, _payload, { alarms }) => alarms.set('bell', { in: 1 })
    const application = define({
      ...updating({ schema: z.object({}), handle }),
      alarms: { bell: wrong },
      members: { joined: wrong, left: wrong },
    })
    const { core, ann } = await played(application)
    await ann.act('R:1', 'act', {})
    await core.clock.pass(1000)
    const bob = core.connect('bob')
    await enter(core, bob)
    await bob.leave('R:1')
    expect((await enter(core, ann)).snapshot.state).to.deep.equal({ open: 0, list: [] })
    expect(core.contexts.map(({ alarm, rule }) => alarm ?? rule)).to.deep.equal(['bell', 'joined', 'left'])
    expect(new Set(messages(core))).to.deep.equal(new Set(['a handler must not be async']))
  })

  it('a context that is kept serves nobody after its handler has returned, thrown or been refused', async () => {
    const kept: Context[] = []
    const handle: Handle = (_state, { how }: { how: string }, context) => {
      kept.push(context)
      if (how === 'throw') throw new Error('by itself')
      if (how === 'refuse') throw context.refuse('NO')
    }
    const schema = z.object({ how: z.string() })
    const { core, ann } = await played(
      define({
        ...updating({ schema, handle }),
        alarms: { bell: () => undefined },
        refusals: { NO: 'No.' },
        spectators: true,
      }),
    )
    for (const how of ['return', 'throw', 'refuse']) await ann.act('R:1', 'act', { how })
    const { version } = await look(core)
    expect(kept).to.have.length(3)
    for (const context of kept) {
      const late: Readonly<Record<string, () => unknown>> = {
        random: () => context.random(),
        set: () => context.alarms.set('bell', { in: 1 }),
        clear: () => context.alarms.clear('bell'),
        effect: () => context.effect('mail', 1),
        close: () => context.close(),
        members: () => context.members,
      }
      for (const [name, use] of Object.entries(late))
        expect(use, name).to.throw(TypeError, 'only while the handler runs')
    }
    await core.clock.pass(1000)
    expect((await look(core)).version).to.equal(version)
  })

  it('a part of the state may go into an effect, as it is then', async () => {
    const asked: unknown[] = []
    const handle: Handle = (state, _payload, { effect }) => {
      const list = state.list as { deep: number }[]
      list.push({ deep: 1 })
      effect('mail', list)
      list.push({ deep: 2 })
    }
    const application = define(updating({ schema: z.object({}), handle }))
    const { core, ann } = await running(application, { carryOut: async ({ payload }) => void asked.push(payload) })
    for (let time = 0; time < 2; time++) await ann.act('R:1', 'act', {})
    await core.clock.pass(10)
    expect(asked).to.deep.equal([[{ deep: 1 }], [{ deep: 1 }, { deep: 2 }, { deep: 1 }]])
  })
})
