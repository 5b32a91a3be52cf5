import { expect } from 'chai'
import type { FastifyInstance } from 'fastify'
import type { RoomOperation } from '../../server/protocol/room-operations.ts'
import { user, withTime } from '../rooms/keeping/support/kept-core.ts'
import { roomOfKind, root, TARGET } from '../rooms/keeping/support/room-of-kind.ts'
import { holds, KINDS, type Kind, OPERATIONS, PEOPLE, type Person } from '../support/rights-table.ts'
import { allOperations } from './all-operations.ts'
import { useHttp } from './http-harness.ts'
import { keptRooms } from './kept-rooms.ts'

interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the room’s address. */
  readonly url: string
  readonly payload?: object
}
type ByHttp = Exclude<RoomOperation, 'enter' | 'watch' | 'act' | 'leave' | 'seeInvited' | 'seeBans'>

const BY_SOCKET: readonly RoomOperation[] = ['enter', 'watch', 'act', 'leave']
/** What is a part of what the people of a room are told. */
const TOLD = { seeInvited: 'invited', seeBans: 'bans' } as const
const KNOCKER = 'kim'

/** By what is asked for each operation, below the room's address: all that its route stands for. */
const ASKED: Readonly<Record<ByHttp, readonly Asked[]>> = {
  see: [
    { method: 'GET', url: '' },
    { method: 'GET', url: '/people' },
  ],
  edit: [{ method: 'PATCH', url: '', payload: { name: 'Other' } }],
  archive: [{ method: 'POST', url: '/archive' }],
  restore: [{ method: 'POST', url: '/restore' }],
  recover: [{ method: 'POST', url: '/recover' }],
  close: [{ method: 'POST', url: '/close' }],
  delete: [{ method: 'DELETE', url: '' }],
  setRole: [{ method: 'PUT', url: `/roles/${TARGET}`, payload: { role: 'moderator' } }],
  transfer: [{ method: 'PUT', url: `/roles/${TARGET}`, payload: { role: 'owner' } }],
  invite: [{ method: 'PUT', url: '/invited', payload: { user: 'lea' } }],
  uninvite: [{ method: 'DELETE', url: `/invited/${TARGET}` }],
  remove: [{ method: 'DELETE', url: `/members/${TARGET}` }],
  ban: [{ method: 'PUT', url: `/bans/${TARGET}`, payload: { until: null, reason: '' } }],
  lift: [{ method: 'DELETE', url: '/bans/ned' }],
  links: [
    { method: 'GET', url: '/links' },
    { method: 'POST', url: '/links', payload: {} },
    { method: 'DELETE', url: '/links/LINK' },
  ],
  answerKnocks: [
    { method: 'GET', url: '/knocks' },
    { method: 'POST', url: `/knocks/${KNOCKER}`, payload: { admit: true } },
  ],
}
const CASES = (Object.keys(KINDS) as Kind[]).flatMap((kind) =>
  (Object.keys(ASKED) as ByHttp[]).map((operation) => [kind, operation] as const),
)
/** Who may not enter asks: that is no right in a room. */
const NO_RIGHT = ['knock']

