import fc from 'fast-check'
import { GUARDED, POSITIONS, PRIVATE, USERS, WatchedLobby } from './support/watched-lobby.ts'

const RUNS = 200

/** Something that happens, and how a counterexample names it. */
interface Step {
  take(lobby: WatchedLobby): unknown
  readonly [fc.toStringMethod]: () => string
}

/** A step that takes what was drawn. */
const step = <Drawn extends unknown[]>(
  name: string,
  drawn: { [Place in keyof Drawn]: fc.Arbitrary<Drawn[Place]> },
  take: (lobby: WatchedLobby, ...drawn: Drawn) => unknown,
): fc.Arbitrary<Step> =>
  fc.tuple<Drawn>(...drawn).map((drawn) => ({
    take: (lobby) => take(lobby, ...drawn),
    [fc.toStringMethod]: () => `${name} ${JSON.stringify(drawn)}`,
  }))

/** Mostly about one of them, whose rights change mostly too: what takes several steps happens more often so. */
const which = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(4) })
const guarded = fc.oneof(
  { weight: 2, arbitrary: fc.constant(GUARDED[0]) },
  { weight: 1, arbitrary: fc.constantFrom(...GUARDED) },
)
const player = fc.nat(1)
const end = fc.option(fc.constantFrom(1, 63, 128, 198, 200), { nil: undefined })
const whom = fc.constantFrom('room', 'room', 'both', 'both', 'user', 'all')

/** Steps that have all to do with these few rooms, the first of which is not everybody's. */
const stepsAt = (rooms: readonly number[]): fc.Arbitrary<readonly Step[]> => {
  const position = fc.constantFrom(...rooms)
  const positions = fc.uniqueArray(position, { maxLength: rooms.length })
  const look = step('look', [which, positions, end], (lobby, which, rooms, end) =>
    lobby.looker(which)?.look({ rooms, ...(end !== undefined && { end }) }),
  )
  const secret = fc.constantFrom(...rooms.filter((room) => PRIVATE.some((each) => each === room)))
  const change = step('change', [guarded, secret, whom], (lobby, user, at, of) => {
    const room = `R:${at}`
    const concerned = { room: { room }, user: { user }, both: { room, user }, all: {} }
    lobby.change(user, at, concerned[of])
  })
  const all = fc.oneof(
    { weight: 1, arbitrary: step('connect', [fc.constantFrom(...USERS)], (lobby, user) => lobby.connect(user)) },
    { weight: 1, arbitrary: step('disconnect', [which], (lobby, which) => lobby.disconnect(which)) },
    { weight: 1, arbitrary: step('list', [which], (lobby, which) => lobby.looker(which)?.listRooms()) },
    { weight: 5, arbitrary: look },
    { weight: 1, arbitrary: step('look at nothing', [which], (lobby, which) => lobby.looker(which)?.look(null)) },
    {
      weight: 1,
      arbitrary: step('load', [which, position], (lobby, which, after) => lobby.looker(which)?.load(after)),
    },
    { weight: 6, arbitrary: change },
    { weight: 4, arbitrary: step('move', [player, position], (lobby, player, at) => lobby.move(player, at)) },
    { weight: 4, arbitrary: step('count', [player, position], (lobby, player, at) => lobby.count(player, at)) },
    { weight: 4, arbitrary: step('pass', [fc.constantFrom(0, 20, 190, 1000)], (lobby, ms) => lobby.pass(ms)) },
    { weight: 2, arbitrary: step('hold', [fc.constantFrom('lists', 'all')], (lobby, what) => lobby.slow.hold(what)) },
    { weight: 1, arbitrary: step('let go', [which], (lobby, which) => lobby.slow.letGo(which)) },
    { weight: 2, arbitrary: step('release', [], (lobby) => lobby.slow.release()) },
    { weight: 5, arbitrary: step('rest', [], (lobby) => lobby.rest()) },
  )
  return fc.array(all, { minLength: 10, maxLength: 60, size: 'max' })
}

const steps = fc
  .tuple(fc.constantFrom(...PRIVATE), fc.uniqueArray(fc.constantFrom(...POSITIONS), { minLength: 1, maxLength: 2 }))
  .chain(([secret, others]) => stepsAt([secret, ...others.filter((other) => other !== secret)]))

describe('what is told of a lobby’s list, for any looks, rights and changes', function () {
  this.timeout(60_000)

  it('[P10] is how the rooms stand that one looks at and may enter, never one that one may not enter, and nothing to who looks at nothing', () =>
    fc.assert(
      fc.asyncProperty(steps, async (steps) => {
        const lobby = new WatchedLobby()
        for (const user of USERS) lobby.connect(user)
        for (const step of steps) {
          const done = step.take(lobby)
          if (done instanceof Promise) await done
        }
        await lobby.rest()
        await lobby.stop()
      }),
      { numRuns: RUNS },
    ))
})
