import { expect } from 'chai'
import { PEOPLE, type Person } from '../../support/rights-table.ts'
import { startDoorCore } from './support/door-core.ts'
import { application, user } from './support/kept-core.ts'
import { accountOf } from './support/room-of-kind.ts'

type Watch = 'nobody' | 'members' | 'entrants' | 'everybody'

const ALL = Object.keys(PEOPLE) as Person[]
const SEE_TO_IT: readonly Person[] = ['moderator', 'owner', 'administrator']
const BUT_BANNED = ALL.filter((person) => person !== 'banned')

/** Who may watch by the page on rights, where the room is private, and where it is not. */
const MAY: Readonly<Record<Watch, { readonly private: readonly Person[]; readonly public: readonly Person[] }>> = {
  nobody: { private: ['administrator'], public: ['administrator'] },
  members: { private: ['invited', ...SEE_TO_IT], public: SEE_TO_IT },
  entrants: { private: ['invited', ...SEE_TO_IT], public: BUT_BANNED },
  everybody: { private: BUT_BANNED, public: BUT_BANNED },
}

async function roomToWatch(watch: Watch, hidden: boolean) {
  const core = startDoorCore()
  const { keeper, lobby, wire, clock } = core
  const olga = user('olga')
  const wanted = { application: application.name, name: 'Room', private: hidden, watch }
  const { id } = (await keeper.make(olga, wanted)).record
  if (hidden) for (const each of ['mo', 'ivy', 'ned']) await keeper.invite(olga, id, each)
  await keeper.setRole(olga, id, 'mo', 'moderator')
  await keeper.ban(olga, id, 'ned', { until: null, reason: '' })
  const connect = (person: Person) => {
    const connection = { id: `tab of ${person}`, user: accountOf(person) }
    wire.connect(connection.id)
    lobby.connected(connection)
    return async (event: string, ...args: unknown[]): Promise<string | undefined> => {
      const asked = lobby.request(connection, event, args)
      await clock.pass(50)
      const answer = await asked
      return answer.ok ? undefined : answer.error.code
    }
  }
  return { id, connect }
}

const WATCHING = { client: 'c', spectate: true }

describe('who may watch a room, by socket', () => {
  for (const watch of Object.keys(MAY) as Watch[]) {
    for (const kind of ['private', 'public'] as const) {
      it(`[P10] is who its setting says: ${watch}, of a ${kind} one`, async () => {
        const { id, connect } = await roomToWatch(watch, kind === 'private')
        for (const person of ALL) {
          const code = await connect(person)('enter', id, WATCHING)
          const sees = kind === 'public' ? person !== 'banned' : MAY.entrants.private.includes(person)
          const refusal = sees ? (watch === 'nobody' ? 'NO_SPECTATORS' : 'FORBIDDEN') : 'ROOM_NOT_FOUND'
          expect(code, person).to.equal(MAY[watch][kind].includes(person) ? undefined : refusal)
        }
      })
    }
  }

  it('[P10] is whoever gave a seat up to watch, of a public room that members may watch, for as long as they stay', async () => {
    const { id, connect } = await roomToWatch('members', false)
    const ask = connect('not invited')
    expect(await ask('enter', id, WATCHING)).to.equal('FORBIDDEN')
    expect(await ask('enter', id, { client: 'c' })).to.equal(undefined)
    expect(await ask('enter', id, WATCHING)).to.equal(undefined)
    expect(await ask('leave', id)).to.equal(undefined)
    expect(await ask('enter', id, WATCHING)).to.equal('FORBIDDEN')
  })
})