describe('each right in rooms, over HTTP', () => {
  const open = useHttp()
  let core: Awaited<ReturnType<typeof roomOfKind>>

  const served = async (): Promise<FastifyInstance> => {
    const identify = async (token: string) => {
      const person = Object.values(PEOPLE).find(({ id }) => id === token)
      return person && { ...user(person.id, ...person.roles), roles: person.roles }
    }
    return (await open(keptRooms(() => core, identify))).app
  }

  /** The room as it has to be for the operation to be done at all. @returns the id of a link into it */
  async function prepare(kind: Kind, operation: RoomOperation): Promise<string> {
    core = await roomOfKind(kind)
    const { keeper, knocks, links, id } = core
    if (operation === 'restore' && kind !== 'After it was deleted') await keeper.archive(root, id)
    if (operation === 'answerKnocks') {
      knocks.knock(user(KNOCKER), id)
      await knocks.settled()
    }
    if (operation !== 'links' || !holds('moderator', 'links', kind)) return 'none'
    return (await links.make(user('mo'), id, { uses: 1, lifetime: 60_000 })).id
  }

  const ask = async (app: FastifyInstance, { url, ...asked }: Asked, person: Person | undefined) => {
    const headers = person === undefined ? {} : { authorization: `Bearer ${PEOPLE[person].id}` }
    const answer = await withTime(core.clock, app.inject({ ...asked, url: `/api/rooms/${core.id}${url}`, headers }))
    return answer.statusCode < 300 ? 'done' : answer.json().error.code
  }

  it('[P10] is so for everybody, in each kind of room', async () => {
    const app = await served()
    for (const [kind, operation] of CASES) {
      const changes = ASKED[operation].some(({ method }) => method !== 'GET')
      let link = await prepare(kind, operation)
      for (const person of Object.keys(PEOPLE) as Person[]) {
        const has = holds(person, operation, kind)
        for (const { url, ...asked } of ASKED[operation]) {
          const told = await ask(app, { ...asked, url: url.replace('LINK', link) }, person)
          const what = `${kind}: ${operation} by ${person}: ${asked.method} ${url}`
          const refusal = holds(person, 'see', kind) ? 'FORBIDDEN' : 'ROOM_NOT_FOUND'
          expect(told, what).to.equal(has ? 'done' : refusal)
        }
        // What was refused has changed nothing.
        if (has && changes) link = await prepare(kind, operation)
      }
    }
  })

  it('[P10] shows who is invited and banned to whom it is said', async () => {
    const app = await served()
    for (const kind of Object.keys(KINDS) as Kind[]) {
      core = await roomOfKind(kind)
      for (const person of Object.keys(PEOPLE) as Person[]) {
        const headers = { authorization: `Bearer ${PEOPLE[person].id}` }
        const people = (await app.inject({ url: `/api/rooms/${core.id}/people`, headers })).json()
        for (const operation of ['seeInvited', 'seeBans'] as const) {
          const shown = Array.isArray(people[TOLD[operation]])
          expect(shown, `${kind}: ${operation} by ${person}`).to.equal(holds(person, operation, kind))
        }
      }
    }
  })

  it('[P10] has a row for each operation, and a case for each route in a room; to nobody who is not signed in', async () => {
    const byHttp = OPERATIONS.filter((each) => !BY_SOCKET.includes(each) && !(each in TOLD))
    expect(Object.keys(ASKED)).to.have.members(byHttp)
    const app = await served()
    core = await roomOfKind('A room that somebody made')
    const inRooms = (await allOperations(app, 'ID')).filter(({ url }) => url.startsWith('/api/rooms/ID'))
    const cases = Object.values(ASKED)
      .flat()
      .map(({ method, url }) => `${method} ${url.replace(/(?<=\/(roles|invited|members|bans|links|knocks)\/).*/, '')}`)
    const routes = inRooms
      .filter(({ id }) => !NO_RIGHT.includes(id))
      .map(({ method, url }) => `${method} ${url.replace('/api/rooms/ID', '').replace(/x+$/, '')}`)
    expect([...new Set(cases)]).to.have.members(routes)
    for (const asked of Object.values(ASKED).flat())
      expect(await ask(app, asked, undefined), `${asked.method} ${asked.url}`).to.equal('UNAUTHENTICATED')
  })

  it('[P10] lists to each what they may see, and all to administrators alone', async () => {
    const app = await served()
    for (const kind of Object.keys(KINDS) as Kind[]) {
      core = await roomOfKind(kind)
      for (const person of Object.keys(PEOPLE) as Person[]) {
        const headers = { authorization: `Bearer ${PEOPLE[person].id}` }
        const filter = kind === 'After it was deleted' ? '?filter=deleted' : ''
        const { rooms } = (await app.inject({ url: `/api/rooms${filter}`, headers })).json()
        expect(rooms.length, `${kind}, ${person}`).to.equal(holds(person, 'see', kind) ? 1 : 0)
        const all = await app.inject({ url: '/api/administration/rooms', headers })
        const told = all.statusCode === 200 ? all.json().rooms.length : all.json().error.code
        expect(told, `all, ${kind}, ${person}`).to.equal(person === 'administrator' ? 1 : 'FORBIDDEN')
      }
    }
  })
})
