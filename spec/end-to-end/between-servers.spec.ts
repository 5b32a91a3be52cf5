import { expect } from 'chai'
import type { NewUser } from '../../server/accounts/users.ts'
import type { OpenBus } from '../../server/cluster/bus.ts'
import { MemoryBuses } from '../../server/cluster/memory-bus.ts'
import { createServer, type SocDrawServer } from '../../server/host/server.ts'
import { systemClock } from '../../server/machine/system-clock.ts'
import type { Clock } from '../../server/protocol/clock.ts'
import { signInAnswer } from '../../server/protocol/http-messages.ts'
import { createMemoryStore } from '../../server/stores/memory/create-memory-store.ts'
import type { Store } from '../../server/stores/store.ts'
import { until } from '../../server/testing/bots.ts'
import type { Lobby } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import { openStore } from '../stores/postgres/opened-store.ts'
import { council } from '../support/council.ts'
import { describeOnPostgres, postgresServer } from '../support/postgres.ts'
import { quickClock } from '../support/quick-clock.ts'

const password = 'a good password'
const users: NewUser[] = [
  ...['ann', 'bob', 'cat', 'dan', 'eve'].map((username) => ({ id: username, username, password })),
  { id: 'root', username: 'administrator', password, roles: ['administrator'] },
]

/** What two servers share. */
interface Ground {
  /** Opens the data, once for each server. */
  data(): Promise<Store>
  /** By what time the servers go; the machine's unless told. */
  readonly clock?: Clock
  /** Whether they tell each other to look. */
  readonly hints: boolean
}

/** Where somebody is connected, and by what. */
interface Signed {
  readonly lobby: Lobby<typeof council>
  readonly token: string
}

/** How long it took each time until the change was seen, in milliseconds. */
const took: number[] = []

/**
 * What holds of two servers that share their data.
 * @param told whether each change is told by itself; otherwise only that something was missed
 */
