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

const which = fc.nat(5)
const player = fc.nat(1)
const position = fc.constantFrom(...POSITIONS)
const positions = fc.uniqueArray(position, { maxLength: 4 })
const end = fc.option(fc.constantFrom(1, 63, 128, 198, 200), { nil: undefined })
const whom = fc.constantFrom('room', 'user', 'both', 'all')

const look = step('look', [which, positions, end], (lobby, which, rooms, end) =>
  lobby.looker(which)?.look({ rooms, ...(end !== undefined && { end }) }),
)
const change = step(
  'change',
  [fc.constantFrom(...GUARDED), fc.constantFrom(...PRIVATE), whom],
  (lobby, user, at, of) => {
    const room = `R:${at}`
    const concerned = { room: { room }, user: { user }, both: { room, user }, all: {} }
    lobby.change(user, at, concerned[of])
  },
)

const steps = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: step('connect', [fc.constantFrom(...USERS)], (lobby, user) => lobby.connect(user)) },
    { weight: 1, arbitrary: step('disconnect', [which], (lobby, which) => lobby.disconnect(which)) },
    { weight: 2, arbitrary: step('list', [which], (lobby, which) => lobby.looker(which)?.listRooms()) },
    { weight: 3, arbitrary: look },
    { weight: 1, arbitrary: step('look at nothing', [which], (lobby, which) => lobby.looker(which)?.look(null)) },
    {
      weight: 1,
      arbitrary: step('load', [which, position], (lobby, which, after) => void lobby.looker(which)?.load(after)),
    },
    { weight: 4, arbitrary: change },
    { weight: 3, arbitrary: step('move', [player, position], (lobby, player, at) => lobby.move(player, at)) },
    { weight: 3, arbitrary: step('count', [player, position], (lobby, player, at) => lobby.count(player, at)) },
    { weight: 4, arbitrary: step('pass', [fc.constantFrom(0, 20, 190, 1000)], (lobby, ms) => lobby.pass(ms)) },
    { weight: 1, arbitrary: step('hold', [], (lobby) => lobby.slow.hold()) },
    { weight: 1, arbitrary: step('let go', [which], (lobby, which) => lobby.slow.letGo(which)) },
    { weight: 1, arbitrary: step('release', [], (lobby) => lobby.slow.release()) },
    { weight: 1, arbitrary: step('rest', [], (lobby) => lobby.rest()) },
  ),
  { minLength: 10, maxLength: 60 },
)

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
