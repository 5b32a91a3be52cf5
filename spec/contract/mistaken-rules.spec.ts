import { z } from 'zod/mini'
import { defineApplication } from '../../server/contract/define-application.ts'
import type { Bots } from '../../server/testing/bots.ts'
import { play } from '../../server/testing/play.ts'
import type { connect } from '../../web/client/connect.ts'

/*
 * What the compiler tells an author who has made a mistake: that one, where it was made, and none more at the lines that
 * use the rules. As with `types.spec.ts`, `npm run types` is this spec's run; nothing here is ever called.
 */

const players = { min: 2, max: 4 }

/** Rules whose only mistake is an async handler. */
const mistaken = () =>
  defineApplication({
    name: 'mistaken',
    players,
    initialise: ({ now }) => ({ count: 0, began: now, hands: {} as Record<string, string[]> }),
    visibility: { hands: 'owner' },
    presence: z.object({ typing: z.boolean() }),
    update: (action) => ({
      add: action(z.object({ by: z.int() }), (state, { by }) => ({ count: (state.count += by) })),
      // @ts-expect-error - async: a handler must not be
      wait: action(z.object({}), async (state) => void state.count++),
    }),
  })

/** Rules whose only mistake is a list of what is its owners'. */
const listed = () =>
  defineApplication({
    name: 'listed',
    players,
    initialise: () => ({ hands: [] as string[], notes: {} as Record<string, string> | null, turn: 'ann' }),
    // @ts-expect-error - an owner's part is a record by user id
    visibility: { hands: 'owner', notes: 'owner' },
    update: (action) => ({ take: action(z.object({}), (state) => state.hands.pop()) }),
  })

type Mistaken = ReturnType<typeof mistaken>

export async function useMistaken(join: typeof connect, bots: Bots<Mistaken>): Promise<void> {
  const lobby = await join<Mistaken>('http://localhost', 'mistaken', { token: '' })
  const room = await lobby.enter('R:1')
  const { count } = await room.act.add({ by: 1 })
  const sum: number = count + (room.state?.count ?? 0)
  room.present({ typing: sum > 1 })
  for (const { typing } of room.presence.values()) room.present({ typing })
  const played = await play(mistaken(), { members: ['ann', 'bob'] })
  await played.as('ann').add({ by: 1 })
  played.state.count.toFixed()
  played.seenBy('ann').hands?.at(0)
  const [ann, bob] = await bots.enter('R:1', 'ann', 'bob')
  await ann.act.add({ by: bob.version })
  // @ts-expect-error - nobody else has entered
  const [, , chi] = await bots.enter('R:1', 'ann', 'bob')
  void chi
}

export async function useListed(join: typeof connect): Promise<void> {
  const lobby = await join<ReturnType<typeof listed>>('http://localhost', 'listed', { token: '' })
  const room = await lobby.enter('R:1')
  const card: string = await room.act.take({})
  const turn: string = room.state?.turn ?? card
  room.present({ turn })
  for (const { name, payload } of (await room.history()).actions) room.present({ name, payload })
}

export async function useUnnamed(join: typeof connect): Promise<void> {
  const lobby = await join('http://localhost', 'mistaken', { token: '' })
  const room = await lobby.enter('R:1')
  const hint: 'connect<typeof application>(…) says which application it is' = room.act
  // @ts-expect-error - which application it is was not said
  await room.act.add(hint)
}