function describeBetween(title: string, lay: () => Promise<Ground>, told = true): void {
  const itIfTold = told ? it : () => undefined
  describe(`two servers on one store: ${title}`, function () {
    this.timeout(30_000)
    let here: SocDrawServer
    let there: SocDrawServer
    const closing: (() => unknown)[] = []

    before(async () => {
      const { data, hints, clock = systemClock } = await lay()
      const buses = new MemoryBuses()
      const bus: OpenBus = async ({ name }) => {
        const joined = buses.join(name, systemClock)
        return hints ? joined : { ...joined, publish: () => {} }
      }
      const start = async (): Promise<SocDrawServer> => {
        const options = { applications: [council], users, port: 0, logLevel: 'silent', signInLimit: 'none' } as const
        const server = await createServer({
          ...options,
          data: await data(),
          bus,
          clock,
          maxLag: Number.POSITIVE_INFINITY,
        })
        closing.push(() => server.stop())
        return server
      }
      here = await start()
      there = await start()
    })
    after(async () => {
      for (const close of closing.splice(0).reverse()) await close()
    })

    async function call(server: SocDrawServer, method: string, path: string, body: unknown, token?: string) {
      const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
      const answer = await fetch(server.url + path, { method, headers, body: JSON.stringify(body) })
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
      return answer.status === 204 ? undefined : answer.json()
    }
    async function signIn(server: SocDrawServer, username: string): Promise<Signed> {
      const { token } = signInAnswer.parse(await call(server, 'POST', '/api/sessions', { username, password }))
      const lobby = await connect<typeof council>(server.url, 'council', { token, socket: { forceNew: true } })
      closing.push(() => lobby.close())
      return { lobby, token }
    }
    const make = async (name: string, more: { owner?: string; private?: boolean } = {}): Promise<string> =>
      (await here.rooms.create({ application: 'council', name, ...more })).id
    /** Resolves when the list shows the room, or what is said of it. */
    const lists = async ({ lobby }: Signed, id: string, name: string | undefined): Promise<void> => {
      const began = performance.now()
      await until(lobby, ({ rooms }) => rooms.find((room) => room.id === id)?.name === name, `${id} is ${name}`)
      took.push(performance.now() - began)
    }

    it('[P10] rooms that are made, renamed, closed to others, opened, archived, deleted and recovered are so there too', async () => {
      const bob = await signIn(there, 'bob')
      const ids = await Promise.all(['named', 'hidden', 'archived', 'deleted', 'kept'].map((name) => make(name)))
      const secret = await make('secret', { owner: 'ann', private: true })
      const [named = '', hidden = '', archived = '', deleted = '', kept = ''] = ids
      await until(bob.lobby, ({ rooms }) => rooms.length >= ids.length)
      await lists(bob, kept, 'kept')
      expect(bob.lobby.rooms.map(({ id }) => id)).to.have.members(ids)
      await here.rooms.update(named, { name: 'another name' })
      await here.rooms.update(hidden, { private: true })
      await here.rooms.archive(archived)
      await here.rooms.delete(deleted)
      await here.rooms.invite(secret, 'bob')
      await Promise.all([
        lists(bob, named, 'another name'),
        ...[hidden, archived, deleted].map((id) => lists(bob, id, undefined)),
        lists(bob, secret, 'secret'),
      ])
      await here.rooms.update(hidden, { private: false })
      await here.rooms.restore(archived)
      await here.rooms.recover(deleted)
      await here.rooms.uninvite(secret, 'bob')
      await Promise.all([
        ...[hidden, archived, deleted].map((id, index) => lists(bob, id, ['hidden', 'archived', 'deleted'][index])),
        lists(bob, secret, undefined),
      ])
    })

    itIfTold(
      '[P10] whoever is banned, removed or uninvited is put out of the room there, in the words of what was done',
      async () => {
        const [bob, cat, dan] = await Promise.all(['bob', 'cat', 'dan'].map((name) => signIn(there, name)))
        if (!bob || !cat || !dan) throw new Error('nobody came')
        const [open, hidden] = [await make('open', { owner: 'ann' }), await make('closed', { private: true })]
        await here.rooms.invite(hidden, 'dan')
        const rooms = await Promise.all([bob.lobby.enter(open), cat.lobby.enter(open), dan.lobby.enter(hidden)])
        await here.rooms.ban(open, 'bob', { reason: 'shouting' })
        await here.rooms.remove(open, 'cat')
        await here.rooms.uninvite(hidden, 'dan')
        await Promise.all(rooms.map((room) => until(room, ({ error }) => error !== undefined, 'they are put out')))
        const [banned, removed, uninvited] = rooms.map(({ error }) => error)
        expect(banned?.message).to.equal('You were banned from this room: shouting')
        expect(removed).to.deep.include({ code: 'FORBIDDEN', message: 'You were removed from this room.' })
        expect(uninvited?.code).to.equal('ROOM_NOT_FOUND')
        expect((await cat.lobby.enter(open)).error, 'who may come again').to.equal(undefined)
        await here.rooms.lift(open, 'bob')
        await lists(bob, open, 'open')
      },
    )

    it('roles in a room are so there too', async () => {
      const bob = await signIn(there, 'bob')
      const room = await bob.lobby.enter(await make('ours', { owner: 'ann' }))
      expect(room.role).to.equal('member')
      await here.rooms.setRole(room.id, 'bob', 'moderator')
      await until(room, ({ role }) => role === 'moderator', 'they are a moderator')
      await here.rooms.setRole(room.id, 'bob', 'owner')
      await until(room, ({ role }) => role === 'owner', 'they are the owner')
    })

    it('[P10] sessions that end one by one, by another password, by all others’ end or with the account are over there too', async () => {
      const [one, two] = [await signIn(there, 'dan'), await signIn(there, 'dan')]
      const other = await signIn(here, 'dan')
      const ends = ({ lobby }: Signed) => until(lobby, ({ connection }) => connection === 'closed', 'it is closed')
      await call(here, 'DELETE', '/api/sessions', {}, one.token)
      await ends(one)
      expect([one.lobby.error?.code, two.lobby.connection]).to.deep.equal(['UNAUTHENTICATED', 'online'])
      const changed = { old: password, wanted: 'quite another one' }
      await call(here, 'PUT', '/api/account/password', changed, other.token)
      await ends(two)
      expect(other.lobby.connection).to.equal('online')
      const [eve, root] = [await signIn(there, 'eve'), await signIn(here, 'administrator')]
      await call(here, 'PATCH', '/api/users/eve', { disabled: true }, root.token)
      await ends(eve)
    })

    it('users are called so there, and have the rights, that they were given here', async () => {
      const [bob, cat, root] = [
        await signIn(there, 'bob'),
        await signIn(there, 'cat'),
        await signIn(here, 'administrator'),
      ]
      const own = await signIn(here, 'bob')
      const hidden = await make('for administrators', { private: true })
      const room = await cat.lobby.enter(await make('of bob and cat'))
      await bob.lobby.enter(room.id)
      await until(room, ({ members }) => members.length === 2)
      await call(here, 'PATCH', '/api/account', { name: 'Robert' }, own.token)
      await until(room, ({ members }) => members.some(({ name }) => name === 'Robert'), 'bob is Robert')
      await call(here, 'PUT', '/api/users/cat/roles', { roles: ['administrator'] }, root.token)
      await lists(cat, hidden, 'for administrators')
      await call(here, 'PUT', '/api/users/cat/roles', { roles: [] }, root.token)
      await lists(cat, hidden, undefined)
    })

    it('a room that runs at the other server shows in the list how it stands, and how many are there', async () => {
      const [ann, bob] = [await signIn(here, 'ann'), await signIn(there, 'bob')]
      const id = await make('to be looked at')
      await lists(bob, id, 'to be looked at')
      const room = await ann.lobby.enter(id)
      const listed = () => bob.lobby.rooms.find((each) => each.id === id)
      await until(bob.lobby, () => listed()?.members === 1 && listed()?.status === room.status, 'one is there')
      room.leave()
      await until(bob.lobby, () => listed()?.members === 0, 'nobody is there')
      expect((await signIn(there, 'cat')).lobby.rooms.find((each) => each.id === id)?.members).to.equal(0)
    })

    itIfTold(
      '[P10] whoever is in a room that runs at the other server is put out of it, whichever of the two was asked',
      async () => {
        const [ann, bob, cat] = [await signIn(here, 'ann'), await signIn(there, 'bob'), await signIn(there, 'cat')]
        const id = await make('run here', { owner: 'ann' })
        const room = await ann.lobby.enter(id)
        const guests = [await bob.lobby.enter(id), await cat.lobby.enter(id)]
        await until(room, ({ members }) => members.length === 3)
        const isOut = ({ error }: { readonly error: unknown }) => error !== undefined
        await there.rooms.ban(id, 'bob', { reason: 'shouting' })
        await until(guests[0] ?? room, isOut, 'bob is put out')
        await here.rooms.remove(id, 'cat')
        await until(guests[1] ?? room, isOut, 'cat is put out')
        const words = guests.map(({ error }) => error?.message)
        expect(words).to.deep.equal(['You were banned from this room: shouting', 'You were removed from this room.'])
        await until(room, ({ members }) => members.length === 1)
      },
    )

    itIfTold('a room that runs at the other server is closed by it, and the answer waits for that', async () => {
      const ann = await signIn(here, 'ann')
      const room = await ann.lobby.enter(await make('to be closed'))
      expect((await there.rooms.close(room.id)).status).to.equal('closed')
      await until(room, ({ status }) => status === 'closed')
    })

    itIfTold('whoever may answer hears there that somebody asks to be let in', async () => {
      const [bob, cat] = [await signIn(there, 'bob'), await signIn(here, 'cat')]
      const id = await make('bob’s', { owner: 'bob', private: true })
      const heard = new Promise<string>((resolve) => closing.push(bob.lobby.onKnocked(resolve)))
      await call(here, 'POST', `/api/rooms/${id}/knock`, {}, cat.token)
      expect(await heard).to.equal(id)
    })
  })
}

