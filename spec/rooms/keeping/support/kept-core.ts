import { may, roleOf, seesOthers } from '../../../../server/accounts/access.ts'
import { isForEveryone, mayActOn, mayInRoom, mayKnock } from '../../../../server/accounts/room-rights.ts'
import type { AnyApplication } from '../../../../server/contract/application.ts'
import { PlayNow } from '../../../../server/rooms/keeping/play-now.ts'
import type { RoomRights } from '../../../../server/rooms/keeping/ports.ts'
import { RoomKeeper } from '../../../../server/rooms/keeping/room-keeper.ts'
import type { Account } from '../../../../server/rooms/ports.ts'
import { FakeClock } from '../../../../server/testing/fake-clock.ts'
import { startCore } from '../../../support/core.ts'
import { counter } from '../../../support/counter.ts'

/** Rooms that one may also watch, and that one member is enough for. */
export const application = { ...counter, spectators: true, players: { min: 1, max: 3 } }

export const user = (id: string, ...roles: string[]): Account => ({ id, name: id, roles })

/** A lobby with a keeper of its rooms, and the rights that the server has. */
export function startKeptCore(
  rooms: Parameters<typeof startCore>[1] = [],
  { roomsPerUser = 100, rules = application }: { roomsPerUser?: number; rules?: AnyApplication } = {},
) {
  const clock = new FakeClock()
  const core = startCore(rules, rooms, {
    clock,
    access: {
      may: (who, operation, room, being) => may(who, operation, room, clock.now(), being),
      forEveryone: (room) => isForEveryone(room, clock.now()),
      seesOthers,
      roleOf,
    },
  })
  const rights: RoomRights = {
    mayMake: ({ id }) => id !== 'guest',
    may: (who, operation, { record, origin }) =>
      mayInRoom(who, operation, { ...record, hosted: origin === 'host' }, clock.now()),
    mayKnock: (who, { record }) => mayKnock(who, record, clock.now()),
    mayActOn: (who, target, { record }) => mayActOn(who, target, record),
  }
  let ids = 0
  const keeper = new RoomKeeper({
    ...{ clock, registry: core.registry, catalogue: core.catalogue, rights, roomsPerUser },
    randomness: { name: () => `made-${++ids}`, seed: () => [1, 2, 3, 4] },
    report: (error) => void core.reports.push(error),
    applicationOf: (name) => (name === rules.name ? rules : undefined),
    timeInWords: (at) => `${at}`,
  })
  const playNow = new PlayNow({ clock, registry: core.registry, keeper, seesOthers })
  return { ...core, keeper, playNow, rights }
}

/** The code of what it rejects with. */
export async function codeOf(asked: Promise<unknown>): Promise<string | undefined> {
  return asked.then(
    () => undefined,
    (error: { code: string }) => error.code,
  )
}

/** What is asked, which may take as long as the core’s clock says. @throws Error where it takes five seconds of that */
export async function withTime<Result>(clock: FakeClock, asked: Promise<Result>): Promise<Result> {
  let over = false
  const end = (): void => {
    over = true
  }
  asked.then(end, end)
  for (let passed = 0; !over && passed < 100; passed++) await clock.pass(50)
  if (!over) throw new Error('it takes more than five seconds')
  return asked
}
