import { expect } from 'chai'
import type { HostRooms, HostRoomsSearch } from '../../server/host/host-rooms.ts'
import { createServer, type SocDrawServer } from '../../server/host/server.ts'
import { application } from '../rooms/keeping/support/kept-core.ts'
import { rejection } from '../support/rejection.ts'

/** What does in code what an operation of the API does. */
const IN_CODE: Readonly<Record<string, keyof HostRooms>> = {
  makeRoom: 'create',
  playNow: 'play',
  showRoom: 'get',
  listRooms: 'search',
  listAllRooms: 'search',
  editRoom: 'update',
  archiveRoom: 'archive',
  restoreRoom: 'restore',
  deleteRoom: 'delete',
  recoverRoom: 'recover',
  closeRoom: 'close',
  listPeople: 'get',
  setRoomRole: 'setRole',
  inviteToRoom: 'invite',
  uninvite: 'uninvite',
  removeMember: 'remove',
  ban: 'ban',
  liftBan: 'lift',
  makeRoomLink: 'makeLink',
  listRoomLinks: 'links',
  endRoomLink: 'endLink',
  lookAtRoomLink: 'lookAtLink',
  useRoomLink: 'useLink',
  knock: 'knock',
  listKnocks: 'knocks',
  answerKnock: 'answerKnock',
}

/** What goes through all rooms one after the other, in the order in which they were made: no operation of the API's does. */
const ONE_BY_ONE = 'list'

/** What the host's code knows by itself: it wrote the application. */
const NOT_ABOUT_ROOMS = ['showOptions']

const eve = { id: 'eve', name: 'Eve' }

describe('server.rooms', function () {
  this.timeout(10_000)
  let server: SocDrawServer
  let rooms: HostRooms

  before(async () => {
    const options = { applications: [application], data: 'memory', port: 0, logLevel: 'silent' } as const
    server = await createServer({ ...options, authenticate: async () => null })
    rooms = server.rooms
  })
  after(() => server.stop())

  it('does in code whatever the API does with rooms', async () => {
    const { paths } = (await server.http.inject('/api/openapi.json')).json<{
      paths: Record<string, Record<string, { operationId: string; tags: readonly string[] }>>
    }>()
    const operations = Object.values(paths).flatMap((path) => Object.values(path))
    const ids = operations.filter(({ tags }) => tags.includes('rooms')).map(({ operationId }) => operationId)
    expect(ids.filter((id) => !NOT_ABOUT_ROOMS.includes(id))).to.have.members(Object.keys(IN_CODE))
    const done = Object.keys(rooms).filter((each) => typeof rooms[each as keyof HostRooms] === 'function')
    expect(new Set([ONE_BY_ONE, ...Object.values(IN_CODE)]), 'and nothing else').to.deep.equal(new Set(done))
  })

  it('lets users in by links, which are the host’s own, and by knocks', async () => {
    const { id } = await rooms.create({ application: application.name, name: 'Hidden', private: true })
    const { code, ...link } = await rooms.makeLink(id, { uses: 1 })
    expect((await rooms.links(id)).map(({ id, madeBy }) => [id, madeBy])).to.deep.equal([[link.id, null]])
    expect(await rooms.lookAtLink(code, eve)).to.deep.include({ mayEnter: false })
    expect(await rooms.useLink(code, eve)).to.deep.include({ mayEnter: true })
    expect((await rooms.get(id)).users).to.deep.equal(['eve'])
    expect(await rejection(rooms.useLink(code, { id: 'bob', name: 'Bob' }))).to.include({ code: 'INVALID_LINK' })
    rooms.knock(id, { id: 'bob', name: 'Bob' })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect((await rooms.knocks(id)).map(({ user }) => user.name)).to.deep.equal(['Bob'])
    await rooms.answerKnock(id, 'bob', true)
    expect((await rooms.get(id)).users).to.deep.equal(['eve', 'bob'])
    const other = await rooms.makeLink(id)
    await rooms.endLink(id, other.id)
    expect(await rejection(rooms.lookAtLink(other.code, eve))).to.include({ code: 'INVALID_LINK' })
    expect(await rejection(rooms.makeLink(id, { uses: 0 }))).to.include({ code: 'INVALID_MESSAGE' })
    expect(await rejection(rooms.get('none'))).to.include({ code: 'ROOM_NOT_FOUND' })
  })

  it('leads a user to a room to play in, which is theirs where none waits', async () => {
    const made = await rooms.play(application.name, { id: 'gus', name: 'Gus' })
    expect(made).to.include({ owner: 'gus', status: 'waiting' })
    expect((await rooms.play(application.name, { id: 'kim', name: 'Kim' })).id).to.equal(made.id)
  })

  it('[P10] finds rooms by words and filter: all of them, or as a user may see them', async () => {
    const named = async (query?: HostRoomsSearch) => (await rooms.search(query)).rooms.map(({ name }) => name)
    const make = (name: string, hidden = false) =>
      rooms.create({ application: application.name, name, owner: 'ida', private: hidden })
    const [open, hidden, away, gone] = [
      await make('Zebra Café'),
      await make('Zebra Crossing', true),
      await make('Zebra away'),
      await make('Zebra gone'),
    ]
    await rooms.archive(away.id)
    await rooms.delete(gone.id)
    const all = await named({ search: 'zebra' })
    expect(all).to.have.members(['Zebra Café', 'Zebra Crossing', 'Zebra away', 'Zebra gone'])
    expect(await named({ search: 'cafe ZEB' })).to.deep.equal(['Zebra Café'])
    expect(await named({ search: 'zebra', filter: 'waiting' })).to.have.members(['Zebra Café', 'Zebra Crossing'])
    expect(await named({ search: 'zebra', filter: 'archived' })).to.deep.equal(['Zebra away'])
    expect(await named({ search: 'zebra', filter: 'deleted' })).to.deep.equal(['Zebra gone'])
    expect(await named({ search: 'zebra', application: 'another' })).to.deep.equal([])
    const ida = { id: 'ida', name: 'Ida' }
    expect(await named({ search: 'zebra', user: eve })).to.deep.equal(['Zebra Café'])
    expect(await named({ filter: 'mine', user: ida })).to.have.members(['Zebra Café', 'Zebra Crossing'])
    expect(await named({ search: 'zebra', filter: 'archived', user: eve })).to.deep.equal([])
    const seen: string[] = []
    for (let after: string | undefined, more = true; more; ) {
      const page = await rooms.search({ search: 'zebra', limit: 3, ...(after !== undefined && { after }) })
      seen.push(...page.rooms.map(({ name }) => name))
      after = page.next ?? undefined
      more = page.next !== null
    }
    expect(seen).to.deep.equal(all)
    const [found] = (await rooms.search({ search: 'cafe' })).rooms
    expect(found).to.deep.equal(await rooms.get(open.id))
    expect((await rooms.get(hidden.id)).users, 'as list has them').to.deep.equal(['ida'])
    expect(await rejection(rooms.search({ after: 'x' }))).to.include({ code: 'INVALID_MESSAGE' })
    for (const wrong of [{ limit: 0 }, { limit: 101 }, { filter: 'mine' }, { search: 'x'.repeat(101) }] as const)
      expect(await rooms.search(wrong).catch((error: unknown) => error)).to.be.instanceOf(TypeError)
  })
})
