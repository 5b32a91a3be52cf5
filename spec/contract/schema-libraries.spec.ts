import { expect } from 'chai'
import { defineApplication } from '../../server/contract/define-application.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import { Bots } from '../../server/testing/bots.ts'
import { play } from '../../server/testing/play.ts'
import { startTestServer } from '../../server/testing/start-test-server.ts'
import type { Room } from '../../web/client/client-api.ts'
import { arktype } from './libraries/arktype.ts'
import { effect } from './libraries/effect.ts'
import { joi } from './libraries/joi.ts'
import type { Library, Note, Schemas } from './libraries/schemas.ts'
import { sury } from './libraries/sury.ts'
import { valibot } from './libraries/valibot.ts'
import { zod } from './libraries/zod.ts'
import { zodMini } from './libraries/zod-mini.ts'

const LIBRARIES: Readonly<Record<string, Library>> = {
  zod,
  'zod-mini': zodMini,
  valibot,
  arktype,
  effect,
  joi,
  sury,
}

/** An application that keeps the last of what it is given in its state, and gives it back. */
function applicationOf(name: string, schemas: Schemas) {
  return defineApplication({
    name,
    players: { min: 1, max: 4 },
    initialise: (): { last: unknown } => ({ last: null }),
    presence: schemas.note,
    update: (action) => ({
      note: action(schemas.note, (state, note) => {
        state.last = note
        return note
      }),
      measure: action(schemas.measured, (_state, { text }) => text),
      repeat: action(schemas.repeated, (_state, { times }) => times),
      draw: action(schemas.shape, (_state, shape) => (shape.kind === 'circle' ? shape.radius : shape.text)),
      plant: action(schemas.tree, (state, tree) => {
        state.last = tree
        return tree
      }),
      ring: action(schemas.nothing, (_state, nothing) => nothing === undefined),
      parse: action(schemas.parsed, (_state, { json }) => json as number),
    }),
    history: { note: true },
  })
}
type Act = Room<ReturnType<typeof applicationOf>>['act']

/** What an action came to: its result, or its refusal's code and words. */
async function outcome(doing: Promise<unknown>): Promise<unknown> {
  return doing.then(
    (result) => result,
    ({ code, message }: { readonly code?: string; readonly message: string }) => [code ?? 'MISTAKE', message],
  )
}

const codeOf = (told: unknown): unknown => (Array.isArray(told) ? told[0] : told)
const wordsOf = (told: unknown): unknown => (Array.isArray(told) ? told[1] : told)
const tree = { name: 'root', children: [{ name: 'leaf', children: [] }] }
const EXTRA = { kept: { text: 'a', more: 1 }, dropped: { text: 'a' }, refused: 'INVALID_PAYLOAD' }

/** What holds of every library, whatever way its application is reached. */
async function tryAll(act: Act, { extra, thrown }: Library, itself: boolean): Promise<void> {
  expect(await act.note({ text: 'a', size: 2 }), 'valid').to.deep.equal({ text: 'a', size: 2 })
  expect(await act.note({ text: 'a' }), 'an optional key').to.deep.equal({ text: 'a' })
  expect(await act.note({ text: 'a', size: undefined }), 'undefined').to.deep.equal({ text: 'a' })
  expect(codeOf(await outcome(act.note({ text: 'a', more: 1 } as Note))), 'extra').to.deep.equal(EXTRA[extra])
  expect(await act.measure({ text: 'abc' }), 'transform').to.equal(3)
  expect([await act.repeat({}), await act.repeat({ times: 5 })], 'default').to.deep.equal([3, 5])
  expect(await act.draw({ kind: 'circle', radius: 7 }), 'union').to.equal(7)
  expect(await act.draw({ kind: 'label', text: 'b' }), 'union').to.equal('b')
  expect(await act.plant(tree), 'recursive').to.deep.equal(tree)
  expect(await act.ring(), 'no payload').to.equal(true)
  expect(await act.parse({ json: '5' }), 'transform').to.equal(5)
  await tryWrong(act)
  const broken = await outcome(act.parse({ json: '{' }))
  expect(wordsOf(broken), 'a transform that throws').not.to.contain('asynchronous')
  // play() hands an author's own mistake to the author.
  expect(codeOf(broken)).to.equal(thrown === 'ACTION_FAILED' && itself ? 'MISTAKE' : thrown)
}

async function tryWrong(act: Act): Promise<void> {
  for (const [field, doing] of [
    ['size', act.note({ text: 'a', size: 'big' } as never)],
    ['text', act.note({ size: 1 } as never)],
    ['radius', act.draw({ kind: 'circle', radius: 'wide' } as never)],
    ['name', act.plant({ name: 'root', children: [{ children: [] }] } as never)],
  ] as const) {
    const told = await outcome(doing)
    expect(codeOf(told), field).to.equal('INVALID_PAYLOAD')
    expect(wordsOf(told), field).to.contain(field)
    expect(wordsOf(told), field).not.to.match(/^\W*(?:\w+: )?Invalid input$/)
  }
  expect(codeOf(await outcome(act.ring({} as never))), 'a payload where there is none').to.equal('INVALID_PAYLOAD')
  expect(codeOf(await outcome((act.note as (none?: Note) => Promise<unknown>)())), 'none').to.equal('INVALID_PAYLOAD')
  for (const size of [Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(wordsOf(await outcome(act.note({ text: 'a', size })))).to.equal(`size: ${size} is not JSON`)
  }
}

describe('an application’s schemas', () => {
  const applications = Object.entries(LIBRARIES).map(([name, library]) => applicationOf(name, library.schemas))
  const connected: Bots<ReturnType<typeof applicationOf>>[] = []
  let server: SocDrawServer

  before(async () => {
    const rooms = applications.map(({ name }) => ({ id: name, name, application: name }))
    server = await startTestServer(applications[0] as (typeof applications)[0], { applications, rooms })
  })

  afterEach(() => {
    for (const bots of connected.splice(0)) bots.close()
  })

  after(() => server.stop())

  for (const [name, library] of Object.entries(LIBRARIES)) {
    const application = applicationOf(name, library.schemas)

    it(`may be made by ${name}: in play()`, async () => {
      const game = await play(application, { members: ['ann'] })
      await tryAll(game.as('ann'), library, true)
    })

    it(`may be made by ${name}: over sockets`, async () => {
      const bots = new Bots<typeof application>(server, name)
      connected.push(bots)
      const [room] = await bots.enter(name, 'ann')
      if (!room) throw new Error('nobody is in the room')
      await tryAll(room.act, library, false)
      const { actions } = await room.history({ limit: 200 })
      expect(actions.at(-1)?.payload).to.deep.equal({ text: 'a', size: 2 })
      room.present({ text: 'here', size: undefined })
      await room.act.ring()
      expect(room.state?.last).to.deep.equal(tree)
    })
  }
})