async function inMemory(): Promise<Ground['data']> {
  const store = createMemoryStore({ sharedBy: systemClock })
  return async () => store
}

describeBetween('in memory, hints lost', async () => ({
  data: await inMemory(),
  clock: quickClock(20),
  hints: false,
}))

/** Tells nothing but that anything may have been changed. */
async function missingAll(): Promise<Ground['data']> {
  const store = createMemoryStore({ sharedBy: systemClock })
  const look = async () => ({ changes: [], missed: true })
  const lasting = async (sessions: readonly string[]) => (await store.changes?.lasting(sessions)) ?? new Set<string>()
  return async () => ({ ...store, changes: { watch: async () => ({ look }), lasting } })
}

describeBetween(
  'in memory, of which all news was missed',
  async () => ({ data: await missingAll(), clock: quickClock(20), hints: false }),
  false,
)

describe('with hints', () => {
  before(() => took.splice(0))
  describeBetween('in memory', async () => ({ data: await inMemory(), hints: true }))
  after(() => {
    const [median = Number.POSITIVE_INFINITY] = took.sort((one, other) => one - other).slice(took.length / 2)
    expect(median, 'a change is seen at once, not at the next look').to.be.lessThan(500)
  })
})

describeOnPostgres('on PostgreSQL', () => {
  describeBetween('in PostgreSQL, hints lost', async () => {
    const url = await (await postgresServer()).freshDatabase()
    return { data: () => openStore({ url }), clock: quickClock(20), hints: false }
  })
})
