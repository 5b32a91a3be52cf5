import { expect } from 'chai'
import type { RoomOperation } from '../../../server/protocol/room-operations.ts'
import type { Account, Connection } from '../../../server/rooms/ports.ts'
import { holds, KINDS, type Kind, OPERATIONS, PEOPLE, type Person } from '../../support/rights-table.ts'
import { codeOf, type startKeptCore, withTime } from './support/kept-core.ts'
import { accountOf, roomOfKind, root, TARGET } from './support/room-of-kind.ts'

/** The operations that nobody asks for by themselves: what the page shows of a room, and of what is done there. */
const SHOWN: readonly RoomOperation[] = ['seeInvited', 'seeBans', 'links', 'answerKnocks']
const BY_SOCKET: readonly RoomOperation[] = ['enter', 'watch', 'act', 'leave']
type Keeper = ReturnType<typeof startKeptCore>['keeper']

/** Asks for the operation as HTTP does. */
async function askKeeper(keeper: Keeper, by: Account, id: string, operation: RoomOperation): Promise<unknown> {
  switch (operation) {
    case 'see':
      return keeper.find(by, id)
    case 'edit':
      return keeper.edit(by, id, { name: 'Other' })
    case 'setRole':
      return keeper.setRole(by, id, TARGET, 'moderator')
    case 'transfer':
      return keeper.setRole(by, id, TARGET, 'owner')
    case 'archive':
    case 'delete':
    case 'recover':
    case 'close':
      return keeper[operation](by, id)
    case 'restore':
      // Where it may be archived.
      await codeOf(keeper.archive(root, id))
      return keeper.restore(by, id)
    case 'invite':
      return keeper.invite(by, id, 'kim')
    case 'uninvite':
    case 'remove':
      return keeper[operation](by, id, TARGET)
    case 'ban':
      return keeper.ban(by, id, TARGET, { until: null, reason: '' })
    case 'lift':
      return keeper.lift(by, id, 'ned')
    default:
      throw new Error(`${operation} is asked otherwise`)
  }
}

describe('each right in rooms', () => {
  for (const kind of Object.keys(KINDS) as Kind[]) {
    for (const person of Object.keys(PEOPLE) as Person[]) {
      it(`[P10] is so as it is asked for: ${kind}, ${person}`, async () => {
        const by = accountOf(person)
        const refusal = holds(person, 'see', kind) ? 'FORBIDDEN' : 'ROOM_NOT_FOUND'
        for (const operation of OPERATIONS.filter((each) => !BY_SOCKET.includes(each))) {
          const { keeper, clock, id } = await roomOfKind(kind)
          const has = holds(person, operation, kind)
          if (SHOWN.includes(operation)) {
            const found = await keeper.find(root, id)
            expect(keeper.mayOf(by, found).includes(operation), operation).to.equal(has)
          } else {
            const asked = codeOf(askKeeper(keeper, by, id, operation))
            expect(await withTime(clock, asked), operation).to.equal(has ? undefined : refusal)
          }
        }
      })

      it(`[P10] is so by socket: ${kind}, ${person}`, async () => {
        const { lobby, wire, clock, id } = await roomOfKind(kind)
        const connection: Connection = { id: 'tab', user: accountOf(person) }
        wire.connect('tab')
        lobby.connected(connection)
        const ask = async (event: string, ...args: unknown[]): Promise<string | undefined> => {
          const asked = lobby.request(connection, event, args)
          await clock.pass(50)
          const answer = await asked
          return answer.ok ? undefined : answer.error.code
        }
        for (const [as, operation] of [
          ['spectate', 'watch'],
          ['enter', 'enter'],
        ] as const) {
          const code = await ask('enter', id, { client: 'c', ...(as === 'spectate' && { spectate: true }) })
          const inside = holds(person, operation, kind)
          // Of a room in which one can be nothing there is nothing by socket, also to whoever may recover it.
          const sees = holds(person, 'enter', kind) || holds(person, 'watch', kind)
          const otherwise = sees ? 'FORBIDDEN' : 'ROOM_NOT_FOUND'
          expect(code, operation).to.equal(inside ? undefined : otherwise)
          if (operation === 'enter') {
            const acted = await ask('act', id, { client: 'c', seq: 1, name: 'add', payload: { by: 1 } })
            expect(acted === undefined, `act: ${acted}`).to.equal(holds(person, 'act', kind))
          }
          if (inside) expect(await ask('leave', id), 'leave').to.equal(undefined)
        }
      })
    }
  }
})
