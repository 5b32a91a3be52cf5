import { expect } from 'chai'
import { z } from 'zod/mini'
import { defineApplication } from '../../server/contract/define-application.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import { Bots } from '../../server/testing/bots.ts'
import { play } from '../../server/testing/play.ts'
import { startTestServer } from '../../server/testing/start-test-server.ts'
import type { Room } from '../../web/client/client-api.ts'

const bell = defineApplication({
  name: 'bell',
  players: { min: 1, max: 4 },
  initialise: () => ({ rung: 0 }),
  presence: z.optional(z.object({ near: z.boolean() })),
  predict: ['ring'],
  update: (action) => ({
    ring: action(z.void(), (state) => ++state.rung),
    ringTimes: action(z.optional(z.object({ times: z.int() })), (state, given) => {
      state.rung += given?.times ?? 1
    }),
    hush: action(z.null(), (state) => {
      state.rung = 0
    }),
  }),
  history: {
    ring: true,
    ringTimes: ({ user, payload }) => `${user.id}: ${payload?.times ?? 'none'}`,
    hush: true,
  },
})

/** What is done in every way an application can be reached. */
async function ringAll(act: Room<typeof bell>['act']): Promise<number[]> {
  const rung = [await act.ring(), await act.ring(undefined)]
  await act.ringTimes()
  await act.ringTimes({ times: 3 })
  await act.hush(null)
  return [...rung, await act.ring()]
}

const PAST = [
  { name: 'ring' },
  { name: 'hush', payload: null },
  { name: 'ringTimes', payload: 'ann: 3' },
  { name: 'ringTimes', payload: 'ann: none' },
  { name: 'ring' },
  { name: 'ring' },
]
const pastOf = ({ actions }: { readonly actions: readonly { readonly name: string; readonly payload?: unknown }[] }) =>
  actions.map((past) => ({ name: past.name, ...('payload' in past && { payload: past.payload }) }))

describe('an action without payload', () => {
  let server: SocDrawServer
  let bots: Bots<typeof bell>

  before(async () => {
    server = await startTestServer(bell)
    bots = new Bots(server, 'bell')
  })

  after(async () => {
    bots.close()
    await server.stop()
  })

  it('is done over a socket, and told of in the history, as in play()', async () => {
    const [room] = await bots.enter('R:1', 'ann')
    expect(await ringAll(room?.act as Room<typeof bell>['act'])).to.deep.equal([1, 2, 1])
    expect(pastOf((await room?.history()) as never)).to.deep.equal(PAST)

    const game = await play(bell, { members: ['ann'] })
    expect(await ringAll(game.as('ann'))).to.deep.equal([1, 2, 1])
    expect(pastOf(await game.history('ann'))).to.deep.equal(PAST)
  })

  it('is done by the host', async () => {
    await bots.enter('R:2', 'ann')
    expect(await server.room<typeof bell>('R:2').act.ring()).to.equal(1)
  })

  it('leaves those made right after it their places', async () => {
    const [room] = await bots.enter('R:1', 'bob')
    await room?.act.hush(null)
    const made = [room?.act.ring(), room?.act.ringTimes({ times: 2 }), room?.act.ring()]
    expect(await Promise.all(made)).to.deep.equal([1, undefined, 4])
  })
})
